import { fold } from "../kernel/vietnamese.ts";
import type { Check } from "./work.ts";

/** Pure judgements of what the rooms have on record. Each names what is done and what is still to do. */

export interface SentRow {
  title: string;
  by: string;
  state: string;
  approvers: readonly string[];
  arrived: number;
}
const sameWords = (a: string, b: string): boolean => fold(a) === fold(b);

/** Of several plans the one that came farthest counts. */
export function judgeSent(rows: readonly SentRow[], me: string, title: string): Check[] {
  const checks = rows
    .filter((row) => row.by === me && sameWords(row.title, title))
    .map((row) => [row.state !== "draft", row.approvers.some((id) => id !== me), row.arrived > 0]);
  const best = checks.toSorted((a, b) => b.filter(Boolean).length - a.filter(Boolean).length)[0] ?? [];
  return ["Đã trình duyệt", "Một người khác đã duyệt", "Tin đã đến điện thoại người dân giả"].map((name, n) => ({
    name,
    ok: best[n] === true,
  }));
}

/** When each of the three was answered by this person; the first was in danger. */
export function judgeAnswers(answered: readonly (Date | null)[]): Check[] {
  const [urgent = null, ...others] = answered;
  const first = urgent !== null && others.every((at) => at === null || urgent <= at);
  return [
    { name: "Tin khẩn đã được trả lời", ok: urgent !== null },
    { name: "Tin khẩn được trả lời trước", ok: first },
    ...others.map((at, n) => ({ name: `Người thứ ${n + 2} đã được trả lời`, ok: at !== null })),
  ];
}

export interface PaperRow {
  code: string;
  stance: string;
  text: string;
}
/** Word for word: what somebody wrote on paper is not corrected. */
export function judgePaper(rows: readonly PaperRow[], wanted: PaperRow): Check[] {
  const best = rows
    .map((row) => [row.code === wanted.code, row.stance === wanted.stance, row.text.trim() === wanted.text])
    .toSorted((a, b) => b.filter(Boolean).length - a.filter(Boolean).length)[0];
  return ["Đúng vị trí", "Đúng hướng ghi trên phiếu", "Đúng nguyên văn"].map((name, n) => ({
    name,
    ok: best?.[n] === true,
  }));
}

export interface CopyRow {
  code: string;
  state: string;
  by: string;
  note: string;
}
const TAKEN = ["taken", "published"];
const ADAPTED = ["adapted", "published"];
export function judgeCopies(
  rows: readonly CopyRow[],
  me: string,
  wanted: { whole: string; adapted: string; note: string },
): Check[] {
  const mine = (code: string, states: readonly string[]): CopyRow | undefined =>
    rows.find((row) => row.code === code && row.by === me && states.includes(row.state));
  return [
    { name: `${wanted.whole} đã nhận như Sở gửi`, ok: mine(wanted.whole, TAKEN)?.note === "" },
    {
      name: `${wanted.adapted} đã sửa rồi nhận`,
      ok: sameWords(mine(wanted.adapted, ADAPTED)?.note ?? "", wanted.note),
    },
  ];
}

export interface HidingRow {
  state: string;
  ground: string;
  by: string;
  shown: boolean;
}
export function judgeHiding(advert: HidingRow | undefined, harsh: HidingRow | undefined, me: string): Check[] {
  return [
    { name: "Ý kiến quảng cáo đã ẩn", ok: advert?.state === "hidden" && advert.by === me },
    { name: "Đúng căn cứ", ok: advert?.state === "hidden" && advert.ground === "quang-cao" },
    { name: "Ý kiến gay gắt không bị ẩn, bà con đọc được", ok: harsh?.state === "kept" && harsh.shown },
  ];
}

const figure = (typed: string | undefined): number => Number((typed ?? "").replace(/[.\s]/g, "") || Number.NaN);
export const judgeFigures = (
  typed: Readonly<Record<string, string>>,
  right: { total: number; accepted: number },
): Check[] => [
  { name: "Đúng số người trong nhóm nhận", ok: figure(typed["total"]) === right.total },
  { name: "Đúng số người Zalo đã nhận", ok: figure(typed["accepted"]) === right.accepted },
];
