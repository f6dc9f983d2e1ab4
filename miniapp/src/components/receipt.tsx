import { type ReactElement, useEffect, useRef } from "react";
import { useOutcome } from "../hooks/use-outcome.ts";
import { useSeenReceipt } from "../hooks/use-seen-receipt.ts";
import { Icon } from "../icons.tsx";
import type { Outcome } from "../outbox/outbox.ts";
import type { Receipt } from "../outbox/receipt.ts";
import { date, stanceName, time } from "../words.ts";
import { Action } from "./action.tsx";
import type { Written } from "./comment-sheet.tsx";

interface Props {
  written: Written;
  outcome: Outcome;
  back(): void;
}

/** The same thanks for everybody; the code large, kept on this phone only when the person says so. */
export function ReceiptPage({ written, outcome: first, back }: Props): ReactElement {
  const [outcome] = useOutcome(first);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, [outcome.is]);
  return (
    <>
      {outcome.is === "sent" ? (
        <Thanks receipt={outcome.receipt} heading={heading} />
      ) : (
        <>
          <p className={outcome.is === "waiting" ? "chip" : "chip gold"}>
            <Icon name={outcome.is === "waiting" ? "offline" : "warn"} />{" "}
            {outcome.is === "waiting" ? "Đang chờ gửi" : "Chưa được nhận"}
          </p>
          <h1 tabIndex={-1} ref={heading}>
            Ý kiến được giữ trên máy
          </h1>
          <p>{outcome.item.sentence}</p>
          <p>Ý kiến và mã tra cứu ở mục Ý kiến. Ông/Bà không cần viết lại.</p>
        </>
      )}
      <Action kind="plain" onClick={back}>
        Đọc tiếp dự thảo
      </Action>
      <section className="card">
        <h2>Ông/Bà đã {outcome.is === "sent" ? "gửi" : "viết"}</h2>
        <dl className="facts">
          <dt>Vị trí</dt>
          <dd>{written.place}</dd>
          <dt>Hướng</dt>
          <dd>{stanceName(written.stance)}</dd>
          <dt>Người gửi</dt>
          <dd>{written.signed ? "Ghi tên" : "Ẩn danh"}</dd>
        </dl>
        {written.text !== "" && <blockquote>“{written.text}”</blockquote>}
      </section>
    </>
  );
}

function Thanks({
  receipt,
  heading,
}: {
  receipt: Receipt;
  heading: React.RefObject<HTMLHeadingElement>;
}): ReactElement {
  const { sentAt, late, code } = receipt;
  return (
    <>
      <p className="chip good">
        <Icon name="check" /> Đã nhận lúc {time(sentAt)}, {date(sentAt)}
        {late && ", ngoài thời hạn"}
      </p>
      <h1 tabIndex={-1} ref={heading}>
        Trân trọng cảm ơn ý kiến của Ông/Bà
      </h1>
      <p>Mã tra cứu của Ông/Bà:</p>
      <p className="code">{code}</p>
      <p className="muted">Chép lại hoặc chụp màn hình. Dùng mã này để xem xã trả lời, sửa hoặc rút ý kiến.</p>
      <KeepCode receipt={receipt} />
    </>
  );
}

/** Keeps the code on this phone, if its owner wishes so. */
export function KeepCode({ receipt }: { receipt: Receipt }): ReactElement {
  const [kept, keep] = useSeenReceipt(receipt);
  return kept ? (
    <p className="note good" role="status">
      Đã lưu mã trên máy này, xem ở mục Ý kiến.
    </p>
  ) : (
    <Action onClick={keep}>Lưu mã trên máy này</Action>
  );
}
