import { XMLParser } from "fast-xml-parser";

/** An element as fast-xml-parser gives it with `preserveOrder`: one key is its name, `:@` holds its attributes. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** of text only */
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
});

/**
 * Parses XML in document order. Names keep their prefix (`w:p`, `text:h`).
 * @throws Error for XML with a document type: office files have none, and its entities could grow without end
 */
export function parseXml(xml: string): Element[] {
  if (/<!DOCTYPE/i.test(xml)) throw new Error("XML with a document type");
  return (parser.parse(xml) as Raw[]).map(toElement);
}

type Raw = Record<string, unknown>;

function toElement(raw: Raw): Element {
  const name = Object.keys(raw).find((key) => key !== ":@") ?? "";
  if (name === "#text") return { name, attributes: {}, children: [], text: String(raw[name]) };
  const children = Array.isArray(raw[name]) ? (raw[name] as Raw[]).map(toElement) : [];
  return { name, attributes: (raw[":@"] as Record<string, string> | undefined) ?? {}, children, text: "" };
}

export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name);

/** Every element of a name, at any depth, in order. */
export function* allOf(elements: Element[], name: string): Generator<Element> {
  for (const element of elements) {
    if (element.name === name) yield element;
    yield* allOf(element.children, name);
  }
}
