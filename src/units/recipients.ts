import { fold, nfc } from "../kernel/vietnamese.ts";
import { calledOn } from "./change-effects.ts";
import type { Scope } from "../kernel/scope.ts";
import type { Unit } from "./unit.model.ts";
import { isInForce } from "./unit.store.ts";

/** Why somebody is sent a document, as the list abbreviates it (domain.md S0-22): a row more is no release of rules. */
const PURPOSES = [
  { key: "bao-cao", name: "để báo cáo", words: ["b/c", "b/cao", "bao cao"] },
  { key: "thuc-hien", name: "để thực hiện", words: ["t/h", "th/hien", "thuc hien"] },
  { key: "phoi-hop", name: "để phối hợp", words: ["ph/hop", "p/h", "p/hop", "phoi hop"] },
  { key: "biet", name: "để biết", words: ["biet", "de biet"] },
] as const;
export type Purpose = (typeof PURPOSES)[number]["key"] | "";

/** Offices as they are abbreviated; longest first, because one may stand in another. */
const SHORT: readonly (readonly [short: string, full: string])[] = [
  ["VPUBNDTP", "Văn phòng UBND thành phố"],
  ["TTVHTTTT", "Trung tâm Văn hóa, Thông tin và Thể thao"],
  ["TTBCXB", "Phòng Thông tin – Báo chí – Xuất bản"],
  ["VHKH&TT", "Văn hóa, Khoa học và Thông tin"],
  ["QHTX", "quận, huyện, thị xã"],
  ["VPTU", "Văn phòng Thành ủy"],
  ["PGĐ", "Phó Giám đốc"],
  ["GĐ", "Giám đốc"],
  ["VT", "Văn thư"],
];

/** Words of a list that mean every unit of a kind. */
const KIND_WORDS: readonly (readonly [word: string, kind: string])[] = [
  ["phuong", "ward"],
  ["dac khu", "special-zone"],
  ["thi tran", "town"],
  ["huyen", "district"],
  ["quan", "district"],
  ["thi xa", "district"],
  ["xa", "commune"],
];

export interface Recipient {
  /** as it stands in the list, without its purpose */
  words: string;
  /** the same with abbreviations written out */
  full: string;
  purpose: Purpose;
  /** units of ours that are meant, on the day asked for */
  units: string[];
  /** what the reader could not say for sure */
  doubt: string;
}
export interface RecipientList {
  recipients: Recipient[];
  /** "Lưu: VT, TTBCXB": where a copy stays */
  kept: string[];
  /** who wrote it, in brackets after it */
  drafter: string;
}

const START = /n[ơo]i\s+nh[ậa]n\s*:?/iu;
const isSignature = (line: string): boolean => /^\p{Lu}[\p{Lu}\s.]{5,}$/u.test(line) && !line.startsWith("-");

/** The entries of a list, joined over torn lines; what comes after it (the signature) is not in it. */
function entriesOf(text: string): string[] {
  const clean = nfc(text).replace(/\r/g, "");
  const start = START.exec(clean);
  const lines = (start ? clean.slice(start.index + start[0].length) : clean).split("\n").map((line) => line.trim());
  const entries: string[] = [];
  for (const line of lines) {
    if (line === "") continue;
    if (isSignature(line)) break;
    const entry = line.replace(/^[-–•*+]\s*/u, "");
    if (entry !== line || entries.length === 0) entries.push(entry);
    else entries.push(`${entries.pop() ?? ""} ${entry}`);
    if (/^l[ưu]u\s*:/iu.test(entries.at(-1) ?? "")) break;
  }
  return entries;
}

const purposeOf = (bracketed: string): Purpose => {
  const words = fold(bracketed).replace(/^de /, "");
  return (
    PURPOSES.find((one) => one.words.some((word) => fold(word) === words || fold(word) === `de ${words}`))?.key ?? ""
  );
};

