import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from "react";
import { useParams } from "react-router-dom";
import { ApiError, beginSession, get, hasSession, post } from "../api/client.ts";
import { session } from "../api/session.ts";
import type { ContestPage, QuizBoard, QuizMine, QuizResult, QuizTurn } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { QuizAnswers } from "../components/quiz-answers.tsx";
import { QuizPaper } from "../components/quiz-paper.tsx";
import { QuizPlay } from "../components/quiz-play.tsx";
import { RoomNote, SendingNote } from "../components/sending-note.tsx";
import { Shown } from "../components/states.tsx";
import { useDraft } from "../hooks/use-draft.ts";
import { useLoad } from "../hooks/use-load.ts";
import { useSend } from "../hooks/use-send.ts";
import { ANYBODY_KNOWN } from "../outbox/item.ts";
import { isOnPageOnly } from "../outbox/outbox.ts";
import { useUnit } from "../unit.ts";
import { date, time } from "../words.ts";
import { PHASES } from "./quizzes.tsx";

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
  const left = Math.max(0, round.turnsPerDay - (mine?.today ?? 0));
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
          <Action busy={busy ? "Đang mở…" : undefined} onClick={() => void start()}>
            {mine.open !== "" ? "Làm tiếp" : "Bắt đầu"}
          </Action>
        </>
      )}
      {mine && mine.results.length > 0 && (
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
      )}
      {mine && mine.won !== "" && <Claim id={quiz.id} n={round.n} prize={mine.won} />}
      {mine && round.counted && mine.results.some((one) => one.counts) && <QuizPaper id={quiz.id} n={round.n} />}
      {round.winners.length > 0 && (
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
      )}
      {round.phase !== "coming" && <Board id={quiz.id} n={round.n} />}
    </section>
  );
}

function Board({ id, n }: { id: string; n: number }): ReactElement {
  const [board, setBoard] = useState<QuizBoard>();
  const open = async (): Promise<void> => setBoard(await get<QuizBoard>(`/quizzes/${id}/rounds/${n}/board`));
  const rows = (list: QuizBoard["top"]): ReactElement[] =>
    list.map((row) => (
      <tr key={row.rank} className={row.me ? "me" : ""}>
        <td>{row.rank}</td>
        <td>{row.me ? `${row.name} – Ông/Bà` : row.name}</td>
        <td>{row.right}</td>
      </tr>
    ));
  return (
    <details onToggle={(event) => (event.currentTarget.open ? void open().catch(() => undefined) : undefined)}>
      <summary>Bảng xếp hạng</summary>
      {board && board.top.length === 0 && <p>Bảng hiện khi có từ 5 người thi. Hiện: {board.people}.</p>}
      {board && board.top.length > 0 && (
        <table>
          <caption className="small">
            {board.people}. Xếp theo số câu đúng, rồi nộp sớm; dự đoán tính khi vòng đóng.
          </caption>
          <thead>
            <tr>
              <th scope="col">Hạng</th>
              <th scope="col">Tên</th>
              <th scope="col">Đúng</th>
            </tr>
          </thead>
          <tbody>{rows(board.top)}</tbody>
          {board.around.length > 0 && <tbody>{rows(board.around)}</tbody>}
        </table>
      )}
      {board?.rank === -1 && <p>Hạng của Ông/Bà: ngoài 10.000.</p>}
    </details>
  );
}

