import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { findPii, PII_NAMES } from "../../../src/kernel/pii.ts";
import { ApiError, hasSession } from "../api/client.ts";
import type { Stance } from "../api/types.ts";
import { Icon } from "../icons.tsx";
import { newKey, type Sent, submit, type Written } from "../store/outbox.ts";
import { STANCES, stanceName } from "../words.ts";
import { Action } from "./action.tsx";

export interface Target {
  draftId: string;
  draft: string;
  /** version that is being read */
  version: number;
  /** id of the place, "" = the whole draft */
  position: string;
  /** "CT3, trang 6" */
  place: string;
  until: string;
}

interface Props {
  target: Target;
  close(): void;
  done(written: Written, result: Sent | "waiting"): void;
}

/** Write, look again, agree, send. What is half written stays while the sheet is closed and opened again. */
export function CommentSheet({ target, close, done }: Props): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const [stance, setStance] = useState<Stance | "">("");
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const [signed, setSigned] = useState(false);
  const [step, setStep] = useState<"write" | "review">("write");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const errorId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector("h2")?.focus();
  }, [step]);

  const review = (event: FormEvent): void => {
    event.preventDefault();
    if (stance === "") return setError("Ông/Bà vui lòng chọn một trong bốn ô");
    if (stance === "gop-y" && text.trim() === "") return setError("Ông/Bà vui lòng viết nội dung góp ý");
    setError("");
    setStep("review");
  };
  const send = async (): Promise<void> => {
    if (stance === "") return;
    setBusy(true);
    const { draftId, draft, version, position, place } = target;
    const written: Written = {
      key: key.current,
      draftId,
      draft,
      version,
      place,
      position,
      stance,
      text,
      reason,
      signed,
    };
    try {
      done(written, await submit(written));
    } catch (caught) {
      setBusy(false);
      setStep("write");
      setError(
        caught instanceof ApiError
          ? [caught.message, ...Object.values(caught.fields)].join(". ")
          : "Rất xin lỗi Ông/Bà, chưa gửi được. Nội dung vẫn được giữ trên máy.",
      );
    }
  };

  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={`${errorId}-head`} onCancel={close} onClose={close}>
      <div className="sheet-head">
        <h2 id={`${errorId}-head`} tabIndex={-1}>
          {step === "write" ? `Góp ý ${target.place}` : "Xem lại trước khi gửi"}
        </h2>
        <button type="button" className="round" aria-label="Đóng" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {step === "write" ? (
        <form onSubmit={review} noValidate>
          {error !== "" && (
            <p className="note bad" role="alert" id={errorId}>
              {error}
            </p>
          )}
          <fieldset aria-describedby={error === "" ? undefined : errorId}>
            <legend>Ý kiến của Ông/Bà</legend>
            <div className="stances">
              {STANCES.map((one) => (
                <label key={one.key} className="stance">
                  <input
                    type="radio"
                    name="stance"
                    value={one.key}
                    checked={stance === one.key}
                    onChange={() => setStance(one.key)}
                  />
                  {one.name}
                </label>
              ))}
            </div>
          </fieldset>
          <label className="field">
            Nội dung <span className="muted">(không bắt buộc)</span>
            <textarea rows={4} maxLength={5000} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
          <PiiNote text={`${text}\n${reason}`} />
          <label className="field">
            Lý do <span className="muted">(không bắt buộc)</span>
            <textarea rows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
          </label>
          {hasSession() && (
            <label className="check">
              <input type="checkbox" checked={signed} onChange={(event) => setSigned(event.target.checked)} />
              Ghi tên tôi để xã trả lời riêng. Không chọn là ẩn danh, vẫn được tính đầy đủ.
            </label>
          )}
          <Action submit>Xem lại và gửi</Action>
        </form>
      ) : (
        <div>
          <dl className="facts">
            <dt>Vị trí</dt>
            <dd>{target.place}</dd>
            <dt>Hướng</dt>
            <dd>{stance === "" ? "" : stanceName(stance)}</dd>
            <dt>Người gửi</dt>
            <dd>{signed ? "Ghi tên" : "Ẩn danh"}</dd>
          </dl>
          {text !== "" && <blockquote>“{text}”</blockquote>}
          {reason !== "" && <p>Lý do: {reason}</p>}
          <PiiNote text={`${text}\n${reason}`} />
          <p>
            Ông/Bà có đồng ý để UBND xã lưu ý kiến này nhằm tổng hợp góp ý dự thảo{target.until} không? Không đồng ý thì
            ý kiến không được gửi.
          </p>
          <div className="two">
            <Action kind="plain" busy={busy ? "Đang gửi…" : undefined} onClick={() => void send()}>
              Đồng ý và gửi
            </Action>
            <Action kind="plain" disabled={busy} onClick={() => setStep("write")}>
              Không đồng ý
            </Action>
          </div>
        </div>
      )}
    </dialog>
  );
}

/** Points out personal data before it is sent; the person decides. */
function PiiNote({ text }: { text: string }): ReactElement | null {
  const kinds = [...new Set(findPii(text).map((span) => PII_NAMES[span.kind]))];
  if (kinds.length === 0) return null;
  return (
    <p className="note gold" role="status">
      <strong>Có {kinds.join(" và ")}.</strong> Nên bỏ đi; nếu giữ, xã sẽ che khi công bố.
    </p>
  );
}
