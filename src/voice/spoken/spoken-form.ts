import { CODES } from "./codes.ts";
import { DATES } from "./dates.ts";
import { DOUBTS } from "./doubts.ts";
import { DOCUMENTS, ROMANS } from "./documents.ts";
import { HOURS } from "./hours.ts";
import { LINKS } from "./links.ts";
import { PHONES } from "./phones.ts";
import { QUANTITIES } from "./quantities.ts";
import { SLASHES } from "./slashes.ts";
import type { Rule, Spot } from "./spot.ts";
import { BEFORE_QUANTITIES, SYMBOLS } from "./symbols.ts";
import { KNOWN, patternOf, WORDS } from "./words.ts";

/** How a unit says something of its own: a name, a short form. */
export interface Entry {
  readonly written: string;
  readonly spoken: string;
}

/** Something no rule knows for sure, and a person must. */
export interface Unknown {
  readonly token: string;
  readonly at: number;
  readonly why: string;
  readonly choices: readonly string[];
}

export interface SpokenForm {
  /** What is said; an unknown stands as "[? TB-17]", which no voice is given. */
  readonly spoken: string;
  readonly unknown: readonly Unknown[];
}

/** The first that knows what stands there says it; each refuses what it is not sure of. */
const RULES: readonly Rule[] = [
  ...LINKS,
  ...DOUBTS,
  ...KNOWN,
  ...PHONES,
  ...DATES,
  ...HOURS,
  ...DOCUMENTS,
  ...CODES,
  ...ROMANS,
  ...SLASHES,
  ...BEFORE_QUANTITIES,
  ...QUANTITIES,
  ...WORDS,
  ...SYMBOLS,
];

const lexiconRule = (entries: readonly Entry[]): Rule[] => {
  const said = new Map(entries.map(({ written, spoken }) => [written.normalize("NFC"), spoken.normalize("NFC")]));
  if (said.size === 0) return [];
  return [
    {
      name: "the unit's lexicon",
      pattern: new RegExp(`(?:${patternOf(said.keys())})(?![\\p{L}\\p{N}\\p{M}])`, "uy"),
      say: ([written]) => said.get(written),
    },
  ];
};

function spotAt(text: string, at: number): Spot {
  const start = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 120);
  const before = text.slice(start, at);
  return { text, at, before, after: (pattern) => pattern.test(before) };
}

/** What no rule takes: to the next space, without the marks around it. */
function unreadAt(text: string, at: number): string {
  const run = /\S+/y;
  run.lastIndex = at;
  const [whole = text[at] ?? ""] = run.exec(text) ?? [];
  const bare = whole.replace(/[.,;:!?)\]”"’…»]+$/u, "");
  return bare === "" ? whole : bare;
}

const WHY = "không quy tắc nào biết cách đọc";

interface Step {
  readonly length: number;
  readonly out: string;
  readonly unknown?: Unknown;
}

function stepAt(rules: readonly Rule[], text: string, at: number): Step {
  const spot = spotAt(text, at);
  for (const { pattern, say } of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || match[0] === "") continue;
    const said = say(match, spot);
    if (said === undefined) continue;
    const [whole] = match;
    if (typeof said === "string") return { length: whole.length, out: said };
    const [token, choices] = [whole.trim(), said.choices ?? []];
    const out = `${whole.startsWith(" ") ? " " : ""}[? ${token}]`;
    return { length: whole.length, out, unknown: { token, at, why: said.ask, choices } };
  }
  const token = unreadAt(text, at);
  return { length: token.length, out: `[? ${token}]`, unknown: { token, at, why: WHY, choices: [] } };
}

/** Six words without one Vietnamese mark are another language, or typed without marks: their tones cannot be guessed. */
function withoutMarks(text: string): Unknown[] {
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  if (words.length < 6 || /[^\u0000-\u007f]/.test(words.join(""))) return [];
  const token = words.slice(0, 4).join(" ");
  return [{ token, at: 0, why: "văn bản không có dấu tiếng Việt, hoặc là tiếng khác", choices: [] }];
}

/**
 * A written text → the words a voice says, with everything no rule is sure of as a question. Nothing is left out and
 * nothing is guessed: a digit, a short form or a foreign word that stands in `spoken` stands in `unknown`.
 */
export function toSpoken(written: string, lexicon: readonly Entry[] = []): SpokenForm {
  const text = written
    .normalize("NFC")
    .replaceAll(/[\u00a0\u202f\u2009]/g, " ")
    // seen by nobody: between two digits it would make two numbers of one
    .replaceAll(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replaceAll("\r\n", "\n");
  const rules = [...lexiconRule(lexicon), ...RULES];
  const unknown: Unknown[] = withoutMarks(text);
  let [at, spoken] = [0, ""];
  while (at < text.length) {
    const space = /^\s+/u.exec(text.slice(at, at + 200))?.[0];
    if (space !== undefined && !/^[ \t]+[-–—]+[ \t]/u.test(text.slice(at, at + 40))) {
      spoken += space;
      at += space.length;
      continue;
    }
    const step = stepAt(rules, text, at);
    spoken += step.out;
    at += step.length;
    if (step.unknown) unknown.push(step.unknown);
  }
  return { spoken: tidy(spoken), unknown };
}

const tidy = (spoken: string): string =>
  spoken
    .replaceAll(/[ \t]{2,}/g, " ")
    .replaceAll(/(?<!\[\?) +([,.;:!?…])/g, "$1")
    .replaceAll(/,\s*([,.;:!?])/g, "$1")
    .replaceAll(/^[ ,]+|[ ]+$/gmu, "");
