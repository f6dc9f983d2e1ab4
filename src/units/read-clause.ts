import { fold, nfc } from "../kernel/vietnamese.ts";
import { KINDS } from "./kinds.ts";
import type { Founding, Moving, Part, Renaming, Share } from "./unit-change.model.ts";

/** What a resolution's clauses say, as far as a reader can be sure; always a draft somebody corrects. */
export interface ReadClauses {
  parts: Part[];
  founds: Founding[];
  renames: Renaming[];
  moves: Moving[];
  doubts: string[];
}
interface Known {
  _id: string;
  name: string;
  to: Date | null;
}

const KIND_WORDS = "xã|phường|thị trấn|đặc khu|huyện|quận|thành phố|thị xã";
const UNIT = `(?:${KIND_WORDS})\\s+[^,;.()]+?`;
const SHARES: readonly (readonly [RegExp, Share])[] = [
  [/phần còn lại/iu, "rest"],
  [/một phần/iu, "part"],
  [/toàn bộ/iu, "all"],
];
const MARK = /toàn bộ|một phần|phần còn lại/giu;
const AFTER = /\s*(?:,?\s*sau khi (?:sắp xếp|điều chỉnh|thành lập)[^,;.]*)/giu;
const INTO_NEW = new RegExp(`\\bthành\\s+(?:${KIND_WORDS})\\s+mới\\s+có\\s+tên\\s+gọi\\s+là\\s+(${UNIT})\\s*$`, "iu");
const INTO = new RegExp(
  `(?:(?:được\\s+)?(?:sáp nhập|nhập|chuyển|điều chỉnh|giao)\\s+)?\\b(?:vào|về|cho)\\s+(${UNIT})\\s*(?:quản lý)?\\s*$`,
  "iu",
);
const AS = new RegExp(`\\bthành\\s+(${UNIT})\\s*$`, "iu");
const RENAME = new RegExp(`đổi tên\\s+(${UNIT})\\s+thành\\s+(${UNIT})\\s*$`, "iu");

const capital = (name: string): string => name.charAt(0).toLocaleUpperCase("vi") + name.slice(1);
const plain = (name: string): string => fold(name).replace(/\s+/g, " ").trim();
const slug = (name: string): string =>
  plain(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 36);
const kindKey = (name: string): string =>
  KINDS.find((kind) => plain(name).startsWith(`${kind.plain} `))?.key ?? "commune";

/** One sentence a clause: numbers and "Điều này" of the resolution's own references do not end it. */
const sentencesOf = (text: string): string[] =>
  nfc(text)
    .replace(/\s+/g, " ")
    .split(/(?<=[.;])\s+(?=(?:\d+\.|[a-zđ]\)|[A-ZĐÀ-Ỹ]))|[;.]\s*$/u)
    .map((one) =>
      one
        .replace(/^\s*(?:\d+\.|[a-zđ]\))\s*/u, "")
        .replace(/[.;]\s*$/u, "")
        .trim(),
    )
    .filter(Boolean);

/** "các phường A, B và xã C (thôn 1, thôn 2)" → each with its kind and its areas. */
function namesIn(text: string): { name: string; areas: string[] }[] {
  const areas: string[][] = [];
  const kept = text.replace(/\(([^)]*)\)/g, (_, inside: string) => {
    areas.push(
      inside
        .split(/[,;]/)
        .map((one) => one.trim())
        .filter(Boolean),
    );
    return `\u0001${areas.length - 1}\u0001`;
  });
  let kind = "";
  return kept
    .split(/,|\s+và\s+/u)
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "và")
    .flatMap((one) => {
      const [, at] = /\u0001(\d+)\u0001/.exec(one) ?? [];
      const said = one
        .replace(/\u0001\d+\u0001/g, "")
        .replace(/^các\s+/iu, "")
        .trim();
      const [, own] = new RegExp(`^(${KIND_WORDS})\\s+\\S`, "iu").exec(said) ?? [];
      kind = own ?? kind;
      if (said === "" || kind === "") return [];
      return [
        { name: capital(own ? said : `${kind} ${said}`), areas: at === undefined ? [] : (areas[Number(at)] ?? []) },
      ];
    });
}