function Settings({ id, n }: { id: string; n: number }): ReactElement | null {
  const [mine, setMine] = useState<QuizMine>();
  const [shown, setShown] = useState<QuizMine["shown"]>("none");
  const [nickname, setNickname] = useState("");
  const [organiser, setOrganiser] = useState("");
  const [note, setNote] = useState("");
  const load = useCallback(async () => {
    if (!(await beginSession())) return;
    const found = await get<QuizMine>(`/quizzes/${id}/rounds/${n}/mine`).catch(() => undefined);
    setMine(found);
    if (found) setShown(found.shown);
    if (found?.shown === "nick") setNickname(found.shownName);
  }, [id, n]);
  useEffect(() => void load(), [load]);
  if (!hasSession() || !mine) return null;
  const act = (work: () => Promise<string>) => (event: FormEvent) => {
    event.preventDefault();
    void work().then(setNote, (caught: unknown) =>
      setNote(caught instanceof ApiError ? caught.sentence : "Chưa lưu được."),
    );
  };
  const saveName = act(async () => {
    const saved = await post<{ shownName: string }>(`/quizzes/${id}/name`, { shown, nickname });
    return saved.shownName === "" ? "Bảng xếp hạng không hiện tên Ông/Bà." : `Bảng xếp hạng hiện: ${saved.shownName}`;
  });
  const register = act(async () => {
    await post(`/quizzes/${id}/organiser`, { code: organiser });
    return "Đã đăng ký là ban tổ chức; tài khoản này không xếp hạng, không xét giải.";
  });
  return (
    <section className="card">
      <details>
        <summary>Tên trên bảng xếp hạng</summary>
        {note !== "" && (
          <p className="note" role="status">
            {note}
          </p>
        )}
        <form onSubmit={saveName}>
          {(
            [
              ["none", "Không hiện tên"],
              ["nick", "Hiện tên gọi tự chọn"],
              ["masked", "Hiện tên Zalo đã che (ví dụ Nguyễn V. M.)"],
            ] as const
          ).map(([value, words]) => (
            <label key={value} className="check">
              <input type="radio" name="shown" checked={shown === value} onChange={() => setShown(value)} />
              <span>{words}</span>
            </label>
          ))}
          {shown === "nick" && (
            <label className="field">
              Tên gọi
              <input value={nickname} maxLength={40} onChange={(event) => setNickname(event.target.value)} />
            </label>
          )}
          <Action submit kind="plain">
            Lưu cách hiện tên
          </Action>
        </form>
        <form onSubmit={register}>
          <label className="field">
            Thành viên ban tổ chức: nhập mã
            <input
              value={organiser}
              maxLength={20}
              autoComplete="off"
              onChange={(event) => setOrganiser(event.target.value)}
            />
          </label>
          <Action submit kind="plain" disabled={organiser.trim() === ""}>
            Đăng ký ban tổ chức
          </Action>
        </form>
      </details>
    </section>
  );
}

const NO_CLAIM = { name: "", contact: "", adult: false };

function Claim({ id, n, prize }: { id: string; n: number; prize: string }): ReactElement {
  const unit = useUnit();
  const draft = useDraft(`claim:${id}:${n}`, NO_CLAIM, { head: `Nhận giải ${prize}`, link: `/thi/${id}` });
  const { fields } = draft;
  const sending = useSend();
  const { outcome } = sending;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const as = session()?.who ?? ANYBODY_KNOWN;
    const path = `/quizzes/${id}/rounds/${n}/claim`;
    const done = await sending.send({ kind: "claim", unit, path, body: fields, head: prize, as }, draft.handOver());
    if (done.is === "sent" || (done.is === "waiting" && !isOnPageOnly(done.item.key))) draft.clear();
  };
  if (outcome?.is === "sent") return <p className="note good">Đã gửi. Ban tổ chức sẽ liên hệ để trao {prize}.</p>;
  if (outcome?.is === "waiting" && !sending.onPageOnly) return <SendingNote sending={sending} />;
  return (
    <form className="note gold" onSubmit={(event) => void submit(event)}>
      <p>
        <strong>Chúc mừng Ông/Bà đạt {prize}.</strong> Để nhận giải, Ông/Bà gửi họ tên và cách liên hệ; chỉ ban tổ chức
        đọc, tự xoá sau 60 ngày.
      </p>
      <SendingNote sending={sending} />
      <label className="field">
        Họ và tên
        <input value={fields.name} maxLength={200} onChange={(event) => draft.set({ name: event.target.value })} />
      </label>
      <label className="field">
        Cách liên hệ
        <input
          value={fields.contact}
          maxLength={300}
          onChange={(event) => draft.set({ contact: event.target.value })}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={fields.adult}
          onChange={(event) => draft.set({ adult: event.target.checked })}
        />
        <span>Tôi từ đủ 18 tuổi, hoặc người đại diện của tôi đồng ý</span>
      </label>
      {!outcome && <RoomNote room={draft.room} words={[fields.name, fields.contact].filter(Boolean).join("\n")} />}
      <Action submit busy={sending.busy ? "Đang gửi…" : undefined}>
        Gửi để nhận giải
      </Action>
    </form>
  );
}
