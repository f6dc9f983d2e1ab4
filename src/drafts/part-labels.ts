import { fold } from "../kernel/vietnamese.ts";
import { fromRoman } from "./read-docx.ts";
import type { PositionKind } from "./draft.model.ts";

/** What a paragraph's first words say about its place. */
export interface PartLabel {
  kind: PositionKind;
  /** the number without its dress: "3", "2.1", "a", "CT3" */
  number: string;
}

const ORDINALS = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"];

function wordNumber(word: string): string {
  const folded = fold(word);
  const ordinal = ORDINALS.indexOf(folded);
  if (ordinal >= 0) return String(ordinal + 1);
  return /^\d+$/.test(folded) ? folded : String(fromRoman(word) || "");
}

/** The shapes numbered parts have in Vietnamese documents (NĐ 30/2020 annex I, part II). Most telling first. */
const SHAPES: readonly { shape: RegExp; read(match: RegExpExecArray): PartLabel | undefined }[] = [
  {
    shape: /^phần(?: thứ)? ([\p{L}\d]+)(?![\p{L}\d])/iu,
    read: ([, n = ""]) => (wordNumber(n) ? { kind: "phan", number: wordNumber(n) } : undefined),
  },
  {
    shape: /^chương ([IVXL\d]+)(?=[\s.:]|$)/iu,
    read: ([, n = ""]) => (wordNumber(n) ? { kind: "chuong", number: wordNumber(n) } : undefined),
  },
  { shape: /^mục (\d+)(?=[\s.:]|$)/iu, read: ([, n = ""]) => ({ kind: "muc", number: n }) },
  { shape: /^điều (\d+[a-zđ]?)(?=[.:]|$)/iu, read: ([, n = ""]) => ({ kind: "dieu", number: n }) },
  {
    shape: /^phụ lục(?: ([IVXL\d]+))?(?=[\s.:]|$)/iu,
    read: ([, n = ""]) => ({ kind: "phu-luc", number: wordNumber(n) || "1" }),
  },
  { shape: /^(CT\d+)(?=[\s.:–-])/u, read: ([, n = ""]) => ({ kind: "chi-tieu", number: n }) },
  {
    shape: /^([IVXL]+)[.)]\s/u,
    read: ([, n = ""]) => (fromRoman(n) ? { kind: "muc", number: `R${fromRoman(n)}` } : undefined),
  },
  { shape: /^(\d+(?:\.\d+)*)[.)]\s/u, read: ([, n = ""]) => ({ kind: "khoan", number: n }) },
  { shape: /^([a-zđ])\)\s/u, read: ([, n = ""]) => ({ kind: "diem", number: n }) },
];

/** Reads the label at the front of a paragraph; undefined for a plain one. */
export function partLabel(text: string): PartLabel | undefined {
  for (const { shape, read } of SHAPES) {
    const match = shape.exec(text);
    const label = match ? read(match) : undefined;
    if (label) return label;
  }
  return undefined;
}

export const startsPart = (text: string): boolean => partLabel(text) !== undefined || /^(?:[-–+•]|\(\d+\)) /.test(text);
