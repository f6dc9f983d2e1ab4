import { formatTime } from "../kernel/dates.ts";
import { clip, withoutMarks } from "../kernel/vietnamese.ts";
import type { Broadcast } from "./broadcast.model.ts";

/** Words a loudspeaker reader speaks in a minute. */
const WORDS_A_MINUTE = 130;
/** One SMS of plain letters. */
const SMS_MAX = 160;

/** The same emergency for the loudspeaker: said twice, with who speaks and when (domain.md S2-17). */
export function radioScript(broadcast: Broadcast, office: string, at: Date): { text: string; seconds: number } {
  const body = broadcast.contents[0]?.body.replace(/\s+/g, " ").trim() ?? "";
  const text = [
    `${office} thông báo khẩn, lúc ${formatTime(at).replace(":", " giờ ")} phút.`,
    body,
    "Xin nhắc lại.",
    body,
    `Đó là thông báo khẩn của ${office}.`,
  ].join("\n");
  return { text, seconds: Math.round((text.split(/\s+/).length / WORDS_A_MINUTE) * 60) };
}

/** A full stop without its blank between two words: no link as long as they have their marks. */
const joined = (word: string): boolean => /[^ -~]/.test(word) && !word.includes("://");
const apart = (text: string): string =>
  text.replace(/\S+/g, (word) => (joined(word) ? word.replace(/(?<=\p{L}\p{M}*)\.(?=\p{L})/gu, ". ") : word));

/**
 * The same emergency as one SMS without marks, within 160 letters. Without them "nhà.Ba" would be an address that a phone
 * leads to: the blank that was left out is put there.
 */
export const smsText = (broadcast: Pick<Broadcast, "contents">, office: string): string =>
  clip(
    withoutMarks(apart(`${office}: ${broadcast.contents[0]?.body.replace(/\s+/g, " ").trim() ?? ""}`)),
    SMS_MAX,
  ).replace("…", ".");
