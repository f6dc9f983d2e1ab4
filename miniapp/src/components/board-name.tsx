import { type ReactElement, useState, useCallback, useEffect, type FormEvent } from "react";
import { get, ApiError, post } from "../api/client.ts";
import { beginSession, hasSession } from "../api/session.ts";
import type { QuizMine } from "../api/types.ts";
import { Action } from "./action.tsx";

export function Settings({ id, n }: { id: string; n: number }): ReactElement | null {
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
