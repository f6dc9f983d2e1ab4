import type { PressLog, PressTarget } from "./press.model.ts";

type Phase = Pick<PressTarget, "each" | "from" | "to" | "least" | "most" | "minutesFrom" | "minutesTo">;
type Logged = Pick<PressLog, "day" | "title" | "registered" | "published" | "minutes">;
const DAY_MS = 86_400_000;

const phaseOfDay = <P extends Phase>(phases: readonly P[], day: string): P | undefined =>
  phases.find((one) => one.each === "ngay" && one.from <= day && day <= one.to);
export const askedWords = ({ least, most }: Pick<Phase, "least" | "most">): string =>
  most > least ? `${least}–${most}` : String(least);

export interface PressDay {
  day: string;
  asked: string;
  registered: number;
  published: number;
  state: "dat" | "thieu" | "ngoai";
  word: string;
}
/** What a day asked for and what came out; registered is told beside it and never counted as published (S4-05, S4-15). */
export function judgeDay(phases: readonly Phase[], day: string, logs: readonly Logged[]): PressDay {
  const own = logs.filter((one) => one.day === day && one.title === "");
  const registered = own.reduce((sum, one) => sum + one.registered, 0);
  const published = own.reduce((sum, one) => sum + one.published, 0);
  const phase = phaseOfDay(phases, day);
  const base = { day, registered, published };
  if (!phase) return { ...base, asked: "", state: "ngoai", word: "ngoài đợt" };
  const asked = askedWords(phase);
  if (published < phase.least) return { ...base, asked, state: "thieu", word: `thiếu ${phase.least - published}` };
  const more = published > phase.most ? `, hơn ${published - phase.most}` : "";
  return { ...base, asked, state: "dat", word: `đạt ${asked}${more}` };
}

/** Every day from the first to the last, also those of which nobody told anything: a missed one is seen (S4-06). */
export function daysBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const n = Math.max(0, Math.round((last - first) / DAY_MS) + 1);
  return Array.from({ length: n }, (_, k) => new Date(first + k * DAY_MS).toISOString().slice(0, 10));
}

export interface PressWorks {
  asked: string;
  /** works of the length that is asked for */
  fitting: number;
  /** of another length: told, not counted */
  unfitting: number;
  registered: number;
  state: "dat" | "thieu";
  word: string;
}
/** Works of a phase: so many, each of such a length (S4-07, S4-17). */
export function judgeWorks(phase: Phase, logs: readonly Logged[]): PressWorks {
  const own = logs.filter((one) => one.title !== "" && phase.from <= one.day && one.day <= phase.to);
  const out = own.filter((one) => one.published > 0);
  const fits = ({ minutes }: Logged): boolean =>
    phase.minutesTo === 0 || (phase.minutesFrom <= minutes && minutes <= phase.minutesTo);
  const fitting = out.filter(fits).length;
  const asked = askedWords(phase);
  const base = { asked, fitting, unfitting: out.length - fitting, registered: own.length };
  return fitting >= phase.least
    ? { ...base, state: "dat", word: `đạt ${asked}` }
    : { ...base, state: "thieu", word: `thiếu ${phase.least - fitting}` };
}
