import type { ReactElement } from "react";
import type { Sending } from "../hooks/use-send.ts";
import { wordsOf } from "../outbox/item.ts";
import { CopyWords } from "./copy-words.tsx";

/** How a text stands that did not go: refused with the server's words, waiting, or on this page alone. */
export function SendingNote({ sending }: { sending: Sending }): ReactElement | null {
  const { outcome, onPageOnly } = sending;
  if (!outcome || outcome.is === "sent") return null;
  if (outcome.is === "refused")
    return (
      <p className="note bad" role="alert">
        {outcome.item.sentence}
      </p>
    );
  if (!onPageOnly)
    return (
      <p className="note gold" role="status">
        {outcome.item.sentence}
      </p>
    );
  return (
    <div className="note bad" role="alert">
      <p>
        {outcome.item.sentence.replace(/Nội dung được giữ trên máy.*/, "")} Máy không còn chỗ hoặc không cho lưu, nên
        nội dung chỉ có trên trang này và được gửi lại khi trang còn mở. Ông/Bà chép nội dung trước khi đóng trang.
      </p>
      <CopyWords words={wordsOf(outcome.item)} />
    </div>
  );
}

/** Said while typing, when what is typed cannot be kept. */
export const RoomNote = ({ room, words }: { room: string; words: string }): ReactElement | null =>
  room === "kept" || words === "" ? null : (
    <div className="note gold" role="status">
      <p>
        {room === "full" ? "Máy đã đầy bộ nhớ" : "Trình duyệt này không lưu được"}, nên bản đang viết chỉ có trên trang
        này. Ông/Bà gửi hoặc chép lại trước khi đóng trang.
      </p>
      <CopyWords words={words} />
    </div>
  );
