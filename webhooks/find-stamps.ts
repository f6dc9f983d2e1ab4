/**
 * The timestamp that Zalo signed stands inside the body (zalo/webhook.md §1). It is looked for in the text and not in a
 * parsed value: a body is parsed only once its signature holds, so that nobody else's bytes cost more than one pass.
 */
const STAMP = /"timestamp"\s*:\s*(?:\[\s*)?(?:"((?:[^"\\]|\\.)*)"|(-?[\d.eE+-]+))/g;
/** A body with more of them than this is nobody's event. */
const MOST = 8;
/** What a value of another kind becomes in a signer that glues texts together. */
const ODD = ["", "null", "true", "false", "[object Object]"];

/** Every text that may have been signed as the timestamp, most likely first; the header only helps a body without one. */
export function findStamps(body: Buffer, header: string | undefined): Set<string> {
  const found = new Set<string>();
  const text = body.toString("utf8");
  let n = 0;
  for (const [, quoted, digits] of text.matchAll(STAMP)) {
    if (quoted !== undefined) found.add(quoted).add(unescape(quoted));
    if (digits !== undefined) found.add(digits).add(String(Number(digits)));
    n += 1;
    if (n === MOST) break;
  }
  if (header !== undefined) found.add(header.trim());
  for (const one of ODD) found.add(one);
  return found;
}

function unescape(quoted: string): string {
  try {
    return String(JSON.parse(`"${quoted}"`));
  } catch {
    return quoted;
  }
}
