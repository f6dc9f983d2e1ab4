import { wordMath } from "../office/math-text.ts";
import { allOf, childOf, type Element, elementsOf, isElement, textOf } from "../office/parse-xml.ts";
import { symbolOf, symbolText } from "../office/symbols.ts";
import { alternativeOf, readDrawing } from "./read-drawings.ts";
import { type Fields, isContents } from "./fields.ts";
import { type Shown, unresolved } from "./unresolved-field.ts";
import type { Piece } from "./piece.ts";
import { firstOf, fontOf, type Style, type Styles, toggle } from "./read-styles.ts";
import { rowOf } from "../../kernel/table.ts";

export interface Reading {
  styles: Styles;
  fields: Fields;
}

/** Elements that print nothing and hold nothing to print. */
const SILENT =
  /^(?:w:(?:pPr|rPr|sectPr|proofErr|noProof|perm(?:Start|End)|bookmark(?:Start|End)|comment(?:Range(?:Start|End)|Reference)|annotationRef|(?:foot|end)noteRef|separator|continuationSeparator|move(?:From|To)Range(?:Start|End)|customXml\w*Range(?:Start|End)|sdtPr|sdtEndPr|customXmlPr|smartTagPr|del|moveFrom|delText|delInstrText|rt|rubyPr|softHyphen|lang)|m:\w+Pr|w1\d:\w+|mc:\w+Properties)$/;
/** Elements that stand around what is printed. */
const AROUND = /^w:(?:ins|moveTo|hyperlink|smartTag|customXml|sdt|sdtContent|dir|bdo|rubyBase)$/;

type Read = (element: Element, run: Run) => void;
interface Run {
  font: string;
  caps: boolean;
  out: Piece[];
  reading: Reading;
  paragraph: readonly Style[];
}

const say = (run: Run, text: string): void => {
  if (text !== "" && run.reading.fields.visible) run.out.push({ kind: "text", text, font: run.font, caps: run.caps });
};
const doubt = (run: Run, what: string, text: string): void => {
  if (run.reading.fields.visible) run.out.push({ kind: "doubt", what, text });
};
const inside: Read = (element, run) => {
  for (const child of elementsOf(element)) read(child, run);
};

const READ: Readonly<Record<string, Read>> = {
  "w:r": (element, run) => {
    const rPr = childOf(element, "w:rPr");
    const chain = run.reading.styles.chain(childOf(rPr, "w:rStyle")?.attributes["w:val"]);
    const hidden =
      toggle(rPr, "w:vanish") ?? firstOf(chain, (one) => one.hidden) ?? firstOf(run.paragraph, (one) => one.hidden);
    const font = fontOf(rPr) ?? firstOf(chain, (one) => one.font) ?? run.font;
    const caps = toggle(rPr, "w:caps") ?? firstOf(chain, (one) => one.caps) ?? run.caps;
    if (hidden) {
      // fields go on through hidden text
      for (const child of elementsOf(element)) if (/^w:(?:fldChar|instrText)$/.test(child.name)) read(child, run);
      return;
    }
    inside(element, { ...run, font, caps });
  },
  "w:t": (element, run) => say(run, symbolText(textOf(element), run.font)),
  "w:tab": (_, run) => say(run, "\t"),
  "w:ptab": (_, run) => say(run, "\t"),
  "w:cr": (_, run) => say(run, "\n"),
  "w:noBreakHyphen": (_, run) => say(run, "-"),
  "w:br": (element, run) => {
    if (element.attributes["w:type"] === "page") run.out.push({ kind: "break" });
    say(run, "\n");
  },
  "w:lastRenderedPageBreak": (_, run) => void run.out.push({ kind: "mark" }),
  "w:sym": (element, run) => {
    const [font = "", char = ""] = [element.attributes["w:font"], element.attributes["w:char"]];
    const code = Number.parseInt(char, 16);
    const sign = symbolOf(code, font);
    if (sign === "") doubt(run, `Ký hiệu của phông “${font}” không rõ là gì`, `mã ${char}`);
    say(run, sign || "□");
  },
  "w:fldChar": (element, run) => showField(run, run.reading.fields.mark(element), ""),
  "w:instrText": (element, run) => run.reading.fields.code(textOf(element)),
  "w:fldSimple": (element, run) => {
    const code = element.attributes["w:instr"] ?? "";
    if (isContents(code)) return;
    if (allOf(element, "w:t").length === 0) showField(run, unresolved(code), code);
    inside(element, run);
  },
  "w:ruby": (element, run) => {
    inside(element, run);
    const words = textOf(childOf(element, "w:rt")).trim();
    if (words !== "") doubt(run, "Chữ nhỏ chú ở trên chữ khác không đưa vào bản góp ý", words);
  },
  "w:footnoteReference": (element, run) => note(element, run, false),
  "w:endnoteReference": (element, run) => note(element, run, true),
  "m:oMath": formula,
  "m:oMathPara": (element, run) => {
    for (const child of elementsOf(element)) read(child, run);
  },
  "mc:AlternateContent": (element, run) => {
    const chosen = alternativeOf(element);
    if (chosen) inside(chosen, run);
  },
  "w:drawing": (element, run) => readDrawing(element, run.out),
  "w:pict": (element, run) => readDrawing(element, run.out),
  "w:object": (element, run) => readDrawing(element, run.out),
  "w:control": (_, run) => doubt(run, "Nút hoặc ô nhập ActiveX không đọc được", ""),
  "w:subDoc": (_, run) => doubt(run, "Tài liệu con ở tệp khác không đọc được", ""),
};

function showField(run: Run, shown: Shown | undefined, words: string): void {
  if (!shown) return;
  say(run, shown.text);
  if (shown.doubt !== "") doubt(run, shown.doubt, shown.text || words.trim());
}

function note(element: Element, run: Run, end: boolean): void {
  const id = element.attributes["w:id"] ?? "";
  const own = element.attributes["w:customMarkFollows"] ? "own" : "";
  if (run.reading.fields.visible) run.out.push({ kind: "note", id, end, own });
}

function formula(element: Element, run: Run): void {
  const text = wordMath(element).replace(/\s+/g, " ").trim();
  if (text === "") return;
  say(run, ` ${text} `);
  doubt(run, "Công thức được viết lại thành chữ trên một dòng", text);
}

function read(element: Element, run: Run): void {
  const how = rowOf(READ, element.name);
  if (how) how(element, run);
  else if (AROUND.test(element.name)) inside(element, run);
  else if (!SILENT.test(element.name)) unknown(element, run);
}

/** What is not known is read for the words in it, and said. */
function unknown(element: Element, run: Run): void {
  const words = textOf(element).replace(/\s+/g, " ").trim();
  doubt(run, `Phần tử lạ “${element.name}” trong tệp, chữ ở đây có thể thiếu`, words);
  const before = run.out.length;
  inside(element, run);
  if (words !== "" && !run.out.slice(before).some((piece) => piece.kind === "text")) say(run, words);
}

/** Everything a paragraph holds, field results and alternatives resolved, hidden and removed text left out. */
export function readPieces(paragraph: Element, chain: readonly Style[], reading: Reading): Piece[] {
  const out: Piece[] = [];
  const font = firstOf(chain, (one) => one.font) ?? reading.styles.defaultFont ?? "";
  const caps = firstOf(chain, (one) => one.caps) ?? false;
  const run: Run = { font, caps, out, reading, paragraph: chain };
  for (const child of paragraph.children) if (isElement(child)) read(child, run);
  return out;
}
