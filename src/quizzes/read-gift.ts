import { unescapeGift } from "./gift.ts";
import { LostMedia, plainOf, type TextFormat } from "./plain-text.ts";
import type { QuestionDraft } from "./question-faults.ts";

/** Something of a file that is not taken: where it stands and why. */
export interface Refused {
  where: string;
  why: string;
}

interface Block {
  n: number;
  line: number;
  category: string;
  comments: string[];
  text: string;
}

/** A sign of the format, in group 1; a backslash and what follows it is passed over. */
const sign = (pattern: string): RegExp => new RegExp(`\\\\[^]|(${pattern})`, "g");
const [OPEN, CLOSE, ANSWER, EQUALS, TILDE, FEEDBACK, GENERAL, ARROW, BAR] = [
  sign("\\{"),
  sign("\\}"),
  sign("[=~]"),
  sign("="),
  sign("~"),
  sign("#"),
  sign("####"),
  sign("->"),
  sign("\\|"),
] as const;

/** Position of the first such sign that no backslash stands before; -1 when there is none. */
function find(text: string, signs: RegExp, from = 0): number {
  signs.lastIndex = from;
  for (let match = signs.exec(text); match; match = signs.exec(text)) if (match[1] !== undefined) return match.index;
  return -1;
}
/** Far more than are taken: what has more is not looked at to its end. */
const MOST_BLOCKS = 2000;
/** What questions grow to that go on after a blank line. */
const MOST_LETTERS = 20_000;

