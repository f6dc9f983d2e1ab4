import { type ReactElement, useEffect, useState } from "react";
import { ApiError, beginSession, get } from "../api/client.ts";
import { session } from "../api/session.ts";
import type { OwnData } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { RoomNote, SendingNote } from "../components/sending-note.tsx";
import { Loading } from "../components/states.tsx";
import { useDraft } from "../hooks/use-draft.ts";
import { useSend } from "../hooks/use-send.ts";
import { hostBridge } from "../host/bridge.ts";
import { ANYBODY_KNOWN } from "../outbox/item.ts";
import { isOnPageOnly } from "../outbox/outbox.ts";
import { useUnit } from "../unit.ts";
import { date } from "../words.ts";

type Asking = "" | "correct" | "withdraw" | "delete";
const QUESTIONS: Readonly<Record<Exclude<Asking, "">, string>> = {
  correct: "Ông/Bà cần sửa điều gì?",
  withdraw: "Rút đồng ý là xã ngừng gửi mọi tin không khẩn cấp. Ông/Bà vẫn nhắn hỏi được.",
  delete:
    "Xoá là bỏ hẳn tin nhắn, chủ đề, đồng ý và liên kết tới ý kiến đã ghi tên. Ý kiến vẫn được tính, không còn tên. Việc này không hoàn lại được.",
};

const NAMES = { correct: "sửa dữ liệu", withdraw: "rút đồng ý", delete: "xoá dữ liệu" } as const;

/** What is kept, what for, since when, and the rights over it; each request says until when it is answered. */
export function MyData(): ReactElement {
  const unit = useUnit();
  const [data, setData] = useState<OwnData | "none">();
  const [asking, setAsking] = useState<Asking>("");
  const draft = useDraft(`own-data:${unit}`, { words: "" }, { head: "Sửa dữ liệu của tôi", link: "/cua-toi" });
  const { words } = draft.fields;
  const sending = useSend();
  const [told, setTold] = useState("");
  const [error, setError] = useState("");
  const load = async (): Promise<void> => {
    try {
      setData((await beginSession()) ? await get<OwnData>("/me") : "none");
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.message : "Chưa xem được.");
      setData("none");
    }
  };
  useEffect(() => {
    void load();
  }, []);
  /** Another request stands beside the one before; the same pressed again is the same while it has not gone. */
  const choose = (kind: Exclude<Asking, "">): void => {
    const { outcome } = sending;
    if (!outcome || outcome.is === "sent" || outcome.item.body["kind"] !== kind) sending.again();
    setAsking(kind);
  };
  const ask = async (kind: Exclude<Asking, "">): Promise<void> => {
    setTold("");
    const done = await sending.send(
      {
        kind: "own-data",
        unit,
        path: `/units/${unit}/me/data-requests`,
        body: { kind, words: kind === "correct" ? words : "" },
        head: NAMES[kind],
        as: session()?.who ?? ANYBODY_KNOWN,
      },
      // what is half written belongs to a correction: another request neither takes its key nor ends it
      kind === "correct" ? draft.handOver() : undefined,
    );
    if (done.is === "refused" || (done.is === "waiting" && isOnPageOnly(done.item.key))) return;
    setAsking("");
    if (kind === "correct") draft.clear();
    if (done.is === "waiting") return;
    sending.again();
    const { sentAt, dueAt } = done.receipt;
    setTold(
      kind === "correct"
        ? `Đã nhận ${date(sentAt)}, trả lời trước ${date(dueAt)}.`
        : "Đã làm xong theo yêu cầu của Ông/Bà.",
    );
    await load();
  };
  return (
    <>
      <h1>Dữ liệu của tôi</h1>
      {told !== "" && (
        <p className="note good" role="status">
          {told}
        </p>
      )}
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      <SendingNote sending={sending} />
      {data === undefined && <Loading />}
      {data === "none" && (
        <section className="card">
          <h2>Chưa nối với tài khoản Zalo</h2>
          <p>
            Ông/Bà đang đọc ẩn danh: xã không biết Ông/Bà là ai và không lưu gì về Ông/Bà. Mở trang này trong Zalo để
            xem, tải, sửa hoặc xoá dữ liệu gắn với tài khoản.
          </p>
          <p>Ý kiến ẩn danh không gắn với ai, nên chỉ xem được bằng mã ở mục Ý kiến.</p>
        </section>
      )}
      {data !== undefined && data !== "none" && (
        <>
          <OwnTable data={data} />
          {asking === "" ? (
            <>
              <Action
                onClick={() =>
                  void hostBridge()
                    .then((bridge) => bridge.saveText("du-lieu-cua-toi.json", JSON.stringify(data, null, 2)))
                    .then((outcome) =>
                      setTold(
                        outcome === "done"
                          ? "Đã tải dữ liệu về máy."
                          : "Zalo không cho lưu tệp. Ông/Bà mở trang này bằng trình duyệt hoặc nhắn “dữ liệu của tôi” cho OA.",
                      ),
                    )
                }
              >
                Tải về
              </Action>
              <Action kind="plain" onClick={() => choose("correct")}>
                Sửa
              </Action>
              <Action kind="plain" onClick={() => choose("withdraw")}>
                Rút đồng ý
              </Action>
              <Action kind="danger" onClick={() => choose("delete")}>
                Xoá
              </Action>
            </>
          ) : (
            <section className="card">
              <h2>{QUESTIONS[asking]}</h2>
              {asking === "correct" && <RoomNote room={draft.room} words={words} />}
              {asking === "correct" && (
                <label className="field">
                  Nội dung cần sửa
                  <textarea
                    rows={3}
                    maxLength={1000}
                    value={words}
                    onChange={(event) => draft.set({ words: event.target.value })}
                  />
                </label>
              )}
              <div className="two">
                <Action kind="plain" onClick={() => setAsking("")}>
                  Không
                </Action>
                <Action
                  kind={asking === "delete" ? "danger" : "plain"}
                  busy={sending.busy ? "Đang gửi…" : undefined}
                  onClick={() => void ask(asking)}
                >
                  {asking === "correct" ? "Gửi yêu cầu" : asking === "withdraw" ? "Rút đồng ý" : "Xoá dữ liệu"}
                </Action>
              </div>
            </section>
          )}
        </>
      )}
    </>
  );
}

