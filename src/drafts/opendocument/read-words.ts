import type { FlowPiece } from "../flow.ts";
import { markupMath } from "../office/math-text.ts";
import { bounded } from "../office/limits.ts";
import { allOf, childOf, type Element, elementsOf, isElement, textOf } from "../office/parse-xml.ts";
import { symbolText } from "../office/symbols.ts";
import type { OdtStyles } from "./read-styles.ts";
import { rowOf } from "../../kernel/table.ts";

export interface OdtNote {
  number: string;
  body: Element;
}
/** What a paragraph of OpenDocument holds. */
export type OdtPiece = FlowPiece<OdtNote>;

export interface Words {
  styles: OdtStyles;
  /** content of an embedded object */
  formula(path: string): Element | undefined;
}

/** Marks and fields that print nothing. */
const SILENT =
  /^(?:text:(?:bookmark(?:-start|-end)?|reference-mark(?:-start|-end)?|change(?:-start|-end)?|alphabetical-index-mark(?:-start|-end)?|toc-mark(?:-start|-end)?|user-index-mark(?:-start|-end)?|hidden-paragraph|number|ruby-text|variable-set-hidden|script|soft-hyphen)|office:(?:annotation|annotation-end|event-listeners)|svg:(?:title|desc)|style:\w+|loext:(?!content-control$)[\w-]+|draw:(?:glue-point|image-map|a-hidden))$/;

interface Run {
  out: OdtPiece[];
  font: string;
  caps: boolean;
  words: Words;
}
type Read = (element: Element, run: Run) => void;

const say = (run: Run, text: string): void => {
  if (text !== "") run.out.push({ kind: "text", text: symbolText(text, run.font), font: run.font, caps: run.caps });
};
const doubt = (run: Run, what: string, text: string): void => void run.out.push({ kind: "doubt", what, text });

function inside(element: Element, run: Run): void {
  for (const child of element.children)
    if (isElement(child)) read(child, run);
    // blanks and line ends of the file are one blank
    else say(run, child.replace(/\s+/g, " "));
}

const styled: Read = (element, run) => {
  const name = element.attributes["text:style-name"];
  const { styles } = run.words;
  if (styles.find(name, "hidden")) return;
  const font = styles.find(name, "font") ?? run.font;
  inside(element, { ...run, font, caps: styles.find(name, "caps") ?? run.caps });
};

const READ: Readonly<Record<string, Read>> = {
  "text:span": styled,
  "text:a": styled,
  "loext:content-control": inside,
  "text:meta": inside,
  "text:meta-field": inside,
  "text:ruby": (element, run) => {
    inside(element, run);
    const words = textOf(childOf(element, "text:ruby-text")).trim();
    if (words !== "") doubt(run, "Chữ nhỏ chú ở trên chữ khác không đưa vào bản góp ý", words);
  },
  "text:hidden-text": (element, run) => {
    if (element.attributes["text:is-hidden"] === "false") inside(element, run);
  },
  "text:ruby-base": inside,
  "text:s": (element, run) => {
    const blanks = bounded(element.attributes["text:c"], 1, 0, 10_000, "Số khoảng trắng liền nhau");
    if (blanks > 0) say(run, " ");
  },
  "text:tab": (_, run) => say(run, "\t"),
  "text:line-break": (_, run) => say(run, "\n"),
  "text:soft-page-break": (_, run) => void run.out.push({ kind: "mark" }),
  "text:note": (element, run) => {
    const body = childOf(element, "text:note-body");
    const number = textOf(childOf(element, "text:note-citation")).trim();
    const end = element.attributes["text:note-class"] === "endnote";
    if (body) run.out.push({ kind: "note", number, body, end });
  },
  "draw:frame": frame,
  "draw:a": (element, run) => {
    for (const child of elementsOf(element)) read(child, run);
  },
  "draw:g": (element, run) => {
    for (const child of elementsOf(element)) read(child, run);
  },
};

/** Shapes hold their words as paragraphs. */
const SHAPE =
  /^draw:(?:custom-shape|rect|ellipse|circle|polygon|path|line|connector|caption|text-box|polyline|regular-polygon|measure|page-thumbnail)$/;

function shape(element: Element, run: Run): void {
  if (allOf(element, "text:p").length + allOf(element, "text:h").length > 0)
    run.out.push({ kind: "box", blocks: element });
}

/** A frame shows the first of what it holds that can be read: a text box, a formula; else it is something to look at. */
function frame(element: Element, run: Run): void {
  const name =
    textOf(childOf(element, "svg:title")) ||
    textOf(childOf(element, "svg:desc")) ||
    element.attributes["draw:name"] ||
    "";
  const box = childOf(element, "draw:text-box");
  if (box) return shape(box, run);
  const object = childOf(element, "draw:object");
  if (object) return embedded(object, name, run);
  if (childOf(element, "draw:object-ole")) return doubt(run, "Đối tượng nhúng không đọc được", name);
  if (childOf(element, "draw:image")) return doubt(run, "Hình ảnh: chữ trong hình không đọc được", name);
  doubt(run, "Phần nhúng trong tệp không đọc được", name);
}

function embedded(object: Element, name: string, run: Run): void {
  const root = allOf(object, "math:math")[0] ?? run.words.formula(object.attributes["xlink:href"] ?? "");
  if (root && (root.name === "math:math" || root.name === "math")) {
    const text = markupMath(root).replace(/\s+/g, " ").trim();
    say(run, ` ${text} `);
    return doubt(run, "Công thức được viết lại thành chữ trên một dòng", text);
  }
  doubt(
    run,
    allOf(root, "office:chart").length > 0 ? "Biểu đồ không đọc được" : "Đối tượng nhúng không đọc được",
    name,
  );
}

function read(element: Element, run: Run): void {
  const how = rowOf(READ, element.name);
  if (how) how(element, run);
  else if (SHAPE.test(element.name)) shape(element, run);
  else if (SILENT.test(element.name)) return;
  // fields show the text they hold: dates, names, numbers of pages
  else if (element.name.startsWith("text:")) inside(element, run);
  else {
    const words = textOf(element).replace(/\s+/g, " ").trim();
    doubt(run, `Phần tử lạ “${element.name}” trong tệp, chữ ở đây có thể thiếu`, words);
    say(run, words);
  }
}

/** Everything a paragraph or heading holds. */
export function readOdtPieces(paragraph: Element, words: Words): OdtPiece[] {
  const out: OdtPiece[] = [];
  const font = words.styles.find(paragraph.attributes["text:style-name"], "font") ?? "";
  const caps = words.styles.find(paragraph.attributes["text:style-name"], "caps") ?? false;
  inside(paragraph, { out, font, caps, words });
  return out;
}
