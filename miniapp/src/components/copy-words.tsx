import { type ReactElement, useRef, useState } from "react";

/** Takes the words along by hand, where the phone cannot hold them. */
export function CopyWords({ words }: { words: string }): ReactElement {
  const [note, setNote] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words);
      setNote("Đã chép. Ông/Bà dán vào nơi khác để giữ.");
    } catch {
      // some web views allow no clipboard: the words are marked, the rest is the phone's own menu
      area.current?.focus();
      area.current?.select();
      setNote(
        document.execCommand("copy") ? "Đã chép. Ông/Bà dán vào nơi khác để giữ." : "Ông/Bà giữ vào chữ và chọn Chép.",
      );
    }
  };
  return (
    <>
      <button type="button" className="link" onClick={() => void copy()}>
        Chép nội dung
      </button>
      <textarea ref={area} className="hidden" readOnly tabIndex={-1} aria-hidden="true" value={words} />
      {note !== "" && (
        <span className="small" role="status">
          {note}
        </span>
      )}
    </>
  );
}
