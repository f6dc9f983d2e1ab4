import type { QuestionDraft } from "./question-faults.ts";

/**
 * Questions in GIFT, the text format of Moodle: one blank line between questions, `=` right and `~` wrong, weights for
 * several right ones, `####` for the explanation, `$CATEGORY:` and `//` lines. Sources stand in comment lines of their
 * own, `// nguồn: title | address`, which Moodle passes over.
 */
const SPECIAL = /[\\~=#{}:]/g;
const escape = (text: string): string => text.replace(SPECIAL, "\\$&").replace(/\n/g, "\\n");
const unescape = (text: string): string =>
  text.replace(/\\(n|[\\~=#{}:])/g, (_all, c: string) => (c === "n" ? "\n" : c));

export function writeGift(questions: readonly QuestionDraft[]): string {
  let category = "";
  const blocks: string[] = [];
  for (const question of questions) {
    if (question.category !== category) {
      category = question.category;
      blocks.push(`$CATEGORY: ${category.replace(/\n/g, " ") || "$course$"}`);
    }
    const { right, options, sources, why } = question;
    const weight = (100 / right.length).toFixed(5).replace(/\.?0+$/, "");
    const lines = sources.map(({ title, url }) => `// nguồn: ${title.replace(/\|/g, "/")} | ${url}`);
    lines.push(`${escape(question.text)} {`);
    for (const [n, option] of options.entries()) {
      const isRight = right.includes(n);
      const sign = right.length === 1 ? (isRight ? "=" : "~") : `~%${isRight ? weight : "-100"}%`;
      lines.push(`\t${sign}${escape(option)}`);
    }
    if (why !== "") lines.push(`\t####${escape(why)}`);
    lines.push("}");
    blocks.push(lines.join("\n"));
  }
  return `${blocks.join("\n\n")}\n`;
}

/** Position of the first `sign` that no backslash stands before; -1 when there is none. */
function find(text: string, sign: string, from = 0): number {
  for (let at = text.indexOf(sign, from); at >= 0; at = text.indexOf(sign, at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** Reads multiple-choice questions. Problems name the question by its number; nothing of a bad one is taken. */
export function readGift(text: string): { questions: QuestionDraft[]; problems: string[] } {
  const questions: QuestionDraft[] = [];
  const problems: string[] = [];
  let category = "";
  let n = 0;
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    const lines = block.split("\n").map((line) => line.trim());
    const sources = lines.flatMap((line) => {
      const [, title = "", url = ""] = /^\/\/ ?nguồn: ?([^|]*)(?:\|(.*))?$/.exec(line) ?? [];
      return title === "" ? [] : [{ title: title.trim(), url: url.trim() }];
    });
    const rest = lines.filter((line) => {
      const named = /^\$CATEGORY: ?(.*)$/.exec(line);
      if (named) category = (named[1] ?? "").replace(/^\$course\$\/?/, "").trim();
      return !named && !line.startsWith("//") && line !== "";
    });
    if (rest.length === 0) continue;
    n += 1;
    const read = readQuestion(rest.join("\n"));
    if (typeof read === "string") problems.push(`câu ${n}: ${read}`);
    else questions.push({ ...read, category, sources, pictureAlt: "", transcript: "" });
  }
  return { questions, problems };
}

/** No question has so many answers; without an end a hostile one costs the square of its length. */
const MOST_PIECES = 100;

type Core = Pick<QuestionDraft, "text" | "options" | "right" | "why">;

function readQuestion(whole: string): Core | string {
  const titled = /^::(?:\\.|[^\\])*?::/.exec(whole)?.[0] ?? "";
  const text = whole.slice(titled.length).replace(/^\s*\[(?:html|moodle|plain|markdown)\]/, "");
  const [open, close] = [find(text, "{"), find(text, "}")];
  if (open < 0 || close < open) return "không có phần đáp án trong { }";
  let inner = text.slice(open + 1, close);
  const general = inner.indexOf("####");
  const why = general < 0 ? "" : unescape(inner.slice(general + 4).trim());
  if (general >= 0) inner = inner.slice(0, general);
  const yes = /^\s*(T|TRUE|F|FALSE)\s*$/i.exec(inner)?.[1];
  const stem = `${text.slice(0, open).trim()}${text.slice(close + 1).trim() === "" ? "" : ` … ${text.slice(close + 1).trim()}`}`;
  if (yes) return { text: unescape(stem), options: ["Đúng", "Sai"], right: [/^t/i.test(yes) ? 0 : 1], why };
  const options: string[] = [];
  const right: number[] = [];
  let at = Math.min(...["=", "~"].map((sign) => find(inner, sign)).filter((one) => one >= 0), inner.length);
  if (inner.slice(0, at).trim() !== "" || at === inner.length) return "chỉ nhận câu hỏi chọn đáp án";
  while (at < inner.length) {
    if (options.length >= MOST_PIECES) return `có hơn ${MOST_PIECES} đáp án`;
    const next = Math.min(
      ...["=", "~"].map((sign) => find(inner, sign, at + 1)).filter((one) => one >= 0),
      inner.length,
    );
    const piece = inner.slice(at + 1, next);
    const weight = /^%(-?[\d.]+)%/.exec(piece.trim());
    const body = piece.trim().slice(weight?.[0].length ?? 0);
    const feedback = find(body, "#");
    if (find(body, "->") >= 0) return "chỉ nhận câu hỏi chọn đáp án";
    if (weight ? Number(weight[1]) > 0 : inner[at] === "=") right.push(options.length);
    options.push(unescape((feedback < 0 ? body : body.slice(0, feedback)).trim()));
    at = next;
  }
  return { text: unescape(stem), options, right, why };
}
