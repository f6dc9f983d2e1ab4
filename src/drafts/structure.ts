import { randomCode } from "../kernel/crypto.ts";
import type { Position, PositionKind } from "./draft.model.ts";
import { partLabel } from "./part-labels.ts";
import type { Paragraph } from "./paragraph.ts";

/** What holds what: a part of a smaller rank stands within the nearest one of a larger rank. */
const RANK: Readonly<Record<PositionKind, number>> = {
  "phu-luc": 0,
  phan: 0,
  chuong: 1,
  muc: 2,
  dieu: 3,
  khoan: 4,
  diem: 7,
  "chi-tieu": 8,
  doan: 9,
};
const LETTER: Partial<Record<PositionKind, string>> = { phan: "P", chuong: "C", "phu-luc": "PL" };

interface Open {
  rank: number;
  code: string;
  plain: number;
}

/**
 * Paragraphs → positions with codes: `P1`, `P1.2`, `C2.M1`, `D5.1.a`, `P2.2-CT3`, and `P3.2.¶4` for the fourth plain
 * paragraph within P3.2. An article's number runs through the whole document, so its code needs no chapter. A code met
 * twice gets a mark, so that codes stay unique.
 */
export function toPositions(paragraphs: Paragraph[]): Position[] {
  const open: Open[] = [];
  const root: Open = { rank: -1, code: "", plain: 0 };
  const used = new Set<string>();
  const unique = (code: string): string => {
    let free = code;
    for (let n = 2; used.has(free); n += 1) free = `${code}*${n}`;
    used.add(free);
    return free;
  };
  return paragraphs.map((paragraph): Position => {
    const label = partLabel(paragraph.text);
    const kind = label?.kind ?? "doan";
    const rank = rankOf(kind, label?.number ?? "");
    while (kind !== "doan" && open.length > 0 && (open.at(-1)?.rank ?? 0) >= rank) open.pop();
    const parent = open.at(-1) ?? root;
    const depth = open.length;
    let code: string;
    if (!label) {
      parent.plain += 1;
      code = unique(`${parent.code === "" ? "" : `${parent.code}.`}¶${parent.plain}`);
    } else {
      code = unique(codeOf(label.kind, label.number, parent.code));
      open.push({ rank, code, plain: 0 });
    }
    return { id: randomCode(8), code, kind, depth, ...paragraph };
  });
}

/** "2.1" stands within "2": each dot is a rank of its own. */
const rankOf = (kind: PositionKind, number: string): number =>
  kind === "khoan" ? RANK.khoan + (number.split(".").length - 1) : RANK[kind];

function codeOf(kind: PositionKind, number: string, parent: string): string {
  const under = (text: string): string => (parent === "" ? text : `${parent}.${text}`);
  if (kind === "dieu") return `D${number}`;
  if (kind === "chi-tieu") return parent === "" ? number : `${parent}-${number}`;
  // a document in Roman parts alone: I, II, III are its parts
  if (kind === "muc" && number.startsWith("R")) return parent === "" ? `P${number.slice(1)}` : under(number.slice(1));
  if (kind === "muc") return under(`M${number}`);
  if (kind === "khoan") return under(number.split(".").at(-1) ?? number);
  if (kind === "diem") return under(number);
  return under(`${LETTER[kind] ?? ""}${number}`);
}