function OwnTable({ data }: { data: OwnData }): ReactElement {
  return (
    <>
      {data.places.map((place) => (
        <section key={place.unitCode} className="card">
          <h2>Tại OA của xã</h2>
          <dl className="facts">
            <dt>Tên trên Zalo</dt>
            <dd>{place.name || "chưa có"}</dd>
            <dt>Quan tâm từ</dt>
            <dd>{place.followedAt ? date(place.followedAt) : "chưa rõ"}</dd>
            <dt>Nhắn gần nhất</dt>
            <dd>{place.lastMessageAt ? date(place.lastMessageAt) : "chưa có"}</dd>
            <dt>Nhận tin</dt>
            <dd>{place.receiving ? "có" : "đã ngừng"}</dd>
          </dl>
          <p className="small muted">Mục đích: gửi thông tin Ông/Bà chọn và trả lời Ông/Bà.</p>
          {place.consents.length > 0 && (
            <details>
              <summary>Lịch sử đồng ý ({place.consents.length})</summary>
              <ul>
                {place.consents.map((one) => (
                  <li key={`${one.purpose}${one.at}`}>
                    {date(one.at)}: {one.given ? "đồng ý" : "rút"}{" "}
                    {one.purpose === "receive" ? "nhận tin" : `chủ đề ${one.purpose.slice(6)}`}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </section>
      ))}
      <section className="card">
        <h2>Ý kiến đã ghi tên: {data.signedComments.length}</h2>
        {data.signedComments.map((one) => (
          <blockquote key={one.at + one.text}>“{one.text || one.stance}”</blockquote>
        ))}
        <h2>Phản ánh: {data.requests.length}</h2>
        {data.requests.map((one) => (
          <p key={one.at + one.what}>{one.what}</p>
        ))}
        <h2>Lượt thi tìm hiểu: {data.contests.length}</h2>
        {data.contests.map((one) => (
          <p key={one.code + one.day + one.right}>
            {one.contest}, {one.round}: {one.right} / {one.of} câu, {one.state}
          </p>
        ))}
        {data.refusals.map((one) => (
          <p key={one.unitCode}>
            Dữ liệu tại {one.unitCode} đã xóa. Còn giữ một dấu rằng Ông/Bà không nhận tin (từ {date(one.at)}), để không
            ai gửi lại; nhắn NHẬN trong OA của xã để bỏ dấu này.
          </p>
        ))}
        <h2>Yêu cầu về dữ liệu: {data.dataRequests.length}</h2>
        {data.dataRequests.map((one) => (
          <p key={one.at + one.kind}>
            {one.kind}: đã nhận {date(one.at)},{" "}
            {one.doneAt ? `xong ${date(one.doneAt)}` : `trả lời trước ${date(one.dueAt)}`}
          </p>
        ))}
      </section>
    </>
  );
}