/** Letters of an abbreviation stand alone: "VT" is none in "VTV". */
const writtenOut = (words: string): string =>
  SHORT.reduce(
    (at, [short, full]) => at.replace(new RegExp(`(?<![\\p{L}\\d])${short}(?![\\p{L}\\d])`, "gu"), full),
    words,
  );

interface Around {
  scope: Pick<Scope, "own" | "below">;
  units: readonly Unit[];
  day: Date;
}
/** Units that stand on the day and answer to whoever sends. */
const standing = ({ scope, units, day }: Around): Unit[] =>
  units.filter(
    (unit) =>
      isInForce(unit, day) &&
      unit.parents.some(({ code, from, to }) => scope.own.includes(code) && from <= day && (!to || day < to)),
  );

/** "UBND các phường, xã": every unit of the kinds it names, of that day; one by its name of that day. */
function unitsIn(full: string, around: Around): { units: string[]; doubt: string } {
  const words = ` ${fold(full).replace(/[,;.]/g, " ").replace(/\s+/g, " ")} `;
  const all = standing(around);
  if (!/ (ubnd|uy ban nhan dan) /.test(words) && !/ quan huyen thi xa /.test(words)) return { units: [], doubt: "" };
  const named = all.filter((unit) => words.includes(` ${fold(calledOn(unit, around.day).name)} `));
  if (named.length > 0) return { units: named.map(({ _id }) => _id), doubt: "" };
  const plural = / cac /.test(words) || / quan huyen thi xa /.test(words);
  if (!plural) return { units: [], doubt: "" };
  const bare = words.replaceAll(" thi xa ", " thixa ");
  const kinds = new Set(
    KIND_WORDS.flatMap(([word, kind]) => (bare.includes(` ${word === "thi xa" ? "thixa" : word} `) ? [kind] : [])),
  );
  const meant = all.filter((unit) => kinds.has(calledOn(unit, around.day).kind));
  const left = all.filter((unit) => calledOn(unit, around.day).kind === "special-zone" && !meant.includes(unit));
  const doubt =
    kinds.size > 0 && meant.length === 0
      ? "Không có đơn vị nào thuộc loại này vào ngày đó"
      : left.length > 0 && kinds.has("commune")
        ? `Chưa gồm ${left.map(({ name }) => name).join(", ")}: danh sách không ghi đặc khu`
        : "";
  return { units: meant.map(({ _id }) => _id), doubt };
}

/** A list of recipients read once, for one day: what is meant then stays with what was sent. */
export function readRecipients(text: string, around: Around): RecipientList {
  const list: RecipientList = { recipients: [], kept: [], drafter: "" };
  for (const entry of entriesOf(text)) {
    const kept = /^l[ưu]u\s*:\s*(.+)$/iu.exec(entry)?.[1];
    if (kept !== undefined) {
      list.drafter = /\(([^)]+)\)\s*\.?\s*$/u.exec(kept)?.[1]?.trim() ?? "";
      list.kept = kept
        .replace(/\([^)]*\)/gu, "")
        .split(/[,;]/)
        .map((one) => one.replace(/[.\s]+$/u, "").trim())
        .filter(Boolean);
      continue;
    }
    for (const one of entry.split(";")) {
      const bracketed = /\(([^)]+)\)\s*\.?\s*$/u.exec(one)?.[1] ?? "";
      const purpose = purposeOf(bracketed);
      const words = (purpose === "" ? one : one.replace(/\([^)]+\)\s*\.?\s*$/u, "")).replace(/[.\s]+$/u, "").trim();
      if (words === "") {
        // "UBND Thành phố;   (để b/cáo)": the purpose stands behind the sign that ends the name
        const last = list.recipients.at(-1);
        if (last && purpose !== "") last.purpose = purpose;
        continue;
      }
      const full = writtenOut(words);
      list.recipients.push({ words, full, purpose, ...unitsIn(full, around) });
    }
  }
  return list;
}
