import { LinkifyIt } from "linkify-it";
import tlds from "tlds" with { type: "json" };
import { fold } from "../kernel/vietnamese.ts";
import { foldForLinks, type Folded, likeLatin } from "./fold-links.ts";
import { windowsOf } from "./windows.ts";
import { ENDINGS_THAT_ARE_WORDS, HIDING_HOSTS, POINTING } from "./known-hosts.ts";

export interface Link {
  /** as it was typed */
  word: string;
  /** as a browser would open it; "" when it would not */
  host: string;
  path: string;
  kind: "page" | "mail" | "other-scheme";
  /** may as well be two sentences without the blank between them */
  doubtful: boolean;
  /** where it stands in the text as given */
  at: number;
  end: number;
}

const ENDINGS: ReadonlySet<string> = new Set(tlds);
const finder = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false, tlds: [...tlds] })
  .add("ftp:", null)
  .add("//", null);

interface Span {
  at: number;
  end: number;
  schema: string;
}

/** Every link of a text, those written so that a machine shall not see them included, in the order they stand. */
export function findLinks(given: string): Link[] {
  const found: Link[] = [];
  for (const window of windowsOf(given.normalize("NFC")))
    for (const link of linksIn(window.text)) {
      const moved = { ...link, at: link.at + window.at, end: link.end + window.at };
      if (!found.some((one) => moved.at < one.end && moved.end > one.at)) found.push(moved);
    }
  return found.toSorted((a, b) => a.at - b.at);
}

function linksIn(text: string): Link[] {
  const folded = foldForLinks(text);
  const latin = likeLatin(folded.text);
  const spans = [...schemes(latin), ...addresses(latin)];
  const first = [...spans, ...matches(blankOut(latin, spans), spans)];
  const loose = blankOut(latin, first)
    .replace(/[:/\\_@~*|"'=#&?!;,…]/gu, " ")
    .replace(/(?<=^|\s)[-.]+/gu, (run) => " ".repeat(run.length));
  const second = [...first, ...matches(loose, first)];
  const all = [...second, ...clinging(blankOut(loose, second)), ...spaced(blankOut(latin, second))];
  return all
    .map((span) => withPath(latin, span))
    .map((span) => toLink(text, folded, latin, span))
    .flatMap((link) => (link ? [link] : []));
}

/** Something://anything, whatever the scheme: apps are opened by schemes of their own. */
const schemes = (text: string): Span[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}])([a-z][a-z0-9+.-]{1,30}):\/\/[^\s<>"“”]+/giu)].map((match) => ({
    at: match.index,
    end: match.index + match[0].replace(/[.,;:!?)\]}’'»]+$/u, "").length,
    schema: `${(match[1] ?? "").toLowerCase()}:`,
  }));

/** An address of numbers counts with a port or a path; alone it is the number of a paragraph. */
const addresses = (text: string): Span[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5}|\/[^\s]+)(?:\/[^\s]*)?/gu)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    schema: "",
  }));

const matches = (text: string, known: readonly Span[]): Span[] =>
  (finder.match(text) ?? [])
    .map((match) => ({ at: match.index, end: match.lastIndex, schema: match.schema }))
    .filter((span) => !known.some((one) => span.at < one.end && span.end > one.at));

const blankOut = (text: string, spans: readonly Span[]): string =>
  spans.reduce((now, { at, end }) => now.slice(0, at) + " ".repeat(end - at) + now.slice(end), text);

/** What clings to the words around it: "vay.com.Mọi người". */
function clinging(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu)) {
    const labels = match[0].split(".");
    let most = 0;
    for (let n = 1; n < labels.length; n += 1) if (ENDINGS.has((labels[n] ?? "").toLowerCase())) most = n;
    if ((labels[0] ?? "").toLowerCase() === "www") most = labels.length - 1;
    if (most > 0)
      found.push({ at: match.index, end: match.index + labels.slice(0, most + 1).join(".").length, schema: "" });
  }
  return found;
}

