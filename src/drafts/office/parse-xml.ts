import { SaxesParser } from "saxes";
import { Scope } from "./namespaces.ts";
import { tooMuch } from "./limits.ts";

/** An element with names in the prefixes of `namespaces.ts`, whatever the file calls them: `w:p`, `text:h`. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (Element | string)[];
}

export interface XmlLimits {
  elements: number;
  depth: number;
  letters: number;
}
/** A draft of 5,000 paragraphs has about 100,000 elements; Word itself nests tables thirty deep at most. */
const LIMITS: XmlLimits = { elements: 1_500_000, depth: 250, letters: 8_000_000 };

const NONE: Readonly<Record<string, string>> = {};

/**
 * Parses XML in document order.
 * @param drop names of elements that are left out with all that stands in them
 * @throws Error for what is no XML or has a document type (office files have none, and its entities could grow without
 * end); AppError 422 when it is larger than a draft can be
 */
export function parseXml(xml: string, drop: ReadonlySet<string> = new Set(), limits = LIMITS): Element {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const root: Element = { name: "", attributes: NONE, children: [] };
  const open: Element[] = [root];
  const scopes = [new Scope()];
  let dropping = 0;
  let [elements, letters] = [0, 0];
  parser.on("doctype", () => {
    throw new Error("XML with a document type");
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    elements += 1;
    if (elements > limits.elements) throw tooMuch(`Tệp có hơn ${limits.elements} phần tử`);
    if (open.length + dropping > limits.depth) throw tooMuch(`Tệp lồng nhau quá ${limits.depth} lớp`);
    const scope = (scopes.at(-1) ?? new Scope()).within(tag.attributes);
    scopes.push(scope);
    const name = scope.element(tag.name);
    if (dropping > 0 || drop.has(name)) {
      dropping += 1;
      return;
    }
    const element: Element = {
      name,
      attributes: attributesOf(tag.attributes, scope),
      children: [],
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    scopes.pop();
    if (dropping > 0) dropping -= 1;
    else open.pop();
  });
  const text = (words: string): void => {
    if (dropping > 0) return;
    letters += words.length;
    if (letters > limits.letters) throw tooMuch(`Tệp có hơn ${limits.letters} chữ`);
    open.at(-1)?.children.push(words);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  // in pieces: a text of millions of references is found too long before it is built whole
  for (let at = 0; at < xml.length; at += CHUNK) parser.write(xml.slice(at, at + CHUNK));
  parser.close();
  const first = root.children.find(isElement);
  if (!first) throw new Error("no element");
  return first;
}
const CHUNK = 65_536;

function attributesOf(given: Readonly<Record<string, string>>, scope: Scope): Readonly<Record<string, string>> {
  let found: Record<string, string> | undefined;
  for (const written of Object.keys(given)) {
    const name = scope.attribute(written);
    if (name === "") continue;
    found ??= {};
    found[name] = given[written] ?? "";
  }
  return found ?? NONE;
}

export const isElement = (node: Element | string): node is Element => typeof node === "object";
export const elementsOf = (element: Element | undefined): Element[] => element?.children.filter(isElement) ?? [];
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child): child is Element => isElement(child) && child.name === name);
/** Value of a child's own attribute: `<w:numFmt w:val="decimal"/>`. */
export const valueOf = (element: Element | undefined, child: string, attribute = "w:val"): string | undefined =>
  childOf(element, child)?.attributes[attribute];

/** Every element of a name, at any depth, in order; nothing is called again for each level, so depth costs no stack. */
export function allOf(element: Element | undefined, name: string): Element[] {
  const found: Element[] = [];
  const waiting: (Element | string)[] = element ? [element] : [];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (next === undefined || !isElement(next)) continue;
    if (next.name === name) found.push(next);
    for (let n = next.children.length - 1; n >= 0; n -= 1) {
      const child = next.children[n];
      if (child !== undefined && isElement(child)) waiting.push(child);
    }
  }
  return found;
}

/** All letters within, as they stand. */
export function textOf(element: Element | undefined): string {
  let text = "";
  for (const child of element?.children ?? []) text += isElement(child) ? textOf(child) : child;
  return text;
}
