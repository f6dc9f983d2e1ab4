import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import type { Receipt } from "../api/types.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useSend } from "../hooks/use-send.ts";
import { Icon } from "../icons.tsx";
import { isOnPageOnly } from "../outbox/outbox.ts";
import { useUnit } from "../unit.ts";
import { stanceName } from "../words.ts";
import { Action } from "./action.tsx";
import { SendingNote } from "./sending-note.tsx";

interface Props {
  code: string;
  head: string;
  given?: Receipt;
  forget?(): void;
}

/** One comment by its code: where it stands, the office's answer, and what its author can still do. */
export function ReceiptCard({ code, head, given, forget }: Props): ReactElement {
  const [receipt, setReceipt] = useState(given);
  const [open, setOpen] = useState<"" | "edit" | "appeal" | "withdraw">("");
  const unit = useUnit();
  const draft = useDraft(`receipt:${code}`, { words: "", what: "" }, { head: `Sửa ý kiến ${code}`, link: "/y-kien" });
  const { words } = draft.fields;
  const sending = useSend();
  const [error, setError] = useState("");
  const read = useCallback(async () => {
    try {
      setReceipt(await post<Receipt>("/receipts/read", { code }));
      setError("");
    } catch (caught) {
      setError(
        caught instanceof ApiError && caught.offline
          ? "Đang mất mạng, chưa xem được câu trả lời mới."
          : "Chưa xem được.",
      );
    }
  }, [code]);
  useEffect(() => {
    if (!given) void read();
  }, [given, read]);
  const act = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!receipt || open === "") return;
    if (open === "withdraw") return withdraw();
    const { stance, reason, place } = receipt;
    const body = open === "edit" ? { code, stance, text: words, reason } : { code, words };
    const done = await sending.send(
      { kind: open, unit, path: `/receipts/${open}`, body, head: place, as: "" },
      draft.handOver(),
    );
    if (done.is === "refused" || (done.is === "waiting" && isOnPageOnly(done.item.key))) return;
    setOpen("");
    draft.clear();
    if (done.is === "sent") {
      sending.again();
      await read();
    }
  };
  const withdraw = async (): Promise<void> => {
    try {
      await post("/receipts/withdraw", { code });
      setOpen("");
      await read();
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.sentence : "Chưa làm được.");
    }
  };
  const start =
    (what: typeof open, text = "") =>
    () => {
      sending.again();
      setOpen(what);
      // words of an earlier visit are newer than what the office has
      const begun = draft.fields.what === what && words !== "";
      if (what !== "withdraw" && !begun) draft.set({ words: text, what });
    };
  return (
    <section className="card">
      <p className="small muted">
        {code} · {head}
      </p>
      {receipt?.text && <blockquote>“{receipt.text}”</blockquote>}
      {receipt && receipt.amendment !== "" && (
        <blockquote>
          <p className="small muted">Đề nghị sửa đoạn thành</p>“{receipt.amendment}”
        </blockquote>
      )}
      {receipt && receipt.since !== "" && (
        <p className="note gold">
          {receipt.since} Đoạn Ông/Bà đã góp ý: “{receipt.about}”
        </p>
      )}
      {receipt && (
        <>
          <p className={`chip ${receipt.state === "answered" ? "good" : receipt.state === "hidden" ? "gold" : ""}`}>
            <Icon name={receipt.state === "answered" ? "check" : receipt.state === "hidden" ? "warn" : "clock"} />{" "}
            {receipt.stateName}
            {receipt.late && " · ngoài thời hạn"}
          </p>
          <p className="small muted">{stanceName(receipt.stance)}</p>
          {receipt.answer && (
            <p>
              <strong>Xã trả lời:</strong> {receipt.answer.words}
            </p>
          )}
          {receipt.hiding && (
            <p>
              Ý kiến chưa hiển thị vì {receipt.hiding.ground.toLowerCase()} (căn cứ {receipt.hiding.article}). Ông/Bà có
              thể sửa và gửi lại, hoặc khiếu nại. {receipt.hiding.way} {receipt.hiding.appeal}
            </p>
          )}
          {receipt.open && open === "" && (
            <div className="acts">
              <button type="button" className="link" onClick={start("edit", receipt.text)}>
                {receipt.hiding ? "Sửa và gửi lại" : "Sửa"}
              </button>
              <button type="button" className="link" onClick={start("withdraw")}>
                Rút lại
              </button>
              {receipt.hiding?.appeal === "" && (
                <button type="button" className="link" onClick={start("appeal")}>
                  Khiếu nại
                </button>
              )}
            </div>
          )}
        </>
      )}
      <SendingNote sending={sending} />
      {open !== "" && (
        <form onSubmit={(event) => void act(event)}>
          {open === "withdraw" ? (
            <p>Rút ý kiến này? Nội dung sẽ bị xoá và không còn được tính. Việc này không hoàn lại được.</p>
          ) : (
            <label className="field">
              {open === "edit" ? "Nội dung" : "Vì sao Ông/Bà cho là ẩn chưa đúng"}
              <textarea
                rows={4}
                maxLength={5000}
                value={words}
                onChange={(event) => draft.set({ words: event.target.value })}
              />
            </label>
          )}
          <div className="two">
            <Action
              kind="plain"
              onClick={() => {
                setOpen("");
                draft.clear();
              }}
            >
              Không
            </Action>
            <Action
              submit
              kind={open === "withdraw" ? "danger" : "plain"}
              busy={sending.busy ? "Đang gửi…" : undefined}
            >
              {open === "withdraw" ? "Rút ý kiến" : "Gửi"}
            </Action>
          </div>
        </form>
      )}
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {forget && (
        <button type="button" className="link small" onClick={forget}>
          Bỏ mã khỏi máy này
        </button>
      )}
    </section>
  );
}
