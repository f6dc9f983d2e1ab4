import { type FormEvent, type ReactElement, useRef, useState } from "react";
import { Link, useParams } from "react-router-dom";
import { ApiError } from "../api/client.ts";
import { send } from "../api/send.ts";
import type { TownHallPage } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { newKey } from "../store/outbox.ts";
import { useUnit } from "../unit.ts";
import { date, time } from "../words.ts";

type Card = Pick<TownHallPage, "id" | "title" | "about" | "place" | "heldAt" | "open">;

export function TownHalls(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<{ townhalls: Card[] }>(`/units/${unit}/townhalls`);
  return (
    <>
      <h1>Đối thoại</h1>
      <Shown state={state} retry={retry}>
        {({ townhalls }) =>
          townhalls.length === 0 ? (
            <Empty>Chưa có cuộc đối thoại nào. Khi có, Ông/Bà gửi câu hỏi trước và trong buổi.</Empty>
          ) : (
            townhalls.map((hall) => (
              <section key={hall.id} className="card">
                <p className="chip">{hall.open ? "Đang nhận câu hỏi" : "Đã thôi nhận câu hỏi"}</p>
                <h2>
                  <Link to={`/doi-thoai/${hall.id}`}>{hall.title}</Link>
                </h2>
                <p className="muted">
                  {time(hall.heldAt)}, {date(hall.heldAt)} · {hall.place}
                </p>
              </section>
            ))
          )
        }
      </Shown>
    </>
  );
}

/** Questions are anonymous; each answered one stands here with its answer. */
export function TownHall(): ReactElement {
  const { id = "" } = useParams();
  const [state, retry] = useLoad<TownHallPage>(`/townhalls/${id}`);
  const [text, setText] = useState("");
  const [code, setCode] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      setCode((await send<{ code: string }>(`/townhalls/${id}/questions`, { text, key: key.current })).code);
      setError("");
      setText("");
      key.current = newKey();
    } catch (caught) {
      setError(
        caught instanceof ApiError
          ? [caught.message, ...Object.values(caught.fields)].join(". ")
          : "Chưa gửi được. Câu hỏi vẫn ở trên màn hình.",
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <Shown state={state} retry={retry}>
      {(hall) => (
        <>
          <h1>{hall.title}</h1>
          <p>{hall.about}</p>
          <p className="muted">
            {time(hall.heldAt)}, {date(hall.heldAt)} · {hall.place}
          </p>
          {code !== "" && (
            <section className="card" role="status">
              <p>Đã nhận câu hỏi. Trân trọng cảm ơn Ông/Bà.</p>
              <p className="code">{code}</p>
            </section>
          )}
          {error !== "" && (
            <p className="note bad" role="alert">
              {error}
            </p>
          )}
          {hall.open && (
            <form className="card" onSubmit={(event) => void ask(event)}>
              <label className="field">
                Câu hỏi của Ông/Bà
                <textarea rows={3} maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} />
              </label>
              <p className="small muted">
                Câu hỏi ẩn danh. Được trả lời rồi sẽ công khai ở đây, đã che thông tin riêng.
              </p>
              <Action submit busy={busy ? "Đang gửi…" : undefined} disabled={text.trim() === ""}>
                Gửi câu hỏi
              </Action>
            </form>
          )}
          <p className="muted">
            {hall.waiting} câu chờ trả lời · {hall.hidden} câu không công khai vì căn cứ pháp luật
          </p>
          {hall.questions.map((question) => (
            <section key={question.text} className="card">
              <blockquote>“{question.text}”</blockquote>
              <p>
                <strong>Trả lời:</strong> {question.answer}
              </p>
            </section>
          ))}
        </>
      )}
    </Shown>
  );
}
