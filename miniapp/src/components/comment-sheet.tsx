import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { findPii, PII_NAMES } from "../../../src/kernel/pii.ts";
import { session } from "../api/session.ts";
import type { Stance } from "../api/types.ts";
import { useDraft } from "../hooks/use-draft.ts";
import { useSend } from "../hooks/use-send.ts";
import { useSession } from "../hooks/use-session.ts";
import { Icon } from "../icons.tsx";
import type { Outcome } from "../outbox/outbox.ts";
import { isOnPageOnly } from "../outbox/outbox.ts";
import { useUnit } from "../unit.ts";
import { STANCES, stanceName } from "../words.ts";
import { Action } from "./action.tsx";
import { Amended } from "./amended.tsx";
import { RoomNote, SendingNote } from "./sending-note.tsx";

export interface Target {
  draftId: string;
  draft: string;
  /** version that is being read */
  version: number;
  /** id of the place, "" = the whole draft */
  position: string;
  /** "CT3, trang 6" */
  place: string;
  /** the paragraph, to be written anew; "" for the whole draft */
  words: string;
  until: string;
}

/** What was sent, for the page that says thanks. */
export interface Written {
  place: string;
  stance: Stance;
  text: string;
  signed: boolean;
}

interface Props {
  target: Target;
  close(): void;
  done(written: Written, outcome: Outcome): void;
}

const EMPTY = { stance: "", text: "", reason: "", amendment: "", signed: false };
const isStance = (text: string): text is Stance => STANCES.some((one) => one.key === text);

/** Write, look again, agree, send. What is half written stays: the sheet closed, the page reloaded, the phone dead. */
export function CommentSheet({ target, close, done }: Props): ReactElement {
  const unit = useUnit();
  const vouched = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const { draftId, position, place } = target;
  const link = `/du-thao/${draftId}${position === "" ? "" : `#${position}`}`;
  const draft = useDraft(`comment:${draftId}:${position}`, EMPTY, { head: `Góp ý ${place}`, link });
  const { stance, text, reason, amendment, signed } = draft.fields;
  const amended = amendment.trim() !== "" && amendment.trim() !== target.words.trim();
  const said = [text, reason, ...(amended ? [amendment] : [])].join("\n");
  const sending = useSend();
  const { outcome } = sending;
  const [step, setStep] = useState<"write" | "review">("write");
  const [error, setError] = useState("");
  const errorId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector("h2")?.focus();
  }, [step]);
  const finish = (now: Outcome): void => {
    if (!isStance(stance)) return;
    draft.clear();
    done({ place, stance, text, signed }, now);
  };
  // what had no room and waited on this page has gone
  useEffect(() => {
    if (outcome?.is === "sent") finish(outcome);
  }, [outcome]);

  const review = (event: FormEvent): void => {
    event.preventDefault();
    if (stance === "") return setError("Ông/Bà vui lòng chọn một trong bốn ô");
    if (stance === "gop-y" && text.trim() === "" && !amended) return setError("Ông/Bà vui lòng viết nội dung góp ý");
    setError("");
    setStep("review");
  };
  const send = async (): Promise<void> => {
    if (stance === "") return;
    const { version } = target;
    const now = await sending.send(
      {
        kind: "comment",
        unit,
        path: `/drafts/${draftId}/comments`,
        body: { version, position, stance, text, reason, ...(amended ? { amendment } : {}), signed, consent: true },
        head: place,
        as: signed ? (session()?.who ?? "") : "",
      },
      draft.handOver(),
    );
    if (now.is === "waiting" && !isOnPageOnly(now.item.key)) return finish(now);
    setStep("write");
  };
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={`${errorId}-head`} onCancel={close} onClose={close}>
      <div className="sheet-head">
        <h2 id={`${errorId}-head`} tabIndex={-1}>
          {step === "write" ? `Góp ý ${place}` : "Xem lại trước khi gửi"}
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
          <SendingNote sending={sending} />
          {draft.restored && !outcome && (
            <p className="note" role="status">
              Đã mở lại phần đang viết dở.{" "}
              <button type="button" className="link" onClick={draft.clear}>
                Xoá, viết mới
              </button>
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
                    onChange={() => draft.set({ stance: one.key })}
                  />
                  {one.name}
                </label>
              ))}
            </div>
          </fieldset>
          <label className="field">
            Nội dung <span className="muted">(không bắt buộc)</span>
            <textarea
              rows={4}
              maxLength={5000}
              value={text}
              onChange={(event) => draft.set({ text: event.target.value })}
            />
          </label>
          {target.words !== "" &&
            (amendment === "" ? (
              <button type="button" className="link" onClick={() => draft.set({ amendment: target.words })}>
                Sửa trực tiếp đoạn này
              </button>
            ) : (
              <>
                <label className="field">
                  Đoạn theo đề nghị của Ông/Bà
                  <textarea
                    rows={6}
                    maxLength={20_000}
                    value={amendment}
                    onChange={(event) => draft.set({ amendment: event.target.value })}
                  />
                </label>
                <button type="button" className="link" onClick={() => draft.set({ amendment: "" })}>
                  Bỏ phần sửa đoạn
                </button>
              </>
            ))}
          <PiiNote text={said} />
          <label className="field">
            Lý do <span className="muted">(không bắt buộc)</span>
            <textarea
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => draft.set({ reason: event.target.value })}
            />
          </label>
          {!outcome && <RoomNote room={draft.room} words={[text, reason].filter((one) => one !== "").join("\n")} />}
          {(vouched || signed) && (
            <label className="check">
              <input
                type="checkbox"
                checked={signed}
                onChange={(event) => draft.set({ signed: event.target.checked })}
              />
              Ghi tên tôi để xã trả lời riêng. Không chọn là ẩn danh, vẫn được tính đầy đủ.
            </label>
          )}
          <Action submit>Xem lại và gửi</Action>
        </form>
      ) : (
        <div>
          <dl className="facts">
            <dt>Vị trí</dt>
            <dd>{place}</dd>
            <dt>Hướng</dt>
            <dd>{isStance(stance) ? stanceName(stance) : ""}</dd>
            <dt>Người gửi</dt>
            <dd>{signed ? "Ghi tên" : "Ẩn danh"}</dd>
          </dl>
          {text !== "" && <blockquote>“{text}”</blockquote>}
          {reason !== "" && <p>Lý do: {reason}</p>}
          {amended && <Amended before={target.words} after={amendment.trim()} />}
          <PiiNote text={said} />
          <p>
            Ông/Bà có đồng ý để UBND xã lưu ý kiến này nhằm tổng hợp góp ý dự thảo{target.until} không? Không đồng ý thì
            ý kiến không được gửi.
          </p>
          <div className="two">
            <Action kind="plain" busy={sending.busy ? "Đang gửi…" : undefined} onClick={() => void send()}>
              Đồng ý và gửi
            </Action>
            <Action kind="plain" disabled={sending.busy} onClick={() => setStep("write")}>
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
