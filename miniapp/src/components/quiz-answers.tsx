import { type ReactElement, useEffect, useRef } from "react";
import type { QuizResult } from "../api/types.ts";
import { Icon } from "../icons.tsx";
import { Action } from "./action.tsx";

/** After handing in: every question with what was right, why, and where it stands. */
export function QuizAnswers({ result, onBack }: { result: QuizResult; onBack(): void }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>
        Đúng {result.right} / {result.of} câu
      </h1>
      {result.byItself && <p className="note gold">Đã hết giờ; các câu đã lưu được tính.</p>}
      {result.answersAt !== "" && (
        <p className="note">
          Đáp án được cho biết khi vòng thi đóng: {new Date(result.answersAt).toLocaleString("vi-VN")}.
        </p>
      )}
      {!result.counts && <p className="note">Lượt này không tính xếp hạng, vì hôm nay đã đủ số lượt.</p>}
      <p>Mã người thi:</p>
      <p className="code">{result.code}</p>
      <p className="small muted">
        Khi công bố, người trúng giải được nêu bằng mã này. Dự đoán số người đúng hết: {result.guess ?? "không"}.
      </p>
      {result.questions.map((question, n) => (
        <section key={question.text} className="card">
          <h2>
            {n + 1}. {question.text}
          </h2>
          <p className={question.right ? "chip good" : "chip gold"}>
            <Icon name={question.right ? "check" : "warn"} /> {question.right ? "Đúng" : "Chưa đúng"}
          </p>
          <ul className="lines">
            {question.options.map((option) => (
              <li key={option.text}>
                {option.text}
                {option.right && <strong> – đáp án đúng</strong>}
                {option.chosen && <span className="muted"> – Ông/Bà chọn</span>}
              </li>
            ))}
          </ul>
          <p>{question.why}</p>
          <p className="small muted">Nguồn: {question.sources.map((one) => one.title || one.url).join("; ")}</p>
        </section>
      ))}
      <Action kind="plain" onClick={onBack}>
        Về cuộc thi
      </Action>
    </>
  );
}
