import type { DoorAnswer } from "../phone-contract.ts";
import { MOST_AT_ONCE } from "../ticket.ts";
import { type Book, forgotten, heard } from "./door-book.ts";
import { findBook, listKept, settle } from "./door-shelf.ts";

/** What an attempt to speak with the server came to, in words for who stands at the door; "" when all is well. */
export const NO_NET = "Đang mất mạng. Các lượt vào được giữ trên máy này và tự gửi khi có mạng.";
const LATER = "Hệ thống chưa trả lời được. Các lượt vào được giữ trên máy này và tự gửi lại.";

const isAnswer = (value: unknown): value is DoorAnswer =>
  typeof value === "object" &&
  value !== null &&
  "now" in value &&
  typeof value.now === "number" &&
  "named" in value &&
  Array.isArray(value.named) &&
  "state" in value;
const messageIn = (value: unknown): string => {
  const error = typeof value === "object" && value !== null && "error" in value ? value.error : undefined;
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : undefined;
  return typeof message === "string" ? message : "";
};

export class Unheard extends Error {}
/** @throws Unheard in words: no net, a hotel's log-in page in the server's place, or a refusal */
async function ask(path: string, body: unknown): Promise<DoorAnswer> {
  const answer = await fetch(`/api/v1/doors/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!answer) throw new Unheard(NO_NET);
  const value: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && isAnswer(value)) return value;
  throw new Unheard((answer.status < 500 && messageIn(value)) || LATER);
}

export async function register(book: Book, code: string, phoneMs: () => number): Promise<Book> {
  const next = heard(book, await ask("register", { course: book.classId, code, key: book.key }), phoneMs());
  await settle(next, []);
  return next;
}

/** One tab at a time; the second finds less left to do. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  "locks" in navigator ? navigator.locks.request("loa-cua", work) : work();

/** Sends what waits, a piece at a time, and takes what is new. Only what the answer names leaves the phone. */
export const speak = (classId: string, wantsNames: boolean, phoneMs: () => number): Promise<Book | undefined> =>
  alone(async () => {
    let book = await findBook(classId);
    for (let more = true; book && more; ) {
      const kept = await listKept(classId);
      const events = kept.slice(0, MOST_AT_ONCE).map(({ id, ticket, at }) => ({ id, ticket, at }));
      // names that were let go come back when somebody asks for them, not by themselves
      const keeps = wantsNames || book.pack !== null;
      const have = keeps && !book.pack ? "" : book.version;
      const asked: unknown = { course: classId, key: book.key, now: phoneMs(), waiting: kept.length, have, events };
      const answer = await ask("sync", asked);
      book = heard(book, answer, phoneMs());
      if (!keeps) book = forgotten(book);
      const named = answer.named.map(({ id }) => id);
      await settle(book, named);
      more = named.length > 0 && kept.length > named.length;
    }
    return book;
  });
