import { type ReactElement, useEffect, useState } from "react";
import { useParams } from "react-router-dom";
import { ApiError, beginSession, get, post } from "../api/client.ts";
import type { ContestPage, QuizMine, QuizResult, QuizTurn } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { QuizAnswers } from "../components/quiz-answers.tsx";
import { QuizPaper } from "../components/quiz-paper.tsx";
import { QuizPlay } from "../components/quiz-play.tsx";
import { Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { date, time } from "../words.ts";
import { PHASES } from "./quizzes.tsx";
import { Claim } from "../components/claim-prize.tsx";
import { Settings } from "../components/board-name.tsx";
import { Board } from "../components/quiz-board.tsx";

type Round = ContestPage["rounds"][number];
const ORDER = { open: 0, coming: 1, closed: 2 } as const;
const openFirst = (a: Round, b: Round): number => ORDER[a.phase] - ORDER[b.phase] || a.n - b.n;

/** One contest: its rules, its rounds, one's own turns, the board. */
export function Quiz(): ReactElement {
  const { id = "" } = useParams();
  const [state, retry] = useLoad<ContestPage>(`/quizzes/${id}`);
  const [turn, setTurn] = useState<QuizTurn>();
  const [result, setResult] = useState<QuizResult>();
  if (turn)
    return (
      <QuizPlay
        turn={turn}
        onPaused={() => {
          setTurn(undefined);
          retry();
        }}
        onDone={(done) => {
          setTurn(undefined);
          setResult(done);
          retry();
        }}
      />
    );
  if (result) return <QuizAnswers result={result} onBack={() => setResult(undefined)} />;
  return (
    <Shown state={state} retry={retry}>
      {(quiz) => (
        <>
          <h1>{quiz.title}</h1>
          <p className="muted">{quiz.organiser}</p>
          {quiz.about !== "" && <p>{quiz.about}</p>}
          {[...quiz.rounds].sort(openFirst).map((round) => (
            <RoundCard key={round.n} quiz={quiz} round={round} onTurn={setTurn} onResult={setResult} />
          ))}
          <Settings id={quiz.id} n={quiz.rounds[0]?.n ?? 1} />
          <section className="card">
            <details>
              <summary>Thể lệ</summary>
              <dl>
                {quiz.rules.map((rule) => (
                  <div key={rule.name}>
                    <dt>{rule.name}</dt>
                    <dd>{rule.text}</dd>
                  </div>
                ))}
              </dl>
              <p className="small muted">
                Mã băm của thể lệ, câu hỏi và đáp án đã khoá: <code>{quiz.fingerprint}</code>
              </p>
            </details>
          </section>
        </>
      )}
    </Shown>
  );
}

interface RoundProps {
  quiz: ContestPage;
  round: Round;
  onTurn(turn: QuizTurn): void;
  onResult(result: QuizResult): void;
}

function RoundCard({ quiz, round, onTurn, onResult }: RoundProps): ReactElement {
  const [mine, setMine] = useState<QuizMine>();
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [prize, setPrize] = useState(false);
  const [known, setKnown] = useState<boolean>();
  useEffect(() => {
    void (async () => {
      const vouched = await beginSession();
      setKnown(vouched);
      if (vouched && round.phase !== "coming")
        setMine(await get<QuizMine>(`/quizzes/${quiz.id}/rounds/${round.n}/mine`).catch(() => undefined));
    })();
  }, [quiz.id, round.n, round.phase]);
  const tell = (caught: unknown): void => setError(caught instanceof ApiError ? caught.message : "Chưa làm được.");
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      const path = mine?.open ? `/quiz-turns/${mine.open}/resume` : `/quizzes/${quiz.id}/rounds/${round.n}/turns`;
      onTurn(await post<QuizTurn>(path, { prize }));
    } catch (caught) {
      tell(caught);
      setBusy(false);
    }
  };
  return (
    <section className="card">
      <h2>{round.name}</h2>
      <p>
        <span className={round.phase === "open" ? "chip gold" : "chip"}>{PHASES[round.phase]}</span>{" "}
        {time(round.opensAt)} ngày {date(round.opensAt)} – {time(round.closesAt)} ngày {date(round.closesAt)}
      </p>
      <p>
        {round.count} câu, {round.minutes} phút lúc đang làm, mỗi ngày tính {round.turnsPerDay} lượt. Người thi:{" "}
        {round.people}.
      </p>
      {round.prizes.length > 0 && (
        <p className="small">
          {round.prizes.map((one) => `${one.name}: ${one.count}${one.value ? ` (${one.value})` : ""}`).join("; ")}.
        </p>
      )}
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {round.phase === "open" && known === false && (
        <p className="note">
          Thi tính giải cần mở trong Zalo, để mỗi người là một người. Ở đây Ông/Bà luyện tập được, không cần đăng nhập.
        </p>
      )}
      {round.phase === "open" && mine && (
        <>
          <BeforeTurn mine={mine} round={round} prize={prize} setPrize={setPrize} />
          <Action busy={busy ? "Đang mở…" : undefined} onClick={() => void start()}>
            {mine.open !== "" ? "Làm tiếp" : "Bắt đầu"}
          </Action>
        </>
      )}
      {mine && mine.results.length > 0 && <OwnTurns mine={mine} onResult={onResult} tell={tell} />}
      {mine && mine.won !== "" && <Claim id={quiz.id} n={round.n} prize={mine.won} />}
      {mine && round.counted && mine.results.some((one) => one.counts) && <QuizPaper id={quiz.id} n={round.n} />}
      {round.winners.length > 0 && <Winners round={round} />}
      {round.phase !== "coming" && <Board id={quiz.id} n={round.n} />}
    </section>
  );
}

