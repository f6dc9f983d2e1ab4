import { isBlockTag } from "./view-meaning.ts";

/** As a tool that compares counts them: a Vietnamese letter is two or three. */
export const MOST_BYTES = 160;
export const bytesOf = (text: string): number => Buffer.byteLength(text);
type IsSeen = (parts: readonly string[]) => boolean;
const STEP = "  ";

interface Token {
  text: string;
  /** `tag`: of a block; `block`: {{#…}}, {{else}}, {{/…}}; `inside`: text, inline tags, values, whole <textarea> */
  kind: "open" | "close" | "void" | "begin" | "else" | "end" | "inside";
}

const TOKENS =
  /<(textarea|pre|script|style)\b[\s\S]*?<\/\1>|\{\{!--[\s\S]*?--\}\}|\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}|<\/?[a-zA-Z](?:\{\{[\s\S]*?\}\}|"(?:\{\{[\s\S]*?\}\}|[^"])*"|[^">])*>|[^<{]+|[\s\S]/g;
const TAG_WITH_BLANKS = /^<(textarea|pre|script|style)\b/;
const VOID = /^<(hr|col)\b/;

function kindOf(text: string): Token["kind"] {
  if (/^\{\{~?#/.test(text)) return "begin";
  if (/^\{\{~?\s*else\b/.test(text)) return "else";
  if (/^\{\{~?\//.test(text)) return "end";
  if (!isBlockTag(text)) return "inside";
  return text.startsWith("</") ? "close" : VOID.test(text) ? "void" : "open";
}

const isTag = (token: Token | undefined): boolean => token !== undefined && /^(open|close|void)$/.test(token.kind);
const isStatement = (token: Token | undefined): boolean => token !== undefined && /^(begin|else|end)$/.test(token.kind);

/** Breaks one line at the borders of blocks; each part at its depth, the first where the line began. */
export function breakAtBorders(line: string, isSeen: IsSeen): string[] {
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  const tokens = joinInside(
    [...line.slice(indent.length).matchAll(TOKENS)].map(([text]) => ({ text, kind: kindOf(text) })),
  );
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  let partDepth = 0;
  for (const [n, token] of tokens.entries()) {
    if (/^(close|end|else)$/.test(token.kind)) depth -= 1;
    if (part === "") partDepth = depth;
    part += token.text;
    if (/^(open|begin|else)$/.test(token.kind)) depth += 1;
    const whole = indent + STEP.repeat(Math.max(0, partDepth)) + part.trim();
    const rest = tokens.slice(n + 1).map(({ text }) => text);
    if (rest.length > 0 && (!mayBreak(tokens, n) || isSeen([...parts, whole, rest.join("")]))) continue;
    parts.push(whole);
    part = "";
  }
  return parts;
}

/** Text and inline tags that follow each other are one, a blank at an end of theirs stays with them. */
function joinInside(tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (last?.kind === "inside" && token.kind === "inside") last.text += token.text;
    else joined.push({ ...token });
  }
  return joined.filter((token) => token.text !== "");
}

/** Whether a new line after this token is one that nobody sees, and sets apart what is more than a few words. */
function mayBreak(tokens: Token[], n: number): boolean {
  const [left, right] = [tokens[n], tokens[n + 1]];
  if (isTag(left) && isTag(right)) return true;
  if (isTag(left) && isStatement(right)) return true;
  if (isStatement(left) && isTag(right)) return true;
  // two statements: the line between them is taken away only where each stands alone
  if (isStatement(left) && isStatement(right)) return isTag(tokens[n - 1]) && isTag(tokens[n + 2]);
  // what stands beside a block and is no words of its own: a closed block before it, a block after it
  if (left?.kind === "close" || right?.kind === "open") return isTag(left) || isTag(right);
  return false;
}

/** Breaks what is still too long at its blanks: between attributes, of the text, within {{…}}. */
export function wrap(line: string, isSeen: IsSeen): string[] {
  const indent = (/^\s*/.exec(line)?.[0] ?? "") + STEP;
  const blanks = blanksOf(line);
  const lines: string[] = [];
  let rest = line;
  while (bytesOf(rest) > MOST_BYTES) {
    const from = line.length - rest.trimStart().length;
    const before = /^\s*/.exec(rest)?.[0] ?? "";
    const cut = (at: number): [string, string] => [
      before + line.slice(from, at).trimEnd(),
      indent + line.slice(at).trimStart(),
    ];
    const fits = blanks.filter(({ at }) => at > from && bytesOf(cut(at)[0]) <= MOST_BYTES).toReversed();
    const tagsFrom = (least: number): Blank[] =>
      fits.filter(({ kind, at }) => kind === "tag" && bytesOf(line.slice(from, at)) > least);
    const chosen = [
      ...tagsFrom(MOST_BYTES / 2),
      ...tagsFrom(MOST_BYTES / 4),
      ...fits.filter(({ kind }) => kind === "statement"),
      ...fits.filter(({ kind }) => kind === "words"),
      ...tagsFrom(0),
      ...fits.filter(({ kind }) => kind === "name"),
    ].find(({ at }) => !isSeen([...lines, ...cut(at)]));
    if (!chosen) break;
    const [first, next] = cut(chosen.at);
    lines.push(first);
    rest = next;
  }
  return [...lines, rest];
}

interface Blank {
  at: number;
  /** `name`: after what a statement is ({{#if), the last choice */
  kind: "tag" | "statement" | "words" | "name";
}

/** Where a blank may become a new line: not within quotes. */
function blanksOf(line: string): Blank[] {
  const found: Blank[] = [];
  for (const match of line.matchAll(TOKENS)) {
    const [text] = match;
    if (text.startsWith("{{!")) continue;
    // of a <textarea> with all that is in it, the tag alone
    const tag = TAG_WITH_BLANKS.test(text) ? (/^<(?:"[^"]*"|[^">])*>/.exec(text)?.[0] ?? "") : text;
    const own = /^(<|\{\{)/.test(text) ? outsideQuotes(tag) : [...text.matchAll(/ +/g)].map((one) => one.index);
    for (const at of own) found.push({ at: match.index + at, kind: kindOfBlank(text, at) });
  }
  // the value of a field stays beside its name, " checked" beside its condition
  return found.filter(({ at, kind }) => {
    const [before, after] = [line.slice(0, at), line.slice(at)];
    return (
      !before.endsWith(" ") && !/^ *value=/.test(after) && !(kind === "tag" && /\{\{(#|else)[^}]*\}\}$/.test(before))
    );
  });
}

function kindOfBlank(text: string, at: number): Blank["kind"] {
  const begun = text.lastIndexOf("{{", at);
  if (begun > text.lastIndexOf("}}", at))
    return /^\{\{[#>]?\s*(else )?\S+$/.test(text.slice(begun, at)) ? "name" : "statement";
  return text.startsWith("<") ? "tag" : "words";
}

/** Blanks of a tag or of {{…}} that belong to no value; within {{…}} of a value they are its own. */
function outsideQuotes(text: string): number[] {
  const found: number[] = [];
  let quote = "";
  let depth = 0;
  for (let n = 0; n < text.length; n += 1) {
    const two = text.slice(n, n + 2);
    const letter = text.charAt(n);
    if (two === "{{") depth += 1;
    if (two === "}}") depth -= 1;
    if (depth === 0 && letter === '"') quote = quote === "" ? '"' : "";
    const inValue = depth > 0 ? isInString(text, n) : quote !== "";
    if (letter === " " && !inValue) found.push(n);
  }
  return found;
}

/** Whether a letter within {{…}} is in one of its strings. */
function isInString(text: string, n: number): boolean {
  const begun = text.lastIndexOf("{{", n);
  return (text.slice(begun, n).match(/["']/g)?.length ?? 0) % 2 === 1;
}
