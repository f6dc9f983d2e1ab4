import type { ReactElement } from "react";
import { Link } from "react-router-dom";
import type { DraftCard } from "../api/types.ts";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { useUnit } from "../unit.ts";

export function Drafts(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<{ drafts: DraftCard[] }>(`/units/${unit}/drafts`);
  return (
    <>
      <h1>Dự thảo</h1>
      <p className="muted">Đọc không cần đăng nhập, không cần số điện thoại.</p>
      <Shown state={state} retry={retry}>
        {({ drafts }) =>
          drafts.length === 0 ? (
            <Empty>Chưa có dự thảo nào lấy ý kiến. Khi có, dự thảo sẽ hiện ở đây.</Empty>
          ) : (
            drafts.map((card) => (
              <section key={card.id} className="card">
                <p className="chip">{card.phaseName}</p>
                <h2>
                  <Link to={`/du-thao/${card.id}`}>{card.title}</Link>
                </h2>
                <p>{card.about}</p>
                <p className="small muted">{card.period}</p>
              </section>
            ))
          )
        }
      </Shown>
    </>
  );
}
