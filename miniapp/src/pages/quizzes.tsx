import type { ReactElement } from "react";
import { Link } from "react-router-dom";
import type { ContestCard } from "../api/types.ts";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { useUnit } from "../unit.ts";
import { date } from "../words.ts";

export const PHASES = { coming: "Chưa mở", open: "Đang mở", closed: "Đã đóng" } as const;

/** Thi tìm hiểu: what is open now, what was, and questions to try. */
export function Quizzes(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<{ quizzes: ContestCard[] }>(`/units/${unit}/quizzes`);
  return (
    <>
      <h1>Thi tìm hiểu</h1>
      <Shown state={state} retry={retry}>
        {({ quizzes }) => (
          <>
            {quizzes.length === 0 && <Empty>Chưa có cuộc thi nào. Khi có, cuộc thi sẽ hiện ở đây.</Empty>}
            {quizzes.map((quiz) => (
              <section key={quiz.id} className="card">
                <h2>{quiz.title}</h2>
                <p className="muted small">{quiz.organiser}</p>
                <ul className="lines">
                  {quiz.rounds.map((round) => (
                    <li key={round.n}>
                      <span className={round.phase === "open" ? "chip gold" : "chip"}>{PHASES[round.phase]}</span>{" "}
                      {round.name}, {date(round.opensAt)} – {date(round.closesAt)}
                    </li>
                  ))}
                </ul>
                <Link className="button" to={`/thi/${quiz.id}`}>
                  {quiz.rounds.some((round) => round.phase === "open") ? "Vào thi" : "Xem cuộc thi"}
                </Link>
              </section>
            ))}
            <section className="card">
              <h2>Luyện tập</h2>
              <p>Vài câu để thử sức, xem giải thích ngay. Không lưu gì.</p>
              <Link className="button plain" to="/thi/luyen-tap">
                Luyện tập
              </Link>
            </section>
          </>
        )}
      </Shown>
    </>
  );
}