/** What of which units: each mark of a share speaks for the names up to the next one. */
function sharesIn(text: string): { share: Share; name: string; areas: string[] }[] {
  const marks = [...text.matchAll(MARK)];
  return marks.flatMap((mark, n) => {
    const said = text.slice(mark.index, marks[n + 1]?.index ?? text.length).replace(AFTER, "");
    const share = SHARES.find(([word]) => word.test(mark[0]))?.[1] ?? "all";
    const names = /\bcủa\s+(.*)$/iu.exec(said)?.[1] ?? "";
    return namesIn(names.replace(/[,\s]*(?:và)?\s*$/u, "")).map((one) => ({ share, ...one }));
  });
}

class ClauseReader {
  readonly read: ReadClauses = { parts: [], founds: [], renames: [], moves: [], doubts: [] };
  private readonly units: readonly Known[];

  constructor(units: readonly Known[]) {
    this.units = units;
  }

  /** The code of the one unit of this name that stands; what was written where there is none or more than one. */
  private codeOf(name: string): string {
    const called = this.units.filter((unit) => plain(unit.name) === plain(name));
    const standing = called.filter((unit) => unit.to === null);
    const [only, ...more] = standing.length > 0 ? standing : called;
    if (only && more.length === 0) return only._id;
    this.doubt(
      only
        ? `Có nhiều đơn vị tên “${name}”. Chọn mã đúng`
        : `Không có đơn vị tên “${name}”. Ghi mã đúng, hoặc thêm đơn vị trước`,
    );
    return name;
  }
  private doubt(words: string): void {
    if (!this.read.doubts.includes(words)) this.read.doubts.push(words);
  }

  private found(name: string): string {
    const known = this.read.founds.find((one) => plain(one.name) === plain(name));
    if (known) return known.code;
    const taken = (code: string): boolean =>
      this.units.some((unit) => unit._id === code) || this.read.founds.some((one) => one.code === code);
    const base = slug(name.replace(new RegExp(`^(?:${KIND_WORDS})\\s+`, "iu"), "")) || "don-vi-moi";
    let code = base;
    for (let n = 2; taken(code); n += 1) code = `${base}-${n}`;
    const office = `UBND ${name.charAt(0).toLocaleLowerCase("vi")}${name.slice(1)}`;
    this.read.founds.push({ code, name, office, kind: kindKey(name) });
    return code;
  }

  sentence(text: string): void {
    const renamed = RENAME.exec(text);
    if (renamed) {
      const [, from = "", to = ""] = renamed;
      const name = capital(to.trim());
      const office = `UBND ${to.trim()}`;
      this.read.renames.push({ code: this.codeOf(capital(from.trim())), name, office, kind: kindKey(name) });
      return;
    }
    if (!new RegExp(MARK.source, "iu").test(text)) return;
    const target = INTO_NEW.exec(text) ?? INTO.exec(text) ?? AS.exec(text);
    const shares = target ? sharesIn(text.slice(0, target.index)) : [];
    if (!target?.[1] || shares.length === 0) return this.doubt(`Chưa đọc được: “${text.slice(0, 200)}”`);
    const name = capital(target[1].trim());
    const isNew =
      INTO_NEW.test(text) ||
      (!INTO.test(text) && !this.units.some((unit) => plain(unit.name) === plain(name) && unit.to === null));
    const to = isNew ? this.found(name) : this.codeOf(name);
    for (const { share, name: from, areas } of shares)
      this.read.parts.push({ from: this.codeOf(from), to, share, areas });
  }
}

/** Clauses as resolutions write them, in their order: "toàn bộ … và một phần … của … thành xã mới có tên gọi là …". */
export function readClause(text: string, units: readonly Known[]): ReadClauses {
  const reader = new ClauseReader(units);
  for (const sentence of sentencesOf(text)) reader.sentence(sentence);
  return reader.read;
}

/** Number and day of a resolution, where its text says them: "Nghị quyết số: 1656/NQ-UBTVQH15 … có hiệu lực từ ngày 01 tháng 7 năm 2025". */
export function headOf(text: string): { decision: string; day: string } {
  const flat = nfc(text).replace(/\s+/g, " ");
  const [, decision = ""] = /\bsố:?\s*(\d+\/[\p{L}\d-]+(?:\/[\p{L}\d-]+)?)/iu.exec(flat) ?? [];
  const [, d = "", m = "", y = ""] =
    /hiệu lực[^.;]{0,80}?\btừ ngày (\d{1,2})(?: tháng |[/-])(\d{1,2})(?: năm |[/-])(\d{4})/iu.exec(flat) ?? [];
  return { decision, day: y === "" ? "" : `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` };
}
