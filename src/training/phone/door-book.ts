import { formatDate, formatMoment } from "../../kernel/dates.ts";
import type { DoorAnswer, DoorPack, PhoneEvent } from "../phone-contract.ts";
import { saidAtDoor } from "../door-words.ts";
import type { DoorFacts, Sentence } from "../ticket.ts";

/** What one phone keeps of one class. Who came in is kept apart, an event a row, until the server names it. */
export interface Book {
  classId: string;
  /** made on this phone */
  key: string;
  state: DoorAnswer["state"];
  /** null before the first answer, and after the names were let go */
  pack: DoorPack | null;
  version: string;
  /** ms the server's clock was ahead of this phone's at the last answer */
  skew: number;
  /** the server's clock at the last answer, and when it last named an event; 0 for never */
  heardAt: number;
  sentAt: number;
  until: number;
}
export interface KeptEvent extends PhoneEvent {
  classId: string;
}

export const newBook = (classId: string, key: string): Book => ({
  classId,
  key,
  state: "open",
  pack: null,
  version: "",
  skew: 0,
  heardAt: 0,
  sentAt: 0,
  until: 0,
});

/** The book after an answer. A phone that is no door any more, or whose class is over, keeps no name. */
export const heard = (book: Book, answer: DoorAnswer, phoneNow: number): Book => ({
  ...book,
  state: answer.state,
  pack: answer.state === "open" ? (answer.pack ?? book.pack) : null,
  version: answer.version,
  skew: answer.now - phoneNow,
  heardAt: answer.now,
  sentAt: answer.named.length > 0 ? answer.now : book.sentAt,
  until: answer.until,
});

export const FORGET_MS = 24 * 3_600_000;
/** Whether names must leave the phone: a day after everything was sent, or a week after the class whatever happened. */
export const mustForget = (book: Book, waiting: number, phoneNow: number): boolean => {
  if (!book.pack) return false;
  const now = phoneNow + book.skew;
  return now >= book.until || (waiting === 0 && book.sentAt > 0 && now >= book.sentAt + FORGET_MS);
};
export const forgotten = (book: Book): Book => ({ ...book, pack: null });

/** What this door knows: what the server told, and what it let in itself since. */
export function factsOf(
  { pack }: Pick<Book, "pack">,
  kept: readonly KeptEvent[],
  skew: number,
  verify: DoorFacts["verify"],
): DoorFacts {
  const own = kept.map(({ ticket, at }) => [ticket, { at: new Date(at + skew), door: pack?.door ?? "" }] as const);
  const told = (pack?.entered ?? []).map(({ ticket, at, door }) => [ticket, { at: new Date(at), door }] as const);
  return {
    class: pack?.tag ?? "",
    revoked: new Map((pack?.revoked ?? []).map(({ ticket, at }) => [ticket, new Date(at)])),
    // who came first is told: the server's rows stand in order, and this phone's own came before it heard of others
    entered: new Map([...told.toReversed(), ...own.toReversed()]),
    roster: new Map((pack?.roster ?? []).map(({ ticket, name, unit }) => [ticket, { name, unit }])),
    verify,
  };
}

/** The sentence, with what only a phone has to add: its list may be older than the ticket. */
export function saidOnPhone(sentence: Sentence, book: Pick<Book, "heardAt">, now: Date): string {
  if (sentence.kind !== "revoked" || sentence.at) return saidAtDoor(sentence, now);
  return `Vé này đã được thay, hoặc cấp sau danh sách trên máy (tải ${formatMoment(new Date(book.heardAt), now)}). Cập nhật danh sách hoặc hỏi điều phối.`;
}

const spanInWords = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "vừa xong";
  if (minutes < 60) return `${minutes} phút trước`;
  return minutes < 1440 ? `${Math.floor(minutes / 60)} giờ trước` : `${Math.floor(minutes / 1440)} ngày trước`;
};
/** "Danh sách 121 người, tải hôm nay, lúc 07:20 (25 phút trước)." A clock that was set back cannot tell an age. */
export function ageOfRoster(book: Book, phoneNow: number): string {
  if (!book.pack) return "Danh sách lớp không còn trên máy này.";
  const now = phoneNow + book.skew;
  const people = `Danh sách ${book.pack.roster.length} người`;
  if (now < book.heardAt - 60_000)
    return `${people}, tải ngày ${formatDate(new Date(book.heardAt))}; đồng hồ máy đã chỉnh lùi nên không rõ đã bao lâu.`;
  const at = formatMoment(new Date(book.heardAt), new Date(now));
  return `${people}, tải ${at} (${spanInWords(now - book.heardAt)}).`;
}

/** How long a code must have left the picture before it counts as shown again. */
const AWAY_MS = 1500;
export interface Sight {
  text: string;
  at: number;
}
/** The same code still in the picture is no second guest. */
export const isNewSight = (last: Sight, text: string, now: number): boolean =>
  last.text !== text || now - last.at > AWAY_MS;
