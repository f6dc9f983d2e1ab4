import { allOf, childOf, type Element, elementsOf, valueOf } from "../office/parse-xml.ts";
import { toggle } from "./read-styles.ts";
import { type Shown, unresolved } from "./unresolved-field.ts";

interface Field {
  code: string;
  /** its result is being read, no longer what it is made from */
  shown: boolean;
  begin: Element;
}

/** What Word makes from the text itself: contents, lists of figures, an index. */
const MADE = /^\s*(?:TOC|TOA|INDEX|RD)(?!\w)/i;
export const isContents = (code: string): boolean => MADE.test(code);

/**
 * Fields through paragraphs: what they are made from is not printed, their result is, except a table of contents. A
 * field that begins and never ends hides nothing.
 */
export class Fields {
  private readonly open: Field[] = [];
  private readonly loose: ReadonlySet<Element>;

  constructor(story: Element | undefined) {
    this.loose = unmatched(story);
  }

  /** Whether what stands here is printed. */
  get visible(): boolean {
    return this.open.every((field) => field.shown && !isContents(field.code));
  }
  get inContents(): boolean {
    return this.open.some((field) => isContents(field.code));
  }

  code(text: string): void {
    const field = this.open.at(-1);
    if (field && !field.shown) field.code += text;
  }

  /** A mark of a field; returns what one without a result shows where it ends. */
  mark(element: Element): Shown | undefined {
    if (this.loose.has(element)) return undefined;
    const kind = element.attributes["w:fldCharType"];
    if (kind === "begin") this.open.push({ code: "", shown: false, begin: element });
    const field = this.open.at(-1);
    if (kind === "separate" && field) field.shown = true;
    if (kind !== "end") return undefined;
    this.open.pop();
    if (!field || field.shown || !this.visible || isContents(field.code)) return undefined;
    const text = formText(field);
    return text === undefined ? unresolved(field.code) : { text, doubt: "" };
  }
}

/** A box that is ticked or not, a list with one entry chosen: forms of Word 97 have no result. */
function formText(field: Field): string | undefined {
  const data = childOf(field.begin, "w:ffData");
  const box = childOf(data, "w:checkBox");
  if (box) return (toggle(box, "w:checked") ?? toggle(box, "w:default") ?? false) ? "☒" : "☐";
  const list = childOf(data, "w:ddList");
  if (!list) return undefined;
  const entries = elementsOf(list).filter((one) => one.name === "w:listEntry");
  const chosen = Number(valueOf(list, "w:result") ?? valueOf(list, "w:default") ?? 0);
  return entries[chosen]?.attributes["w:val"] ?? "";
}

function unmatched(story: Element | undefined): ReadonlySet<Element> {
  const open: Element[] = [];
  const loose = new Set<Element>();
  for (const mark of allOf(story, "w:fldChar")) {
    const kind = mark.attributes["w:fldCharType"];
    if (kind === "begin") open.push(mark);
    else if (kind === "end" && open.pop() === undefined) loose.add(mark);
    else if (kind === "separate" && open.length === 0) loose.add(mark);
  }
  for (const mark of open) loose.add(mark);
  return loose;
}