interface BeforeProps {
  mine: QuizMine;
  round: Round;
  prize: boolean;
  setPrize(prize: boolean): void;
}

/** What stands above the button: an open turn, or what is left today and whether it is for a prize. */
function BeforeTurn({ mine, round, prize, setPrize }: BeforeProps): ReactElement {
  const left = Math.max(0, round.turnsPerDay - mine.today);
  return (
    <>
      {mine.excluded && <p className="note">Tài khoản này đã đăng ký là ban tổ chức nên không xếp hạng.</p>}
      {mine.open !== "" ? (
        <p className="note gold">Có một lượt đang dở; các câu đã trả lời còn nguyên.</p>
      ) : (
        <>
          <p>
            {left > 0
              ? `Hôm nay còn ${left} lượt được tính.`
              : "Hôm nay đã đủ số lượt được tính; thi thêm thì lượt đó không xếp hạng."}
          </p>
          {round.prizes.length > 0 && (
            <label className="check">
              <input type="checkbox" checked={prize} onChange={(event) => setPrize(event.target.checked)} />
              <span>Xét giải: tôi từ đủ 18 tuổi, hoặc có người đại diện đồng ý (không bắt buộc)</span>
            </label>
          )}
        </>
      )}
    </>
  );
}

interface TurnsProps {
  mine: QuizMine;
  onResult(result: QuizResult): void;
  tell(caught: unknown): void;
}

const OwnTurns = ({ mine, onResult, tell }: TurnsProps): ReactElement => (
  <details>
    <summary>Lượt của tôi: {mine.results.length}</summary>
    <p className="small">
      Mã người thi: <code>{mine.code}</code>
    </p>
    <ul className="lines">
      {mine.results.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className="link"
            onClick={() => void get<QuizResult>(`/quiz-turns/${one.id}/result`).then(onResult, tell)}
          >
            {one.right} / {one.of} câu, {time(one.at)} ngày {date(one.at)}
            {one.counts ? "" : " (không tính)"}
          </button>
        </li>
      ))}
    </ul>
  </details>
);

const Winners = ({ round }: { round: Round }): ReactElement => (
  <details>
    <summary>Người trúng giải</summary>
    <ol>
      {round.winners.map((one) => (
        <li key={one.place}>
          {one.prize}: <code>{one.code}</code>
        </li>
      ))}
    </ol>
    <p className="small">Ai cũng tính lại được từ sổ bài thi ở trang công khai của cuộc thi.</p>
  </details>
);
