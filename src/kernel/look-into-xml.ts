import { formatNumber } from "./dates.ts";
import { invalid } from "./errors.ts";

/** A number that a file may say, and what it is called in a refusal. */
export interface NumberRule {
  /** name of the element and of its attribute, without prefix; "*" = any element */
  element: string;
  attribute: string;
  from: number;
  to: number;
  /** of all such numbers together */
  mostTogether?: number;
  called: string;
}

/** Named limits of XML that somebody brings. */
export interface XmlLimits {
  field: string;
  mostElements: number;
  deepest: number;
  /** `&…;`: each is cheap to write and dear to read */
  mostReferences: number;
  numbers: readonly NumberRule[];
}

export interface XmlLook {
  elements: number;
  references: number;
  /** sums of the numbers that have a limit together */
  together: Map<NumberRule, number>;
}

export const emptyLook = (): XmlLook => ({ elements: 0, references: 0, together: new Map() });

const [LESS, MORE, SLASH, BANG, QUESTION, DOUBLE, SINGLE] = [0x3c, 0x3e, 0x2f, 0x21, 0x3f, 0x22, 0x27] as const;
const NUMERIC = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
/** A name begins behind a blank or a quote, so that a long value without its end is walked once and not from each letter. */
const ATTRIBUTE = /(?<=[\s"'])([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Longer than any tag a writer makes; pictures within SVG stand in attributes. */
const LONGEST_RULED_TAG = 20_000;

/**
 * One pass over the bytes, before a parser builds anything: how many elements, how deep, how many references, and
 * whether a number passes what it may be. Adds to `look`, so that parts of one file share their limits.
 * @throws AppError 422 naming the limit
 */
export function lookIntoXml(xml: Buffer, limits: XmlLimits, look: XmlLook): void {
  const refuse = (why: string): never => {
    throw invalid({ [limits.field]: `${why}. Vui lòng lưu lại thành tệp đơn giản hơn rồi tải lên lần nữa` });
  };
  const rulesOf = byElement(limits.numbers);
  let depth = 0;
  for (let at = xml.indexOf(LESS); at >= 0; at = xml.indexOf(LESS, at)) {
    const next = xml[at + 1];
    if (next === BANG || next === QUESTION) {
      at = afterAside(xml, at, refuse);
      continue;
    }
    const end = endOfTag(xml, at + 1);
    if (next === SLASH) depth -= 1;
    else {
      look.elements += 1;
      if (xml[end - 1] !== SLASH) depth += 1;
      if (depth > limits.deepest) refuse(`Tệp lồng quá ${limits.deepest} lớp, nhiều hơn giới hạn cho phép`);
      checkNumbers(xml, at, end, rulesOf, look, refuse);
    }
    if (look.elements > limits.mostElements)
      refuse(`Tệp có hơn ${formatNumber(limits.mostElements)} phần tử, nhiều hơn giới hạn cho phép`);
    at = end;
  }
  for (let at = xml.indexOf("&"); at >= 0; at = xml.indexOf("&", at + 1)) look.references += 1;
  if (look.references > limits.mostReferences)
    refuse(`Tệp có hơn ${formatNumber(limits.mostReferences)} ký hiệu thay thế (&…;), nhiều hơn giới hạn cho phép`);
}

/** Position after a comment, a section of plain text or an instruction; a document type is refused. */
function afterAside(xml: Buffer, at: number, refuse: (why: string) => never): number {
  const starts = (words: string): boolean => xml.toString("latin1", at, at + words.length).toUpperCase() === words;
  if (starts("<!DOCTYPE") || starts("<!ENTITY")) refuse("Tệp không được có DOCTYPE hoặc thực thể tự đặt");
  const close = starts("<!--") ? "-->" : starts("<![CDATA[") ? "]]>" : starts("<?") ? "?>" : ">";
  const end = xml.indexOf(close, at + 2);
  return end < 0 ? xml.length : end + close.length;
}

/** Position of the `>` that ends a tag: one within quotes does not. */
function endOfTag(xml: Buffer, from: number): number {
  for (let at = from; at < xml.length; at += 1) {
    const sign = xml[at];
    if (sign === MORE) return at;
    if (sign === DOUBLE || sign === SINGLE) {
      const close = xml.indexOf(sign, at + 1);
      if (close < 0) return xml.length;
      at = close;
    }
  }
  return xml.length;
}

function byElement(rules: readonly NumberRule[]): ReadonlyMap<string, readonly NumberRule[]> {
  const names = new Set(rules.map((rule) => rule.element));
  return new Map([...names].map((name) => [name, rules.filter((rule) => rule.element === name)]));
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

function checkNumbers(
  xml: Buffer,
  at: number,
  end: number,
  rulesOf: ReadonlyMap<string, readonly NumberRule[]>,
  look: XmlLook,
  refuse: (why: string) => never,
): void {
  const head = xml.toString("latin1", at + 1, Math.min(end, at + 100));
  const rules = [...(rulesOf.get(localName(/^[^\s/>]*/.exec(head)?.[0] ?? "")) ?? []), ...(rulesOf.get("*") ?? [])];
  if (rules.length === 0) return;
  const tag = xml.toString("latin1", at, Math.min(end, at + LONGEST_RULED_TAG));
  for (const [, name = "", double, single] of tag.matchAll(ATTRIBUTE)) {
    const rule = rules.find((one) => one.attribute === localName(name));
    const text = double ?? single ?? "";
    // a number is never written with references by a program; here it would hide one
    if (!rule || !(NUMERIC.test(text) || text.includes("&"))) continue;
    const value = Number(text);
    if (!(value >= rule.from && value <= rule.to))
      refuse(
        `Tệp có ${rule.called} là ${text.slice(0, 20)}, ngoài giới hạn ${formatNumber(rule.from)} đến ${formatNumber(rule.to)}`,
      );
    if (rule.mostTogether === undefined) continue;
    const sum = (look.together.get(rule) ?? 0) + value;
    look.together.set(rule, sum);
    if (sum > rule.mostTogether)
      refuse(`Tệp có ${rule.called} cộng lại quá ${formatNumber(rule.mostTogether)}, nhiều hơn giới hạn cho phép`);
  }
}
