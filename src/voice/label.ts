import type { Reading, VoiceSource } from "./voice.model.ts";

/** What a machine's voice is called wherever it is heard or shown (Luật Trí tuệ nhân tạo Đ.11). */
export const LABELS: Readonly<Record<VoiceSource, string>> = {
  machine: "Giọng đọc AI",
  person: "Giọng người đọc",
};
/** The first sentence of every machine's voice; it counts in the length. */
const FIRST = "Bản tin này do máy đọc, bằng giọng trí tuệ nhân tạo.";
export const withLabel = (spoken: string): string => `${FIRST}\n${spoken}`;

/** Pairs of a setting: the decree's form of the mark is not out, so an operator can follow it without a new version. */
const pairsOf = (mark: string): Record<string, string> =>
  Object.fromEntries(
    mark.split(";").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );

/**
 * What the file says of itself (safeguard 1): where from, who issues, when, and that a machine speaks.
 * @param mark `VOICE_AI_MARK`: "NAME=value;NAME=value"
 */
export function marksOf(
  { title, issuer, source }: Pick<Reading, "title" | "issuer" | "source">,
  office: string,
  day: string,
  mark: string,
): Readonly<Record<string, string>> {
  // a control sign is no part of a name, and no program takes a nought as an argument
  const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ").trim();
  const attribution = `Nguồn: ${office} · Ban hành: ${issuer || office} · ${day} · ${LABELS[source]}`;
  const said = { title: plain(title), artist: plain(office), date: day, comment: plain(attribution) };
  return { ...(source === "machine" ? pairsOf(mark) : {}), ...said };
}
