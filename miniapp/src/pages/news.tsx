import type { ReactElement } from "react";
import type { NewsItem } from "../api/types.ts";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { hostBridge } from "../host/bridge.ts";
import { useUnit } from "../unit.ts";
import { date, length } from "../words.ts";

export function News(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<{ items: NewsItem[] }>(`/units/${unit}/news`);
  return (
    <>
      <h1>Tin xã</h1>
      <Shown state={state} retry={retry}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>Chưa có tin nào. Tin đã duyệt của xã sẽ hiện ở đây.</Empty>
          ) : (
            items.map((item) => (
              <article key={item.id} className="card">
                <p className="chip">
                  {item.kind}
                  {item.live && ` · ${item.live}`}
                </p>
                <h2>{item.title}</h2>
                {item.picture && <img src={item.picture.url} alt={item.picture.alt} loading="lazy" />}
                {item.text.split("\n").map((line) => (
                  <p key={line}>{line}</p>
                ))}
                {item.media && (
                  <>
                    <button
                      type="button"
                      className="link"
                      onClick={() => void hostBridge().then((bridge) => bridge.openLink(item.media?.url ?? ""))}
                    >
                      Nghe hoặc xem ({length(item.media.seconds)})
                    </button>
                    {item.media.transcript && (
                      <details>
                        <summary>Bản chữ</summary>
                        <p>{item.media.transcript}</p>
                      </details>
                    )}
                  </>
                )}
                <p className="small muted">
                  Nguồn: {item.source} · Ban hành: {item.office} · {date(item.at)}
                </p>
              </article>
            ))
          )
        }
      </Shown>
    </>
  );
}
