import { randomCode } from "../kernel/crypto.ts";
import type { Position, PositionKind } from "./position.ts";
import { type PartLabel, RANK } from "./part-label.ts";
import { madeLabel, partLabel } from "./part-labels.ts";
import type { Paragraph } from "./paragraph.ts";
import { quotedParts } from "./quoted-parts.ts";

const LETTER: Partial<Record<PositionKind, string>> = { phan: "P", chuong: "C", "phu-luc": "PL" };
const RANK_OF: Readonly<Record<PositionKind, number>> = {
  "phu-luc": RANK.annex,
  phan: RANK.part,
  chuong: RANK.chapter,
  muc: RANK.section,
  dieu: RANK.article,
  khoan: RANK.clause,
  diem: RANK.point,
  "chi-tieu": RANK.target,
  doan: RANK.plain,
  "chu-thich": RANK.plain,
};

interface Open {
  rank: number;
  code: string;
  number: string;
  plain: number;
  notes: number;
}

/**
 * Paragraphs → positions with codes: `P1`, `P1.2`, `C2.M1`, `D5.1.a`, `P2.2-CT3`, `P3.2.¶4` for the fourth plain
 * paragraph within P3.2 and `P3.2.GC1` for a footnote there. An article's number runs through the whole document, so its
 * code needs no chapter, only its annex. A code met twice gets a mark, so that codes stay unique.
 */
export function toPositions(paragraphs: readonly Paragraph[]): Position[] {
  const open: Open[] = [];
  const root: Open = { rank: -1, code: "", number: "", plain: 0, notes: 0 };
  const used = new Set(paragraphs.flatMap((one) => (one.code ? [one.code] : [])));
  const quoted = quotedParts(paragraphs.map((one) => one.text));
  let annexes = 0;
  const unique = (code: string): string => {
    let free = code;
    for (let n = 2; used.has(free); n += 1) free = `${code}*${n}`;
    used.add(free);
    return free;
  };
  return paragraphs.map((paragraph, n): Position => {
    const label = quoted.has(n) ? quotedLabel(paragraph) : labelOf(paragraph, open);
    const kind = paragraph.kind ?? label?.kind ?? "doan";
    if (kind === "doan" && !label && !quoted.has(n) && endsDocument(paragraph.text)) open.length = 0;
    const plain = kind === "doan" || kind === "chu-thich";
    const rank = label && label.kind === kind ? label.rank : RANK_OF[kind];
    while (!plain && open.length > 0 && (open.at(-1)?.rank ?? 0) >= rank) open.pop();
    const parent = open.at(-1) ?? root;
    const depth = open.length;
    let code = paragraph.code ?? "";
    if (kind === "phu-luc") annexes += 1;
    if (code === "" && plain) code = unique(plainCode(kind, parent));
    if (code === "") {
      const annex = open.find((one) => one.rank === RANK.annex)?.code ?? "";
      const within = kind === "dieu" ? annex : parent.code;
      code = unique(codeOf(kind, label?.number || String(kind === "phu-luc" ? annexes : 1), within));
    }
    if (!plain) open.push({ rank, code, number: label?.number ?? "", plain: 0, notes: 0 });
    return {
      id: paragraph.key ?? randomCode(8),
      code,
      kind,
      text: paragraph.text,
      label: label?.printed ?? "",
      depth,
      page: paragraph.page,
      line: paragraph.line,
      lineTo: paragraph.lineTo,
      ...(paragraph.estimated ? { estimated: true } : {}),
      ...(paragraph.key ? { key: paragraph.key } : {}),
    };
  });
}

/** What stands behind the last part and belongs to none: the closing words, who receives it, who signs. */
const endsDocument = (text: string): boolean =>
  (/^(?:T[./]?M|K[./]?T|T[./]?L|TUQ)[./]?\s+\p{Lu}{2}/u.test(text) && text === text.toUpperCase()) ||
  /^(?:Nơi nhận|Kính gửi)\s*:?/u.test(text) ||
  text.startsWith("Trên đây là ") ||
  text.endsWith("./.");

/** A letter that is a Roman number, too, is read by what stands before it: "h)", "i)" or "a)", "i)". */
function labelOf(paragraph: Paragraph, open: readonly Open[]): PartLabel | undefined {
  if (paragraph.kind === "chu-thich") {
    const printed = /^Chú thích [^:(]{1,12}/.exec(paragraph.text)?.[0]?.trim() ?? "";
    return { kind: "chu-thich", number: "", printed, rank: RANK.plain };
  }
  const made = paragraph.label ? madeLabel(paragraph.label) : undefined;
  const label = made ?? (paragraph.label ? undefined : partLabel(paragraph.text));
  if (!label) return paragraph.label ? { ...PLAIN, printed: paragraph.label } : undefined;
  const before = open.findLast((one) => one.rank === label.rank || one.rank === RANK.capital);
  if (label.kind === "diem" && /^[ivx]$/.test(label.number) && startsRow(label.number, open))
    return { ...label, rank: RANK.smallRoman };
  if (label.kind === "muc" && label.number === "R1" && before?.rank === RANK.capital && before.number === "H")
    return { ...label, kind: "phan", number: "I", rank: RANK.capital };
  return label;
}
const PLAIN: PartLabel = { kind: "doan", number: "", printed: "", rank: RANK.plain };

/** What a quoted paragraph is numbered with is another document's number: shown, but no place of this one. */
function quotedLabel(paragraph: Paragraph): PartLabel | undefined {
  const printed = paragraph.label ?? partLabel(paragraph.text)?.printed;
  return printed ? { ...PLAIN, printed } : undefined;
}

/** Whether "i)", "v)", "x)" goes on a row of small Roman numbers, or begins one below a letter that is not its neighbour. */
function startsRow(letter: string, open: readonly Open[]): boolean {
  if (open.some((one) => one.rank === RANK.smallRoman)) return true;
  const letters = open.findLast((one) => one.rank === RANK.point);
  if (letter !== "i" || !letters) return false;
  return !["h", "g"].includes(letters.number);
}

function plainCode(kind: PositionKind, parent: Open): string {
  const within = parent.code === "" ? "" : `${parent.code}.`;
  if (kind === "chu-thich") return `${within}GC${(parent.notes += 1)}`;
  return `${within}¶${(parent.plain += 1)}`;
}

function codeOf(kind: PositionKind, number: string, parent: string): string {
  const under = (text: string): string => (parent === "" ? text : `${parent}.${text}`);
  if (kind === "dieu") return under(`D${number}`);
  if (kind === "chi-tieu") return parent === "" ? number : `${parent}-${number}`;
  // a document in Roman parts alone: I, II, III are its parts
  if (kind === "muc" && number.startsWith("R")) return parent === "" ? `P${number.slice(1)}` : under(number.slice(1));
  if (kind === "muc") return under(`M${number}`);
  if (kind === "khoan") return under(number.split(".").at(-1) ?? number);
  if (kind === "diem") return under(number.split(".").at(-1) ?? number);
  return under(`${LETTER[kind] ?? ""}${number}`);
}
