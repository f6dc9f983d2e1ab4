import { type Element, elementsOf, isElement, textOf } from "./parse-xml.ts";
import { rowOf } from "../../kernel/table.ts";

/** A part of a formula in brackets when it is more than one sign. */
const grouped = (text: string): string =>
  /^[\p{L}\p{N}.,]*$/u.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
const valueIn = (element: Element | undefined, properties: string, name: string): string | undefined => {
  const found = elementsOf(element)
    .find((one) => one.name === properties)
    ?.children.find((one): one is Element => isElement(one) && one.name === name);
  return found?.attributes["m:val"];
};

type Write = (part: (name: string) => string, element: Element) => string;

/** Formulas of Word, written on one line: (a + b)/(2c), x^2, √(y), ∑_(i=1)^n. */
const WORD: Readonly<Record<string, Write>> = {
  "m:f": (part) => `${grouped(part("m:num"))}/${grouped(part("m:den"))}`,
  "m:sSup": (part) => `${grouped(part("m:e"))}^${grouped(part("m:sup"))}`,
  "m:sSub": (part) => `${grouped(part("m:e"))}_${grouped(part("m:sub"))}`,
  "m:sSubSup": (part) => `${grouped(part("m:e"))}_${grouped(part("m:sub"))}^${grouped(part("m:sup"))}`,
  "m:sPre": (part) => `_${grouped(part("m:sub"))}^${grouped(part("m:sup"))}${part("m:e")}`,
  "m:rad": (part) => `${part("m:deg")}√${grouped(part("m:e"))}`,
  "m:nary": (part, element) => {
    const sign = valueIn(element, "m:naryPr", "m:chr") ?? "∫";
    const [sub, sup] = [part("m:sub"), part("m:sup")];
    return `${sign}${sub === "" ? "" : `_${grouped(sub)}`}${sup === "" ? "" : `^${grouped(sup)}`} ${part("m:e")}`;
  },
  "m:d": (_, element) => {
    const inside = elementsOf(element).filter((one) => one.name === "m:e");
    const between = valueIn(element, "m:dPr", "m:sepChr") ?? "|";
    const [begin, end] = [valueIn(element, "m:dPr", "m:begChr") ?? "(", valueIn(element, "m:dPr", "m:endChr") ?? ")"];
    return `${begin}${inside.map(wordMath).join(between)}${end}`;
  },
  "m:func": (part) => `${part("m:fName")} ${part("m:e")}`,
  "m:limLow": (part) => `${part("m:e")}_${grouped(part("m:lim"))}`,
  "m:limUpp": (part) => `${part("m:e")}^${grouped(part("m:lim"))}`,
  "m:eqArr": (_, element) =>
    elementsOf(element)
      .filter((one) => one.name === "m:e")
      .map(wordMath)
      .join("; "),
  "m:m": (_, element) =>
    `[${elementsOf(element)
      .filter((one) => one.name === "m:mr")
      .map((row) => elementsOf(row).map(wordMath).join(", "))
      .join("; ")}]`,
};

/** A formula of Word (OMML) as a line of text. */
export function wordMath(element: Element): string {
  const write = rowOf(WORD, element.name);
  if (write) {
    const part = (name: string): string => {
      const found = elementsOf(element).find((one) => one.name === name);
      return found ? wordMath(found).trim() : "";
    };
    return write(part, element);
  }
  if (element.name === "m:t" || element.name === "w:t") return textOf(element);
  if (element.name.endsWith("Pr") || element.name === "w:del" || element.name === "w:moveFrom") return "";
  return elementsOf(element).map(wordMath).join("");
}

const parts = (element: Element): string[] => elementsOf(element).map((one) => markupMath(one).trim());
const MARKUP: Readonly<Record<string, (element: Element) => string>> = {
  mfrac: (element) => parts(element).map(grouped).join("/"),
  msup: (element) => parts(element).map(grouped).join("^"),
  msub: (element) => parts(element).map(grouped).join("_"),
  msubsup: (element) => {
    const [base = "", sub = "", sup = ""] = parts(element).map(grouped);
    return `${base}_${sub}^${sup}`;
  },
  msqrt: (element) => `√${grouped(parts(element).join(""))}`,
  mroot: (element) => {
    const [base = "", degree = ""] = parts(element);
    return `${degree}√${grouped(base)}`;
  },
  munder: (element) => parts(element).map(grouped).join("_"),
  mover: (element) => parts(element).map(grouped).join("^"),
  munderover: (element) => {
    const [base = "", under = "", over = ""] = parts(element).map(grouped);
    return `${base}_${under}^${over}`;
  },
  mfenced: (element) =>
    `${element.attributes["open"] ?? "("}${parts(element).join(element.attributes["separators"] ?? ", ")}${element.attributes["close"] ?? ")"}`,
  mtable: (element) => `[${parts(element).join("; ")}]`,
  mtr: (element) => parts(element).join(", "),
  annotation: () => "",
};
const LEAVES = new Set(["mi", "mn", "mo", "mtext", "ms"]);

/** A formula of OpenDocument (MathML) as a line of text. */
export function markupMath(element: Element): string {
  const name = element.name.replace(/^math:/, "");
  const write = rowOf(MARKUP, name);
  if (write) return write(element);
  if (LEAVES.has(name)) return textOf(element).trim();
  return elementsOf(element).map(markupMath).join("");
}
