import { fold } from "../kernel/vietnamese.ts";
import { type Stance, isStance, STANCE_NAMES, STANCES } from "./comment.model.ts";

/** One opinion of a paper as it was given; nothing is made up for what was left out. */
export interface PaperOpinion {
  /** id or code of a place, "" = the whole draft; undefined when none was named */
  place: string | undefined;
  /** version the place is of, when the entry says so itself */
  version?: number;
  /** undefined when none was chosen, or what stands there is none */
  stance: Stance | undefined;
  /** what was written where a stance stands, for the refusal */
  stanceWords: string;
  text: string;
  reason: string;
  /** where a refusal stands: a row of the form, or a line of the pasted text */
  at: { row: number } | { line: number };
}

/** Value of the place picker for the whole draft; "" is no place. */
const WHOLE_DRAFT = "toan-van";
/** Value of a place in the picker: the same id has other words in another version. */
export const placeValue = (version: number, id: string): string => `${version}:${id}`;

export interface OpinionRow {
  place: string;
  stance: string;
  text: string;
  reason: string;
}

/** Rows of fields; a row in which nothing stands is none. */
export const opinionsOfRows = (rows: readonly OpinionRow[]): PaperOpinion[] =>
  rows.flatMap(({ place, stance, text, reason }, row) => {
    if (place + stance + text.trim() + reason.trim() === "") return [];
    const [, version, id] = /^(\d{1,4}):(.+)$/.exec(place) ?? [];
    return {
      place: place === "" ? undefined : place === WHOLE_DRAFT ? "" : (id ?? place),
      ...(version === undefined ? {} : { version: Number(version) }),
      stance: isStance(stance) ? stance : undefined,
      stanceWords: stance,
      text,
      reason,
      at: { row },
    };
  });

/** A stance by its name as people type it; the marks may be missing, nothing else. */
const readStance = (words: string): Stance | undefined =>
  STANCES.find((stance) => fold(STANCE_NAMES[stance]) === fold(words));

/**
 * Pasted text, a line an opinion: `vị trí | hướng | nội dung | lý do`. A line without the sign is words alone, a remark
 * on the whole draft. Whatever stands behind the third sign is the reason, further signs with it.
 */
export const opinionsOfLines = (text: string): PaperOpinion[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line, n) => readLine(line, n));

function readLine(line: string, n: number): PaperOpinion {
  const at = { line: n };
  if (!line.includes("|")) return { place: "", stance: "gop-y", stanceWords: "", text: line, reason: "", at };
  const parts = line.split("|");
  const [place = "", stanceWords = "", text = ""] = parts.map((part) => part.trim());
  const reason = parts.slice(3).join("|").trim();
  const [, code = place, version] = /^(.*?)\s*\(?theo bản (\d{1,3})\)?$/iu.exec(place) ?? [];
  return {
    place: code === "" || fold(code) === "toan van" ? "" : code,
    ...(version === undefined ? {} : { version: Number(version) }),
    stance: readStance(stanceWords),
    stanceWords,
    text,
    reason,
    at,
  };
}
