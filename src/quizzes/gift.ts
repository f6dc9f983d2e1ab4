import type { QuestionDraft } from "./question-faults.ts";
import { LostMedia, plainOf } from "./plain-text.ts";

/**
 * Questions in GIFT, the text format of Moodle: one blank line between questions, `=` right and `~` wrong, weights for
 * several right ones, `####` for the explanation, `$CATEGORY:` and `//` lines. What the format has no place for stands in
 * comment lines of its own, `// nguồn: title | address`, which Moodle passes over.
 */
const SPECIAL = /[\\~=#{}:]/g;
const escapeGift = (text: string): string => text.replace(SPECIAL, "\\$&").replace(/\r\n?|\n/g, "\\n");
export const unescapeGift = (text: string): string =>
  text.replace(/\\(n|[\\~=#{}:])/g, (_all, c: string) => (c === "n" ? "\n" : c));

/** Words of a comment line; the bar parts a title from its address. */
const inComment = (text: string): string => text.replace(/[\\|]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");

/** Whether a text would be read as something else than its letters: tags, entities, a word of the format itself. */
function isTaken(text: string): boolean {
  try {
    return /^(?:\[|%|\/\/|\$)/.test(text) || plainOf(text, "moodle") !== text;
  } catch (error) {
    if (error instanceof LostMedia) return true;
    throw error;
  }
}

export function writeGift(questions: readonly QuestionDraft[]): string {
  let category = "";
  const blocks: string[] = [];
  for (const question of questions) {
    if (question.category !== category) {
      category = question.category;
      blocks.push(`$CATEGORY: ${category.replace(/\s+/g, " ") || "$course$"}`);
    }
    blocks.push(blockOf(question));
  }
  return `${blocks.join("\n\n")}\n`;
}

function blockOf({ text, right, options, sources, why, pictureAlt, transcript }: QuestionDraft): string {
  const weight = (100 / right.length).toFixed(5).replace(/\.?0+$/, "");
  const lines = sources.map(({ title, url }) => `// nguồn: ${inComment(title)} | ${inComment(url)}`);
  if (pictureAlt !== "") lines.push(`// mô tả ảnh: ${inComment(pictureAlt)}`);
  if (transcript !== "") lines.push(`// bản chữ: ${inComment(transcript)}`);
  const plain = [text, ...options, why].some(isTaken);
  lines.push(`${plain ? "[plain]" : ""}${escapeGift(text)} {`);
  for (const [n, option] of options.entries()) {
    const isRight = right.includes(n);
    const sign = right.length === 1 ? (isRight ? "=" : "~") : `~%${isRight ? weight : "-100"}%`;
    lines.push(`\t${sign}${/^[[%]/.test(option) ? "[plain]" : ""}${escapeGift(option)}`);
  }
  if (why !== "") lines.push(`\t####${why.startsWith("[") ? "[plain]" : ""}${escapeGift(why)}`);
  return [...lines, "}"].join("\n");
}
