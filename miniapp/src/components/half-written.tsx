import { type ReactElement, useCallback, useEffect, useState } from "react";
import { Link } from "react-router-dom";
import { draftWords, dropDraftNamed, listDrafts, type ShownDraft } from "../store/drafts.ts";
import { date, time } from "../words.ts";
import { CopyWords } from "./copy-words.tsx";

/** What was begun and not sent, from whichever page or day. */
export function HalfWritten(): ReactElement | null {
  const [drafts, setDrafts] = useState<ShownDraft[]>([]);
  const read = useCallback(() => void listDrafts().then(setDrafts), []);
  useEffect(read, [read]);
  if (drafts.length === 0) return null;
  return (
    <section className="card">
      <h2>Đang viết dở</h2>
      {drafts.map(({ name, at, row }) => (
        <div key={name}>
          <p className="small muted">
            {row.head} · {time(at)}, {date(at)}
          </p>
          <blockquote>“{draftWords(row)}”</blockquote>
          <div className="acts">
            <Link to={row.link}>Viết tiếp</Link>
            <CopyWords words={draftWords(row)} />
            <button type="button" className="link" onClick={() => void dropDraftNamed(name).then(read)}>
              Xoá
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}