/** "vay .com", "vay. com" */
const spaced = (text: string): Span[] =>
  [...text.matchAll(/[\p{L}\p{N}-]+(?:\s+\.\s?|\.\s)(?:com|net|org|info|xyz|vip|vn)(?![\p{L}\p{N}.])/gu)].map(
    (match) => ({ at: match.index, end: match.index + match[0].length, schema: "spaced" }),
  );

/** What is written on behind a host without a blank belongs to the address. */
function withPath(text: string, span: Span): Span {
  if (span.schema === "mailto:") return span;
  const tail =
    /^(?::\d{2,5})?[/?#\\][^\s<>"“”]*/u.exec(text.slice(span.end))?.[0].replace(/[.,;:!?)\]}’'»]+$/u, "") ?? "";
  return { ...span, end: span.end + tail.length };
}

function toLink(given: string, folded: Folded, latin: string, span: Span): Link | undefined {
  const at = folded.from[span.at] ?? 0;
  const end = (folded.from[span.end - 1] ?? given.length - 1) + 1;
  const base = { word: given.slice(at, Math.max(end, at + 1)), at, end };
  // what a browser makes of it: letters that only look like ours stay what they are
  const typed = folded.text.slice(span.at, span.end).replace(/\s+/g, "");
  if (span.schema === "mailto:") {
    const host = hostOf(`http://${typed.split("@").at(-1) ?? ""}`).host;
    return { ...base, host, path: "", kind: "mail", doubtful: false };
  }
  const page = span.schema === "" || span.schema === "spaced" || /^(https?:|\/\/|ftp:)$/.test(span.schema);
  if (!page) return { ...base, host: "", path: "", kind: "other-scheme", doubtful: false };
  const bare = span.schema === "" || span.schema === "spaced";
  const { host, path } = hostOf(bare ? `http://${typed}` : span.schema === "//" ? `http:${typed}` : typed);
  const standing = bare && path === "" ? readAsWords(latin, span) : "link";
  if (standing === "words") return undefined;
  return { ...base, host, path, kind: "page", doubtful: standing === "doubt" };
}

/** A host that carries a name before an @, or none at all, is nobody's: "". */
function hostOf(address: string): { host: string; path: string } {
  try {
    const url = new URL(address);
    if (url.username !== "" || url.password !== "") return { host: "", path: "" };
    const path = url.pathname === "/" ? url.search : url.pathname + url.search;
    return { host: url.hostname.toLowerCase().replace(/\.$/, ""), path };
  } catch {
    return { host: "", path: "" };
  }
}

const SYLLABLE =
  /^(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?$/;
const TITLES = new Set("ts ths gs pgs bs ks cn tp tx tt q p h kp ub bv dr mr st no nxb".split(" "));
const isMarked = (text: string): boolean => /[^\u0000-\u007f]/.test(text);

/**
 * "sở.Ai" may be two sentences, "TS.BS" is a title, "1.Ai" a number in a list. Only two labels and nothing else can be
 * read so; a known shortener never.
 */
function readAsWords(text: string, span: Span): "link" | "doubt" | "words" {
  if (span.schema === "spaced") return "doubt";
  const labels = text.slice(span.at, span.end).split(".");
  const [left = "", right = ""] = labels;
  if (labels.length !== 2 || HIDING_HOSTS.has(`${left}.${right}`.toLowerCase())) return "link";
  const opens = /^\p{Lu}\p{Ll}*$/u.test(right);
  const shouted = /^[A-Z]{2}$/.test(right);
  if (/^\d+$/.test(left) && (opens || shouted)) return "words";
  if (shouted && TITLES.has(left.toLowerCase()) && right !== "VN") return "words";
  const syllable = SYLLABLE.test(fold(left));
  if (syllable && isMarked(left) && opens) return "doubt";
  const word = ENDINGS_THAT_ARE_WORDS.has(right.toLowerCase());
  if (word && (opens || (isMarked(left) && syllable))) return "doubt";
  if (shouted && /^[A-ZĐ]{1,4}$/.test(left) && !syllable && right !== "VN") return "doubt";
  const pointed = POINTING.test(text.slice(Math.max(0, span.at - 30), span.at));
  return word && syllable && left.length > 1 && !pointed ? "doubt" : "link";
}
