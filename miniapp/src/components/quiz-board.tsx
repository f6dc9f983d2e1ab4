import { type ReactElement, useState } from "react";
import { get } from "../api/client.ts";
import type { QuizBoard } from "../api/types.ts";

export function Board({ id, n }: { id: string; n: number }): ReactElement {
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
