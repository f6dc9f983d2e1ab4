import type { FormEvent, ReactElement } from "react";
import { Link, useParams } from "react-router-dom";
import type { TownHallPage } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { KeepCode } from "../components/receipt.tsx";
import { RoomNote, SendingNote } from "../components/sending-note.tsx";
import { Empty, Shown } from "../components/states.tsx";
import { useDraft } from "../hooks/use-draft.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useHandedOver, useSend } from "../hooks/use-send.ts";
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
  const unit = useUnit();
  const title = state.kind === "ready" ? state.value.title : "";
  const draft = useDraft(`question:${id}`, { text: "" }, { head: `Câu hỏi: ${title}`, link: `/doi-thoai/${id}` });
  const { text } = draft.fields;
  const sending = useSend();
  const { outcome } = sending;
  useHandedOver(sending, draft.clear);
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const path = `/townhalls/${id}/questions`;
    await sending.send({ kind: "question", unit, path, body: { text }, head: title, as: "" }, draft.handOver());
  };
  const write = (words: string): void => {
    // the next question begins
    if (outcome && outcome.is !== "refused" && text === "") sending.again();
    draft.set({ text: words });
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
          {outcome?.is === "sent" && (
            <section className="card" role="status">
              <p>Đã nhận câu hỏi. Trân trọng cảm ơn Ông/Bà.</p>
              <p className="code">{outcome.receipt.code}</p>
              <KeepCode receipt={outcome.receipt} />
            </section>
          )}
          <SendingNote sending={sending} />
          {hall.open && (
            <form className="card" onSubmit={(event) => void ask(event)}>
              <label className="field">
                Câu hỏi của Ông/Bà
                <textarea rows={3} maxLength={1000} value={text} onChange={(event) => write(event.target.value)} />
              </label>
              {!outcome && <RoomNote room={draft.room} words={text} />}
              <p className="small muted">
                Câu hỏi ẩn danh. Được trả lời rồi sẽ công khai ở đây, đã che thông tin riêng.
              </p>
              <Action submit busy={sending.busy ? "Đang gửi…" : undefined} disabled={text.trim() === ""}>
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
