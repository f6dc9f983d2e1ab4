/**
 * A text as a machine that looks for links should read it: full-width letters and dots made plain, invisible characters
 * gone, `hxxp`, `[.]` and "chấm com" undone. Every letter knows where it stood, so that what is found can be named in
 * the words of whoever typed it.
 */
export interface Folded {
  text: string;
  /** for each letter of `text`, its place in the text that was given */
  from: number[];
}

const DOTS = new Set("。｡．․‧ꓸ܁܂۔");
/** Bullets people put between the letters of an address; between blanks they are what they look like. */
const BULLETS = new Set("·•∙⋅・");
const SLASHES = new Set("⁄∕╱⧸／");
const COLONS = new Set("：∶꞉");
const INVISIBLE = /^[\p{Cf}\p{Variation_Selector}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2800\u3164\uffa0]$/u;
const WORDISH = /[\p{L}\p{N}]/u;

export function foldForLinks(given: string): Folded {
  const folded: Folded = { text: "", from: [] };
  let at = 0;
  let letter = false;
  for (const sign of given) {
    const next = given.slice(at + sign.length, at + sign.length + 2);
    const plain = INVISIBLE.test(sign) ? "" : plainOf(sign, letter && WORDISH.test(next));
    for (let n = 0; n < plain.length; n += 1) folded.from.push(at);
    folded.text += plain;
    if (plain !== "") letter = WORDISH.test(plain);
    at += sign.length;
  }
  return REWRITES.reduce((now, [pattern, by]) => rewrite(now, pattern, by), folded);
}

function plainOf(sign: string, between: boolean): string {
  if (DOTS.has(sign) || (between && BULLETS.has(sign))) return ".";
  if (SLASHES.has(sign)) return "/";
  if (COLONS.has(sign)) return ":";
  if (sign === "…") return sign;
  return sign < "\u0250" || /\p{L}\p{M}*/u.test(sign.normalize("NFD")) ? compat(sign) : sign.normalize("NFKC");
}
const compat = (sign: string): string => (sign < "\u0080" ? sign : sign.normalize("NFKC"));

const COMMON = "com|net|org|vn|info|top|xyz|vip|club|online|site|shop|live|link|click|store|app|io|cc|me|biz";

/** What people write so that a link is no link to a machine and still one to a reader. */
const REWRITES: readonly [RegExp, string][] = [
  [/h[x×*]{1,3}ps(?=\s*[:[/\\])/giu, "https"],
  [/h[x×*]{1,3}p(?=\s*[:[/\\])/giu, "http"],
  [/[[({<]\s*:\s*(\/\/)?\s*[\])}>]/gu, ":$1"],
  [/\s*[[({<]\s*(?:\.|dot|chấm|cham)\s*[\])}>]\s*/giu, "."],
  [/(?<=https?)\s*:?\s*[\\/]\s*[\\/]\s*/giu, "://"],
  [new RegExp(`(?<=[\\p{L}\\p{N}])\\s+(?:dot|chấm|cham)\\s+(?=(?:${COMMON})(?![\\p{L}\\p{N}]))`, "giu"), "."],
];

function rewrite({ text, from }: Folded, pattern: RegExp, by: string): Folded {
  const out: Folded = { text: "", from: [] };
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const put = by.replace("$1", match[1] ?? "");
    out.text += text.slice(at, match.index) + put;
    out.from.push(...from.slice(at, match.index));
    for (let n = 0; n < put.length; n += 1) out.from.push(from[match.index] ?? 0);
    at = match.index + match[0].length;
  }
  if (at === 0) return { text, from };
  return { text: out.text + text.slice(at), from: [...out.from, ...from.slice(at)] };
}

/** Letters of other alphabets that look like ours: for finding a link only, never for saying that it is allowed. */
const TWINS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."аaеeоoрpсcуyхxѕsіiјjһhԁdԛqԝwӏlνvοoαaεeιiкkтtмmвbнhАAЕEОOРPСCУYХXТTМMВBНHКKІIЈJЅSΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"]
    .join("")
    .match(/../gu)
    ?.map((pair) => [pair.charAt(0), pair.charAt(1)]) ?? [],
);
export const likeLatin = (text: string): string => text.replace(/[\u0370-\u052f]/gu, (sign) => TWINS[sign] ?? sign);