/** Blocks between blank lines, comments and categories taken out; one whose brace is still open goes on. */
function blocksOf(given: string): Block[] {
  const blocks: Block[] = [];
  let [category, comments, lines, start]: [string, string[], string[], number] = ["", [], [], 0];
  const isOpen = (): boolean => {
    const text = lines.join("\n");
    const open = text.length > MOST_LETTERS ? -1 : find(text, OPEN);
    return open >= 0 && find(text, CLOSE, open) < 0;
  };
  const close = (): void => {
    if (lines.length > 0)
      blocks.push({ n: blocks.length + 1, line: start, category, comments, text: lines.join("\n") });
    [comments, lines] = [[], []];
  };
  const all = given
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .normalize("NFC")
    .split("\n");
  /** of each line, the next one that is not empty */
  const following: string[] = [];
  for (let [n, next] = [all.length - 1, ""]; n >= 0; n -= 1) {
    following[n] = next;
    next = (all[n] ?? "").trim() || next;
  }
  for (const [n, raw] of all.entries()) {
    if (blocks.length > MOST_BLOCKS) return blocks;
    const line = raw.trim();
    const named = /^\$CATEGORY:(.*)$/su.exec(line);
    if (line === "") {
      const next = following[n] ?? "";
      // an answer after a blank line belongs to the braces that are still open; a question of its own does not
      if (!(/^(?:[=~}#]|\/\/)/.test(next) && isOpen())) close();
    } else if (named) {
      close();
      category = (named[1] ?? "")
        .trim()
        .replace(/^\$(?:course|system|module|cat\d*)\$(?:\/top)?\/?/, "")
        .trim();
    } else if (line.startsWith("//")) comments.push(line.slice(2).trim());
    else {
      if (lines.length === 0) start = n + 1;
      lines.push(line);
    }
  }
  close();
  return blocks;
}

/** A question as a file has it, with what it is called in a refusal. */
export type Placed = QuestionDraft & { where: string };

/** Reads multiple-choice questions. Each of another kind is refused by name; nothing of it is taken. */
export function readGift(text: string): { questions: Placed[]; refused: Refused[] } {
  const [questions, refused]: [Placed[], Refused[]] = [[], []];
  const blocks = blocksOf(text);
  for (const block of blocks) {
    const read = readBlock(block.text);
    const words = unescapeGift(stemOf(block.text).stem)
      .replace(FORMAT, "")
      .replace(/<[^>]*>|\s+/g, " ")
      .trim();
    const shown = words.length > 60 ? `${words.slice(0, 60)}…` : words;
    const where = `câu ${block.n} (dòng ${block.line})${shown === "" ? "" : ` “${shown}”`}`;
    if (typeof read === "string") refused.push({ where, why: read });
    else questions.push({ ...read, category: block.category, ...asideOf(block.comments), where });
  }
  if (blocks.length <= MOST_BLOCKS) return { questions, refused };
  const why = `có hơn ${MOST_BLOCKS} đoạn; chưa nhập câu nào. Vui lòng chia nhỏ tệp`;
  return { questions: [], refused: [...refused.slice(0, 40), { where: "tệp", why }] };
}

/** What our own export says in comments. */
function asideOf(comments: readonly string[]): Pick<QuestionDraft, "sources" | "pictureAlt" | "transcript"> {
  const words = (text: string): string => text.trim().replace(/\\(.)/gs, (_, c: string) => (c === "n" ? "\n" : c));
  const after = (name: RegExp): string[] => comments.flatMap((one) => (name.test(one) ? [one.replace(name, "")] : []));
  return {
    sources: after(/^nguồn:/).map((one) => {
      const bar = find(one, BAR);
      return bar < 0
        ? { title: words(one), url: "" }
        : { title: words(one.slice(0, bar)), url: words(one.slice(bar + 1)) };
    }),
    pictureAlt: words(after(/^mô tả ảnh:/)[0] ?? ""),
    transcript: words(after(/^bản chữ:/)[0] ?? ""),
  };
}

/** No question has so many answers. */
const MOST_PIECES = 100;
const ONLY = "chỉ nhận câu hỏi chọn đáp án";

type Core = Pick<QuestionDraft, "text" | "options" | "right" | "why">;

/** The words of a question, its title left out, with what stands in its braces; `inner` is undefined without braces. */
function stemOf(whole: string): { stem: string; inner: string | undefined; after: string } {
  const titled = /^::(?:\\.|[^\\])*?::/s.exec(whole)?.[0] ?? "";
  const text = whole.slice(titled.length).trim();
  const open = find(text, OPEN);
  const close = open < 0 ? -1 : find(text, CLOSE, open);
  if (close < 0) return { stem: open < 0 ? text : text.slice(0, open), inner: undefined, after: "" };
  return { stem: text.slice(0, open), inner: text.slice(open + 1, close).trim(), after: text.slice(close + 1) };
}

const FORMAT = /^\s*\[(html|moodle|plain|markdown)\]/;
const formatOf = (text: string): TextFormat | undefined => FORMAT.exec(text)?.[1] as TextFormat | undefined;
const textOf = (text: string, inherited: TextFormat): string =>
  plainOf(unescapeGift(text.replace(FORMAT, "").trim()), formatOf(text) ?? inherited).trim();

function readBlock(whole: string): Core | string {
  try {
    return readCore(whole);
  } catch (error) {
    if (error instanceof LostMedia)
      return "có ảnh, âm thanh hoặc công thức; soạn câu này trên trang rồi tải tệp ảnh lên";
    throw error;
  }
}

function readCore(whole: string): Core | string {
  const { stem, inner, after } = stemOf(whole);
  if (inner === undefined)
    return find(stem === whole ? whole : whole.slice(stem.length), OPEN) < 0
      ? `không có phần đáp án trong { }; ${ONLY}`
      : "ngoặc { chưa được đóng bằng }";
  if (find(after, OPEN) >= 0) return "có hai phần đáp án { }; giữa hai câu cần một dòng trống";
  const format = formatOf(stem) ?? "moodle";
  // a blank to be filled stands where the answers stood
  const rest = after.trim();
  const text = textOf(
    rest === "" ? stem : `${stem.trimEnd()} _____${/^[.,;:?!)]/.test(rest) ? "" : " "}${rest}`,
    format,
  );
  const general = find(inner, GENERAL);
  const why = general < 0 ? "" : textOf(inner.slice(general + 4), format);
  const answers = (general < 0 ? inner : inner.slice(0, general)).trim();
  if (piecesOf(answers) > MOST_PIECES) return `có hơn ${MOST_PIECES} đáp án`;
  const kind = otherKind(answers);
  if (kind !== undefined) return `là ${kind}; ${ONLY}`;
  const read = trueOrFalse(answers) ?? choicesOf(answers);
  if (typeof read === "string") return read;
  const options = read.map((one) => textOf(one.text, format));
  const told = read.flatMap(({ feedback }, n) => {
    const words = textOf(feedback, format);
    return words === "" ? [] : [`${options[n]}: ${words}`];
  });
  const right = read.flatMap((one, n) => (one.weight > 0 ? [n] : []));
  return weightFault(read) ?? { text, options, right, why: [why, ...told].filter(Boolean).join("\n") };
}

const YES = /^(T|TRUE|F|FALSE)\s*(?:#|$)/i;

/** What Moodle would make of these answers, when that is no choice. */
function otherKind(answers: string): string | undefined {
  if (answers === "") return "câu tự luận";
  if (answers.startsWith("#")) return "câu trả lời bằng số";
  if (YES.test(answers) || find(answers, TILDE) >= 0) return undefined;
  if (find(answers, ARROW) >= 0 && find(answers, EQUALS) >= 0) return "câu ghép đôi";
  return "câu trả lời ngắn";
}

function piecesOf(answers: string): number {
  let count = 0;
  for (let at = find(answers, ANSWER); at >= 0 && count <= MOST_PIECES; at = find(answers, ANSWER, at + 1)) count += 1;
  return count;
}

interface Choice {
  text: string;
  weight: number;
  feedback: string;
}

/** `{T#when wrong#when right}` */
function trueOrFalse(answers: string): Choice[] | undefined {
  const yes = YES.exec(answers)?.[1];
  if (yes === undefined) return undefined;
  const isTrue = /^t/i.test(yes);
  const first = find(answers, FEEDBACK);
  const second = first < 0 ? -1 : find(answers, FEEDBACK, first + 1);
  const wrong = first < 0 ? "" : answers.slice(first + 1, second < 0 ? undefined : second);
  const right = second < 0 ? "" : answers.slice(second + 1);
  return [
    { text: "Đúng", weight: isTrue ? 100 : 0, feedback: isTrue ? right : wrong },
    { text: "Sai", weight: isTrue ? 0 : 100, feedback: isTrue ? wrong : right },
  ];
}

function choicesOf(answers: string): Choice[] | string {
  const choices: Choice[] = [];
  let at = find(answers, ANSWER);
  if (at !== 0) return `có chữ “${answers.slice(0, Math.max(1, Math.min(at, 30))).trim()}” trước đáp án đầu tiên`;
  while (at >= 0 && at < answers.length) {
    const next = find(answers, ANSWER, at + 1);
    const piece = answers.slice(at + 1, next < 0 ? undefined : next).trim();
    const weighed = /^%(-?\d+(?:[.,]\d+)?)%/.exec(piece);
    const body = piece.slice(weighed?.[0].length ?? 0);
    const feedback = find(body, FEEDBACK);
    choices.push({
      text: feedback < 0 ? body : body.slice(0, feedback),
      weight: weighed ? Number((weighed[1] ?? "").replace(",", ".")) : answers[at] === "=" ? 100 : 0,
      feedback: feedback < 0 ? "" : body.slice(feedback + 1),
    });
    at = next;
  }
  return choices;
}

/** One answer of full weight, or several that share it evenly: all else has no like here. */
function weightFault(choices: readonly Choice[]): string | undefined {
  const weights = choices.map(({ weight }) => weight).filter((weight) => weight > 0);
  const whole = weights.filter((weight) => weight >= 99.9).length;
  if (weights.length === 0) return "không có đáp án đúng";
  if (whole > 1) return "có nhiều đáp án đúng thay nhau (=); nếu phải chọn đủ, ghi trọng số như ~%50%";
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const even = Math.max(...weights) - Math.min(...weights) < 0.01;
  if (!even || Math.abs(total - 100) > 1)
    return `có đáp án được một phần điểm (${weights.map((weight) => `${weight}%`).join(", ")}); chỉ nhận đáp án đúng hẳn`;
  return undefined;
}
