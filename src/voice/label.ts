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
  const attribution = `Nguồn: ${office} · Ban hành: ${issuer || office} · ${day} · ${LABELS[source]}`;
  return {
    ...(source === "machine" ? pairsOf(mark) : {}),
    title,
    artist: office,
    date: day,
    comment: attribution,
  };
}
