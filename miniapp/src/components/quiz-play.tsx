import { type ReactElement, useCallback, useEffect, useRef, useState } from "react";
import { ApiError, fileUrl, get, post } from "../api/client.ts";
import { session } from "../api/session.ts";
import type { QuizResult, QuizTurn } from "../api/types.ts";
import { useSend } from "../hooks/use-send.ts";
import { ANYBODY_KNOWN } from "../outbox/item.ts";
import { drop, keep, readKept } from "../store/kept.ts";
import { useUnit } from "../unit.ts";
import { Action } from "./action.tsx";
import { SendingNote } from "./sending-note.tsx";

interface Given {
  chosen: number[][];
  guess: number | null;
}
/** What was chosen goes to the server this long after the last touch, and not at every touch. */
const SEND_AFTER_MS = 4000;
const keyOf = (id: string): string => `quiz:${id}`;
const minutesLeft = (ms: number): string =>
  ms < 60_000 ? "Còn dưới 1 phút" : `Còn khoảng ${Math.ceil(ms / 60_000)} phút`;

interface Props {
  turn: QuizTurn;
  onPaused(): void;
  onDone(result: QuizResult): void;
}

/** A turn: one question a page, a guess, a look, handing in. Lost connections lose nothing: the phone keeps what was chosen. */
export function QuizPlay({ turn, onPaused, onDone }: Props): ReactElement {
  const [given, setGiven] = useState<Given>({ chosen: turn.chosen, guess: turn.guess });
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      turn.chosen.findIndex((chosen) => chosen.length === 0),
    ),
  );
  const [guessText, setGuessText] = useState(turn.guess === null ? "" : String(turn.guess));
  const [saved, setSaved] = useState(turn.chosen.filter((chosen) => chosen.length > 0).length);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState("");
  const unit = useUnit();
  const handIn = useSend();
  const { outcome } = handIn;
  const [endsAt] = useState(() => performance.now() + turn.leftMs);
  const [left, setLeft] = useState(turn.leftMs);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(given);
  const heading = useRef<HTMLHeadingElement>(null);

  const send = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    try {
      await post(`/quiz-turns/${turn.id}/answers`, latest.current);
      setSaved(latest.current.chosen.filter((chosen) => chosen.length > 0).length);
      setError("");
    } catch (caught) {
      if (caught instanceof ApiError && !caught.offline) setError(caught.message);
    }
  }, [turn.id]);

  // what the phone kept of a cut turn is newer than what the server has
  useEffect(() => {
    void readKept<Given>(keyOf(turn.id)).then((kept) => {
      if (!kept) return;
      const chosen = turn.chosen.map((old, n) => (kept.value.chosen[n]?.length ? kept.value.chosen[n] : old));
      latest.current = { chosen, guess: kept.value.guess ?? turn.guess };
      setGiven(latest.current);
      setGuessText((text) => text || (latest.current.guess === null ? "" : String(latest.current.guess)));
      void send();
    });
  }, [turn, send]);
  useEffect(() => {
    const tick = setInterval(() => setLeft(Math.max(0, endsAt - performance.now())), 5000);
    const leave = (): void => void send();
    window.addEventListener("online", leave);
    document.addEventListener("visibilitychange", leave);
    return () => {
      clearInterval(tick);
      clearTimeout(timer.current);
      window.removeEventListener("online", leave);
      document.removeEventListener("visibilitychange", leave);
    };
  }, [endsAt, send]);
  useEffect(() => heading.current?.focus(), [at]);

  const change = (next: Given): void => {
    latest.current = next;
    setGiven(next);
    void keep(keyOf(turn.id), next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(), SEND_AFTER_MS);
  };
  const choose = (option: number): void => {
    const question = turn.questions[at];
    const old = given.chosen[at] ?? [];
    const next = question?.several
      ? old.includes(option)
        ? old.filter((one) => one !== option)
        : [...old, option].slice(-4)
      : [option];
    change({ ...given, chosen: given.chosen.map((chosen, n) => (n === at ? next : chosen)) });
  };
  const pause = async (): Promise<void> => {
    setBusy("pause");
    clearTimeout(timer.current);
    try {
      await post(`/quiz-turns/${turn.id}/pause`, latest.current);
      await drop(keyOf(turn.id));
      onPaused();
    } catch (caught) {
      setError(
        caught instanceof ApiError && !caught.offline
          ? caught.sentence
          : "Đang mất mạng. Các câu đã chọn còn trên máy; khi có mạng Ông/Bà bấm lại.",
      );
      setBusy("");
    }
  };
  const submit = async (): Promise<void> => {
    clearTimeout(timer.current);
    const as = session()?.who ?? ANYBODY_KNOWN;
    const path = `/quiz-turns/${turn.id}/submit`;
    await handIn.send(
      { kind: "turn", unit, path, body: { ...latest.current }, head: "nộp bài", as },
      { key: turn.id, name: "" },
    );
  };
  // at once, or when the net came back
  useEffect(() => {
    if (outcome?.is !== "sent") return;
    const value = outcome.value as QuizResult | undefined;
    void Promise.all([value ?? get<QuizResult>(`/quiz-turns/${turn.id}/result`), drop(keyOf(turn.id))]).then(
      ([result]) => onDone(result),
      () => onPaused(),
    );
  }, [outcome]);
  const question = turn.questions[at];
  const answered = given.chosen.filter((chosen) => chosen.length > 0).length;
  const total = turn.questions.length;
  return (
    <>
      <p className="small muted" role="status">
        {answered === 0 ? "Chưa trả lời câu nào" : `Đã trả lời ${answered} câu, đã lưu ${saved} câu`}.{" "}
        {minutesLeft(left)}.{turn.counts ? "" : " Lượt này không tính xếp hạng."}
      </p>
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {question ? (
        <>
          <h1 tabIndex={-1} ref={heading}>
            Câu {at + 1} / {total}
          </h1>
          <fieldset className="quiz">
            <legend>{question.text}</legend>
            {question.picture && <img src={fileUrl(question.picture.url)} alt={question.picture.alt} />}
            {question.sound && (
              <>
                <audio controls preload="none" src={fileUrl(question.sound.url)} />
                <details>
                  <summary>Bản chữ của âm thanh</summary>
                  <p>{question.sound.transcript}</p>
                </details>
              </>
            )}
            {question.several && <p className="small">Có thể có nhiều đáp án đúng.</p>}
            {question.options.map((option, n) => (
              <label key={option} className="check option">
                <input
                  type={question.several ? "checkbox" : "radio"}
                  name={`cau-${at}`}
                  checked={given.chosen[at]?.includes(n) ?? false}
                  onChange={() => choose(n)}
                />
                <span>{option}</span>
              </label>
            ))}
          </fieldset>
          <Action onClick={() => setAt(at + 1)}>{at + 1 < total ? "Câu tiếp theo" : "Đến phần dự đoán"}</Action>
          {at > 0 && (
            <Action kind="plain" onClick={() => setAt(at - 1)}>
              Câu trước
            </Action>
          )}
        </>
      ) : (
        <>
          <h1 tabIndex={-1} ref={heading}>
            Dự đoán và nộp bài
          </h1>
          <label className="field">
            Ông/Bà đoán có bao nhiêu người trả lời đúng hết? <span className="muted">(không bắt buộc)</span>
            <input
              inputMode="numeric"
              value={guessText}
              maxLength={8}
              onChange={(event) => {
                const digits = event.target.value.replace(/\D/g, "");
                setGuessText(digits);
                change({ ...given, guess: digits === "" ? null : Number(digits) });
              }}
            />
          </label>
          <p className="small">Khi bằng điểm, ai đoán gần hơn xếp trên; rồi nộp sớm hơn; rồi thứ tự nộp.</p>
          <p>
            Đã trả lời {answered} / {total} câu. Nộp rồi thì không sửa được.
          </p>
          <SendingNote sending={handIn} />
          <Action busy={handIn.busy ? "Đang nộp…" : undefined} onClick={() => void submit()}>
            Nộp bài
          </Action>
          <Action kind="plain" onClick={() => setAt(total - 1)}>
            Xem lại các câu
          </Action>
        </>
      )}
      <Action kind="plain" busy={busy === "pause" ? "Đang lưu…" : undefined} onClick={() => void pause()}>
        {turn.pausable ? "Tạm dừng, làm tiếp sau" : "Lưu lại (đồng hồ vẫn chạy)"}
      </Action>
    </>
  );
}
