import { type ReactElement, useState } from "react";
import { ApiError, get } from "../api/client.ts";
import type { ShownAt } from "../api/types.ts";

interface Props {
  id: string;
  /** id of a place; "" = the whole draft */
  place: string;
  name: string;
}

/** What others said here: plain text in the order of the public log, those that wait counted. Read when it is opened. */
export function Opinions({ id, place, name }: Props): ReactElement {
  const [shown, setShown] = useState<ShownAt>();
  const [error, setError] = useState("");
  const read = async (from: number): Promise<void> => {
    try {
      const page = await get<ShownAt>(`/drafts/${id}/opinions?place=${encodeURIComponent(place)}&from=${from}`);
      setShown((before) => (before && from > 0 ? { ...page, opinions: [...before.opinions, ...page.opinions] } : page));
      setError("");
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.message : "Chưa đọc được, vui lòng thử lại.");
    }
  };
  return (
    <details className="opinions" onToggle={(event) => event.currentTarget.open && !shown && void read(0)}>
      <summary>
        Đọc ý kiến của bà con<span className="hide"> về {name}</span>
      </summary>
      {shown?.opinions.map((one, n) => (
        <blockquote key={`${n}-${one.text}`}>
          {one.text !== "" && <p className="said">{one.text}</p>}
          {one.reason !== "" && <p className="said">Lý do: {one.reason}</p>}
          {one.amendment !== "" && <p className="said">Đề nghị sửa đoạn thành: “{one.amendment}”</p>}
          <p className="small muted">
            {one.stance}
            {one.alike > 1 && ` · ${one.alike} ý kiến cùng lời`}
            {one.about !== "" && ` · ${one.about}`}
          </p>
        </blockquote>
      ))}
      {shown && shown.opinions.length === 0 && <p className="small muted">Chưa có ý kiến nào hiện ở đây.</p>}
      {shown && shown.waiting !== "" && (
        <p className="small muted">
          Đang chờ: {shown.waiting}. Cán bộ chỉ xem căn cứ pháp luật, trong {shown.lookDays} ngày làm việc; ý kiến hiện
          theo thứ tự bốc thăm của nhật ký, không theo hướng.
        </p>
      )}
      {shown && shown.next !== null && (
        <button type="button" className="link" onClick={() => void read(shown.next ?? 0)}>
          Đọc thêm
        </button>
      )}
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
    </details>
  );
}
