import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import type { Receipt } from "../api/types.ts";
import { Icon } from "../icons.tsx";
import { stanceName } from "../words.ts";
import { Action } from "./action.tsx";

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
  const [words, setWords] = useState("");
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
    try {
      if (open === "edit")
        await post("/receipts/edit", { code, stance: receipt.stance, text: words, reason: receipt.reason });
      else await post(`/receipts/${open}`, open === "appeal" ? { code, words } : { code });
      setOpen("");
      await read();
    } catch (caught) {
      setError(
        caught instanceof ApiError ? [caught.message, ...Object.values(caught.fields)].join(". ") : "Chưa làm được.",
      );
    }
  };
  const start =
    (what: typeof open, text = "") =>
    () => {
      setOpen(what);
      setWords(text);
    };
  return (
    <section className="card">
      <p className="small muted">
        {code} · {head}
      </p>
      {receipt?.text && <blockquote>“{receipt.text}”</blockquote>}
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
      {open !== "" && (
        <form onSubmit={(event) => void act(event)}>
          {open === "withdraw" ? (
            <p>Rút ý kiến này? Nội dung sẽ bị xoá và không còn được tính. Việc này không hoàn lại được.</p>
          ) : (
            <label className="field">
              {open === "edit" ? "Nội dung" : "Vì sao Ông/Bà cho là ẩn chưa đúng"}
              <textarea rows={4} maxLength={5000} value={words} onChange={(event) => setWords(event.target.value)} />
            </label>
          )}
          <div className="two">
            <Action kind="plain" onClick={start("")}>
              Không
            </Action>
            <Action submit kind={open === "withdraw" ? "danger" : "plain"}>
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
