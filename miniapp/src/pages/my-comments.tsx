import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import type { Receipt as CommentReceipt } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { CopyWords } from "../components/copy-words.tsx";
import { HalfWritten } from "../components/half-written.tsx";
import { ReceiptCard } from "../components/receipt-card.tsx";
import { Empty } from "../components/states.tsx";
import { WaitingCard } from "../components/waiting-card.tsx";
import { useOutbox } from "../hooks/use-outbox.ts";
import { Icon } from "../icons.tsx";
import { KIND_WORDS } from "../outbox/item.ts";
import { dropAside, dropReceipt } from "../outbox/outbox.ts";
import type { Receipt } from "../outbox/receipt.ts";
import { date, time } from "../words.ts";

/** What waits or was refused, what is half written, codes kept on this phone, and any code typed in. */
export function MyComments(): ReactElement {
  const { items, receipts, aside } = useOutbox();
  const [code, setCode] = useState("");
  const [found, setFound] = useState<{ code: string; receipt: CommentReceipt }>();
  const [error, setError] = useState("");
  const read = useCallback(async (asked: string): Promise<void> => {
    try {
      setFound({ code: asked, receipt: await post<CommentReceipt>("/receipts/read", { code: asked }) });
      setError("");
    } catch (caught) {
      setFound(undefined);
      setError(caught instanceof ApiError ? caught.message : "Chưa xem được, vui lòng thử lại.");
    }
  }, []);
  const look = (event: FormEvent): void => {
    event.preventDefault();
    void read(code);
  };
  useEffect(() => {
    const printed = codeInAddress();
    if (printed === "") return;
    setCode(printed);
    void read(printed);
  }, [read]);
  return (
    <>
      <h1>Ý kiến của tôi</h1>
      {items.map((item) => (
        <WaitingCard key={item.key} item={item} />
      ))}
      <HalfWritten />
      {receipts.map((one) =>
        one.kind === "comment" ? (
          <ReceiptCard
            key={one.key}
            code={one.code}
            head={`${one.head} · ${date(one.sentAt)}`}
            forget={() => void dropReceipt(one.key)}
          />
        ) : (
          <SentCard key={one.key} receipt={one} />
        ),
      )}
      {aside.map(({ key, text }) => (
        <section key={key} className="card">
          <p className="chip gold">
            <Icon name="warn" /> Không đọc được một mục trên máy
          </p>
          <p>Mục này bị hỏng nên không gửi được. Ông/Bà chép lại phần còn đọc được rồi xoá.</p>
          <pre className="broken">{text}</pre>
          <div className="acts">
            <CopyWords words={text} />
            <button type="button" className="link" onClick={() => void dropAside(key)}>
              Xoá
            </button>
          </div>
        </section>
      ))}
      {receipts.length === 0 && items.length === 0 && (
        <Empty>
          Chưa có mã nào trên máy này. Mã hiện ở đây khi Ông/Bà bấm “Lưu mã trên máy này”, hoặc nhập mã bên dưới.
        </Empty>
      )}
      <form className="card" onSubmit={look}>
        <label className="field">
          Mã ý kiến <span className="muted">ví dụ SM-7K2Q-M9XT-4RAB</span>
          <input
            value={code}
            maxLength={40}
            autoCapitalize="characters"
            autoComplete="off"
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        {error !== "" && (
          <p className="note bad" role="alert">
            {error}
          </p>
        )}
        <Action submit kind="plain" disabled={code.trim() === ""}>
          Xem ý kiến
        </Action>
      </form>
      {found && <ReceiptCard key={found.code} code={found.code} head={found.receipt.place} given={found.receipt} />}
    </>
  );
}

/**
 * The code of a printed slip: it stands behind the sign #, which no browser sends, and leaves the address at once so that
 * it is in no history.
 */
function codeInAddress(): string {
  const [, code = ""] = /^#([A-Za-z]{2}-[A-Za-z0-9-]{4,40})$/.exec(location.hash) ?? [];
  if (code !== "") history.replaceState(history.state, "", location.pathname + location.search);
  return code;
}

/** Something else than a comment that went while nobody looked. */
function SentCard({ receipt }: { receipt: Receipt }): ReactElement {
  const { key, kind, head, sentAt, code, dueAt, way } = receipt;
  return (
    <section className="card">
      <p className="small muted">
        {KIND_WORDS[kind].name}
        {head !== "" && ` · ${head}`}
      </p>
      <p className="chip good">
        <Icon name="check" /> Đã nhận lúc {time(sentAt)}, {date(sentAt)}
      </p>
      {code !== "" && <p className="code">{code}</p>}
      {way !== "" && <p className="note gold">{way}</p>}
      {dueAt !== "" && way === "" && <p>Trả lời trước {date(dueAt)}.</p>}
      <button type="button" className="link small" onClick={() => void dropReceipt(key)}>
        Bỏ khỏi máy này
      </button>
    </section>
  );
}
