import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import type { Receipt } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { ReceiptCard } from "../components/receipt-card.tsx";
import { Empty } from "../components/states.tsx";
import { Icon } from "../icons.tsx";
import {
  dropReceipt,
  dropWaiting,
  type KeptReceipt,
  listReceipts,
  listWaiting,
  onChange,
  sendWaiting,
  type Written,
} from "../store/outbox.ts";
import { date, time } from "../words.ts";

/** Comments by their codes: those kept on this phone, those waiting for a net, and any code typed in. */
export function MyComments(): ReactElement {
  const [kept, setKept] = useState<KeptReceipt[]>([]);
  const [waiting, setWaiting] = useState<{ value: Written; at: number }[]>([]);
  const [code, setCode] = useState("");
  const [found, setFound] = useState<{ code: string; receipt: Receipt }>();
  const [error, setError] = useState("");
  const reload = useCallback(() => {
    void listReceipts().then(setKept);
    void listWaiting().then(setWaiting);
  }, []);
  useEffect(() => {
    reload();
    return onChange(reload);
  }, [reload]);
  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      setFound({ code, receipt: await post<Receipt>("/receipts/read", { code }) });
      setError("");
    } catch (caught) {
      setFound(undefined);
      setError(caught instanceof ApiError ? caught.message : "Chưa xem được, vui lòng thử lại.");
    }
  };
  return (
    <>
      <h1>Ý kiến của tôi</h1>
      {waiting.map(({ value, at }) => (
        <section key={value.key} className="card">
          <p className="small muted">
            {value.place} · viết lúc {time(at)}
          </p>
          <blockquote>“{value.text}”</blockquote>
          <p className="chip">
            <Icon name="offline" /> Chờ có mạng để gửi
          </p>
          <div className="two">
            <Action kind="plain" onClick={() => void sendWaiting()}>
              Gửi ngay
            </Action>
            <Action kind="danger" onClick={() => void dropWaiting(value.key)}>
              Xoá
            </Action>
          </div>
        </section>
      ))}
      {kept.map((one) => (
        <ReceiptCard
          key={one.code}
          code={one.code}
          head={`${one.place} · ${date(one.sentAt)}`}
          forget={() => void dropReceipt(one.code)}
        />
      ))}
      {kept.length === 0 && waiting.length === 0 && (
        <Empty>
          Chưa có mã nào trên máy này. Mã hiện ở đây khi Ông/Bà bấm “Lưu mã trên máy này”, hoặc nhập mã bên dưới.
        </Empty>
      )}
      <form className="card" onSubmit={(event) => void look(event)}>
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
      {found && <ReceiptCard code={found.code} head={found.receipt.place} given={found.receipt} />}
    </>
  );
}
