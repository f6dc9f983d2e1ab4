import { type ReactElement, useEffect, useRef, useState } from "react";
import { Icon } from "../icons.tsx";
import { keepReceipt, type Sent, type Written } from "../store/outbox.ts";
import { date, stanceName, time } from "../words.ts";
import { Action } from "./action.tsx";

interface Props {
  written: Written;
  result: Sent | "waiting";
  back(): void;
}

/** The same thanks for everybody; the code large, kept on this phone only when the person says so. */
export function ReceiptPage({ written, result, back }: Props): ReactElement {
  const [kept, setKept] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  const now = Date.now();
  return (
    <>
      {result === "waiting" ? (
        <>
          <p className="chip">
            <Icon name="offline" /> Chờ có mạng để gửi
          </p>
          <h1 tabIndex={-1} ref={heading}>
            Ý kiến được giữ trên máy
          </h1>
          <p>Khi có mạng, ý kiến tự gửi đi và mã tra cứu hiện ở mục Ý kiến. Ông/Bà không cần viết lại.</p>
        </>
      ) : (
        <>
          <p className="chip good">
            <Icon name="check" /> Đã nhận lúc {time(now)}, {date(now)}
            {result.late && ", ngoài thời hạn"}
          </p>
          <h1 tabIndex={-1} ref={heading}>
            Trân trọng cảm ơn ý kiến của Ông/Bà
          </h1>
          <p>Mã tra cứu của Ông/Bà:</p>
          <p className="code">{result.code}</p>
          <p className="muted">Chép lại hoặc chụp màn hình. Dùng mã này để xem xã trả lời, sửa hoặc rút ý kiến.</p>
          {kept ? (
            <p className="note good" role="status">
              Đã lưu mã trên máy này, xem ở mục Ý kiến.
            </p>
          ) : (
            <Action onClick={() => void keepReceipt(written, result).then(() => setKept(true))}>
              Lưu mã trên máy này
            </Action>
          )}
        </>
      )}
      <Action kind="plain" onClick={back}>
        Đọc tiếp dự thảo
      </Action>
      <section className="card">
        <h2>Ông/Bà đã {result === "waiting" ? "viết" : "gửi"}</h2>
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
