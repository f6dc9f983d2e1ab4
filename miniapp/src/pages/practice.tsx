import { type ReactElement, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import type { PracticeSet } from "../api/types.ts";
import { Action } from "../components/action.tsx";
import { Empty, Shown } from "../components/states.tsx";
import { useLoad } from "../hooks/use-load.ts";
import { Icon } from "../icons.tsx";
import { useUnit } from "../unit.ts";

interface Told {
  right: boolean;
  rightOptions: number[];
  why: string;
  sources: { title: string; url: string }[];
}

/** A few questions to try; nothing about it leaves a trace. */
export function Practice(): ReactElement {
  const unit = useUnit();
  const [state, retry] = useLoad<PracticeSet>(`/units/${unit}/practice`);
  return (
    <>
      <h1>Luyện tập</h1>
      <p>Không tính điểm, không lưu gì. Giải thích hiện ngay sau khi trả lời.</p>
      <Shown state={state} retry={retry}>
        {({ questions }) =>
          questions.length === 0 ? (
            <Empty>Chưa có câu hỏi luyện tập.</Empty>
          ) : (
            <>
              {questions.map((question) => (
                <TryOut key={question.id} question={question} />
              ))}
              <Action kind="plain" onClick={retry}>
                Câu khác
              </Action>
            </>
          )
        }
      </Shown>
    </>
  );
}

function TryOut({ question }: { question: PracticeSet["questions"][number] }): ReactElement {
  const [chosen, setChosen] = useState<number[]>([]);
  const [told, setTold] = useState<Told>();
  const [error, setError] = useState("");
  const toggle = (n: number): void =>
    setChosen(
      question.several ? (chosen.includes(n) ? chosen.filter((one) => one !== n) : [...chosen, n].slice(-4)) : [n],
    );
  const check = async (): Promise<void> => {
    try {
      setTold(await post<Told>(`/practice/${question.id}`, { chosen }));
      setError("");
    } catch (caught) {
      setError(caught instanceof ApiError ? caught.message : "Chưa kiểm tra được.");
    }
  };
  return (
    <section className="card">
      <fieldset className="quiz" disabled={told !== undefined}>
        <legend>{question.text}</legend>
        {question.options.map((option, n) => (
          <label key={option} className="check option">
            <input
              type={question.several ? "checkbox" : "radio"}
              name={question.id}
              checked={chosen.includes(n)}
              onChange={() => toggle(n)}
            />
            <span>
              {option}
              {told?.rightOptions.includes(n) && <strong> – đáp án đúng</strong>}
            </span>
          </label>
        ))}
      </fieldset>
      {error !== "" && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {told ? (
        <div role="status">
          <p className={told.right ? "chip good" : "chip gold"}>
            <Icon name={told.right ? "check" : "warn"} /> {told.right ? "Đúng" : "Chưa đúng"}
          </p>
          <p>{told.why}</p>
          <p className="small muted">Nguồn: {told.sources.map((one) => one.title || one.url).join("; ")}</p>
        </div>
      ) : (
        <Action kind="plain" disabled={chosen.length === 0} onClick={() => void check()}>
          Kiểm tra
        </Action>
      )}
    </section>
  );
}
