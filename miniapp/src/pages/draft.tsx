import { type ReactElement, useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router-dom";
import { beginSession } from "../api/client.ts";
import type { DraftPage } from "../api/types.ts";
import { Changes } from "../components/changes.tsx";
import { CommentSheet, type Target, type Written } from "../components/comment-sheet.tsx";
import { Opinions } from "../components/opinions.tsx";
import { ReadAloud } from "../components/read-aloud.tsx";
import { ReceiptPage } from "../components/receipt.tsx";
import { Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { Icon } from "../icons.tsx";
import type { Outcome } from "../outbox/outbox.ts";

type Position = DraftPage["positions"][number];
const isHeading = (position: Position): boolean =>
  position.depth < 2 && position.text.length < 120 && position.kind !== "doan";

/** As the server says that nobody wrote about a place. */
const NONE = "chưa có ý kiến";

/** A draft to read, place by place, each with its own way to comment; counts in words, never by stance. */
export function Draft(): ReactElement {
  const { id = "" } = useParams();
  const [state, retry] = useLoad<DraftPage>(`/drafts/${id}`);
  const [target, setTarget] = useState<Target>();
  const [sent, setSent] = useState<{ written: Written; outcome: Outcome }>();
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    void beginSession();
  }, []);
  const close = (): void => setTarget(undefined);
  useEffect(() => {
    // only when the sheet is gone: while it is open, everything behind it takes no focus
    if (!target) opener.current?.focus();
  }, [target]);
  if (sent)
    return (
      <ReceiptPage
        written={sent.written}
        outcome={sent.outcome}
        back={() => {
          setSent(undefined);
          retry();
        }}
      />
    );
  return (
    <Shown state={state} retry={retry}>
      {(draft) => {
        const open = draft.phase === "open" || draft.phase === "closed";
        const comment = (position: string, place: string, words: string) => (event: { currentTarget: HTMLElement }) => {
          opener.current = event.currentTarget;
          const until = draft.period.startsWith("Đến hết") ? ` ${draft.period.replace("Đến hết", "đến hết")}` : "";
          setTarget({ draftId: draft.id, draft: draft.title, version: draft.version, position, place, words, until });
        };
        return (
          <>
            <p className="small muted">
              {draft.phaseName} · {draft.period} · bản {draft.version}
            </p>
            <h1>{draft.title}</h1>
            <div className="tools">
              <ReadAloud text={draft.positions.map((position) => position.text).join("\n")} />
              <details className="contents">
                <summary className="pill">
                  <Icon name="list" /> Mục lục
                </summary>
                <ul>
                  {draft.positions.filter(isHeading).map((position) => (
                    <li key={position.id}>
                      <a href={`#${position.id}`}>{position.text}</a>
                    </li>
                  ))}
                </ul>
              </details>
            </div>
            {draft.phase === "closed" && (
              <p className="note gold">
                Đã hết hạn. Ý kiến gửi bây giờ vẫn được lưu và tính riêng là “ngoài thời hạn”.
              </p>
            )}
            {draft.version > 1 && <Changes id={draft.id} from={draft.version - 1} />}
            {draft.questions.length > 0 && (
              <details className="card">
                <summary>Câu hỏi gợi ý ({draft.questions.length})</summary>
                <ol>
                  {draft.questions.map((question) => (
                    <li key={question}>{question}</li>
                  ))}
                </ol>
              </details>
            )}
            {open && (
              <p className="whole">
                <span className="small muted">Toàn văn · {draft.whole}</span>
                <button type="button" className="link" onClick={comment("", "toàn văn", "")}>
                  <Icon name="talk" /> Góp ý toàn văn
                </button>
              </p>
            )}
            {draft.whole !== NONE && <Opinions id={draft.id} place="" name="toàn văn" />}
            <article className="draft">
              {draft.positions.map((position) => (
                <section key={position.id} id={position.id} className={isHeading(position) ? "heading" : "paragraph"}>
                  {isHeading(position) ? <h2>{position.text}</h2> : <p>{position.text}</p>}
                  <p className="place">
                    <span className="small muted">
                      {position.code} · {position.where} · {position.opinions}
                      {position.earlier !== "" && `, trong đó ${position.earlier}`}
                    </span>
                    {open && (
                      <button
                        type="button"
                        className="link"
                        aria-label={`Góp ý đoạn này, ${position.code}`}
                        onClick={comment(position.id, `${position.code}, ${position.where}`, position.text)}
                      >
                        <Icon name="talk" /> Góp ý đoạn này
                      </button>
                    )}
                  </p>
                  {position.opinions !== NONE && <Opinions id={draft.id} place={position.id} name={position.code} />}
                </section>
              ))}
            </article>
            {draft.gone.length > 0 && (
              <details className="card">
                <summary>Đoạn của bản trước đã có ý kiến, nay không còn ({draft.gone.length})</summary>
                <p className="small muted">Ý kiến ở các đoạn này vẫn được tính, trả lời và in trong báo cáo.</p>
                {draft.gone.map((place) => (
                  <p key={place.id}>
                    {place.text}
                    <br />
                    <span className="small muted">
                      {place.code} · {place.opinions}
                    </span>
                  </p>
                ))}
              </details>
            )}
            <p>
              <Link to="/y-kien">Xem ý kiến của tôi bằng mã</Link>
            </p>
            {target && (
              <CommentSheet
                target={target}
                close={close}
                done={(written, outcome) => {
                  setTarget(undefined);
                  setSent({ written, outcome });
                }}
              />
            )}
          </>
        );
      }}
    </Shown>
  );
}
