import { type FormEvent, type ReactElement, useState } from "react";
import { ApiError, post } from "../api/client.ts";
import { hostBridge } from "../host/bridge.ts";
import { Action } from "./action.tsx";

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** A certificate under the name typed here; the name is printed and not kept. */
export function QuizPaper({ id, n }: { id: string; n: number }): ReactElement {
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const make = (kind: "pdf" | "png") => async (): Promise<void> => {
    try {
      const made = await post<{ name: string; type: string; base64: string }>(
        `/quizzes/${id}/rounds/${n}/certificate`,
        {
          name,
          kind,
        },
      );
      const file = new File([bytesOf(made.base64)], made.name, { type: made.type });
      const outcome = await (await hostBridge()).saveFile(file);
      setNote(
        outcome === "done"
          ? "Đã lưu. Mã kiểm tra in trên giấy."
          : "Máy này chưa cho lưu tệp; Ông/Bà mở trong trình duyệt.",
      );
    } catch (caught) {
      setNote(caught instanceof ApiError ? caught.sentence : "Chưa tạo được.");
    }
  };
  return (
    <details>
      <summary>Giấy ghi nhận</summary>
      <form onSubmit={(event: FormEvent) => event.preventDefault()}>
        <label className="field">
          Họ và tên in trên giấy <span className="muted">(không lưu ở xã)</span>
          <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </label>
        {note !== "" && (
          <p className="note" role="status">
            {note}
          </p>
        )}
        <Action kind="plain" disabled={name.trim() === ""} onClick={() => void make("png")()}>
          Lưu ảnh
        </Action>
        <Action kind="plain" disabled={name.trim() === ""} onClick={() => void make("pdf")()}>
          Lưu PDF
        </Action>
      </form>
    </details>
  );
}
