/**
 * The top-level members of a JSON object as they stand in the text, found in one pass without building anything: depth
 * and shape of the values do not matter. `undefined` when the text is no object at that level, or has more than `most`.
 */
export function topLevel(text: string, most = Number.POSITIVE_INFINITY): Map<string, string> | undefined {
  const members = new Map<string, string>();
  let at = skipBlank(text, 0);
  if (text[at] !== "{") return undefined;
  at = skipBlank(text, at + 1);
  if (text[at] === "}") return members;
  for (;;) {
    const key = text[at] === '"' ? endOfString(text, at) : -1;
    if (key < 0) return undefined;
    const colon = skipBlank(text, key);
    if (text[colon] !== ":") return undefined;
    const from = skipBlank(text, colon + 1);
    const to = endOfValue(text, from);
    if (to <= from) return undefined;
    members.set(text.slice(at + 1, key - 1), text.slice(from, to).trimEnd());
    if (members.size > most) return undefined;
    const next = skipBlank(text, to);
    if (text[next] === "}") return members;
    if (text[next] !== ",") return undefined;
    at = skipBlank(text, next + 1);
  }
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return at;
}

/** One behind the closing quote; -1 when there is none. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return -1;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') {
      at = endOfString(text, at) - 1;
      if (at < 0) return -1;
    } else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") {
      if (depth === 0) return at;
      depth -= 1;
    } else if (sign === "," && depth === 0) return at;
  }
  return -1;
}
