import { type DefaultTreeAdapterMap, parseFragment } from "parse5";

/** A page as parse5 reads it. */
export type Node = DefaultTreeAdapterMap["node"];
export type Element = DefaultTreeAdapterMap["element"];
export type Parent = DefaultTreeAdapterMap["parentNode"];

export const attr = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;
export function setAttr(element: Element, name: string, value: string | undefined): void {
  const there = element.attrs.find((one) => one.name === name);
  if (value === undefined) element.attrs = element.attrs.filter((one) => one !== there);
  else if (there) there.value = value;
  else element.attrs.push({ name, value });
}
const isElement = (node: Node): node is Element => "tagName" in node;
const childrenOf = (node: Node): readonly Node[] => ("childNodes" in node ? node.childNodes : []);

export function* elementsOf(node: Node): Generator<Element> {
  for (const child of childrenOf(node)) {
    if (isElement(child)) yield child;
    yield* elementsOf(child);
  }
}
export function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return childrenOf(node).map(textOf).join("");
}
export function setText(element: Element, value: string): void {
  // a line end directly after <textarea> is not part of the text: one more is written before one that is
  const text = element.tagName === "textarea" && value.startsWith("\n") ? `\n${value}` : value;
  element.childNodes = [{ nodeName: "#text", value: text, parentNode: element }];
}
export function insert(parent: Parent, at: number, markup: string): void {
  const made = parseFragment(markup).childNodes;
  for (const node of made) node.parentNode = parent;
  parent.childNodes.splice(at, 0, ...made);
}
export const insertAfter = (node: Element, markup: string): void => {
  if (node.parentNode) insert(node.parentNode, node.parentNode.childNodes.indexOf(node) + 1, markup);
};
export const insertBefore = (node: Element, markup: string): void => {
  if (node.parentNode) insert(node.parentNode, node.parentNode.childNodes.indexOf(node), markup);
};
export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0))};`);
