import { type DefaultTreeAdapterMap, parseFragment } from "parse5";

type Node = DefaultTreeAdapterMap["childNode"];

/** How a text of GIFT says it is written; without a word it is `moodle`, which shows HTML where there is some. */
export type TextFormat = "html" | "moodle" | "plain" | "markdown";

const TAG =
  /<(?!\/?(?:a|abbr|b|big|blockquote|br|center|code|del|div|dd|dl|dt|em|font|h[1-6]|hr|i|img|input|ins|label|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|audio|video|source|iframe|object|embed|svg|math|script|style)\b[^<>]*>|!--)/gi;
const BLOCK = /^(?:blockquote|center|div|dd|dl|dt|h[1-6]|hr|li|ol|p|pre|table|tr|ul)$/;
const MEDIA = /^(?:img|audio|video|iframe|object|embed|svg|math|input)$/;
const UP = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const DOWN = "₀₁₂₃₄₅₆₇₈₉";

/** What of a text cannot be kept as letters. */
export class LostMedia extends Error {}

const lifted = (text: string, digits: string): string | undefined =>
  /^\d+$/.test(text) ? [...text].map((digit) => digits[Number(digit)]).join("") : undefined;

function wordsOf(node: Node, tight: boolean): string {
  if (node.nodeName === "#text" && "value" in node)
    return tight ? node.value.replace(/[\t\n\r\f ]+/g, " ") : node.value;
  if (!("childNodes" in node) || /^(?:script|style)$/.test(node.nodeName)) return "";
  const name = node.nodeName;
  if (MEDIA.test(name)) throw new LostMedia(name);
  if (name === "br") return "\n";
  const inside = node.childNodes.map((child) => wordsOf(child, tight)).join("");
  if (name === "sup") return lifted(inside, UP) ?? inside;
  if (name === "sub") return lifted(inside, DOWN) ?? inside;
  if (name === "td" || name === "th") return `${inside} `;
  return BLOCK.test(name) ? `\n${inside}\n` : inside;
}

/**
 * A text without its tags and with its letters for its entities, lines as they are seen. "a < b" and "x<y" stay.
 * @throws LostMedia for a picture, a sound or a formula that is drawn
 */
export function plainOf(text: string, format: TextFormat): string {
  if (format === "plain" || !/[<&]/.test(text)) return format === "html" ? tidyLines(text.replace(/\s+/g, " ")) : text;
  const { childNodes } = parseFragment(text.replace(TAG, "&lt;"));
  return tidyLines(childNodes.map((node) => wordsOf(node, format === "html")).join(""));
}

const tidyLines = (text: string): string =>
  text
    .replace(/\u00a0/g, " ")
    .replace(/ *\n */g, "\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
