import { lookIntoDocument } from "../drafts/look-into-document.ts";
import type { Paragraph } from "../drafts/paragraph.ts";
import { bareText } from "../drafts/part-labels.ts";
import { readDocument } from "../drafts/read-document.ts";
import { toPositions } from "../drafts/structure.ts";
import { invalid } from "../kernel/errors.ts";
import { decodeText } from "../kernel/letters/decode-text.ts";
import { isArchive } from "../kernel/unpack.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Grant } from "../outside/task.ts";
import type { Place } from "./reading.ts";

/** More lines than any plan has; a plan is one record of the store. */
const MOST_LINES = 20_000;
const MOST_LETTERS = 1_000_000;

/** Lines as they stand in the file, in one form of letters and otherwise untouched. */
const linesOf = (text: string): string[] => {
  const lines = nfc(text.replace(/^\uFEFF/, "")).split(/\r\n?|[\n\u0085\u2028\u2029]/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};

/** A plan's file → its lines: of a text each line, of a DOCX or ODT each paragraph. @throws AppError 422 */
export async function linesOfFile(bytes: Buffer, grant: Grant): Promise<string[]> {
  const looked = await lookIntoDocument(bytes);
  await grant(looked.seconds);
  const read = readDocument(looked.document);
  return bounded(isArchive(bytes) ? read.paragraphs.map((one) => one.text) : linesOf(decodeText(bytes).text));
}

/** What somebody typed → lines. @throws AppError 422 */
export const linesOfText = (text: string): string[] => bounded(linesOf(text));

function bounded(lines: string[]): string[] {
  const letters = lines.reduce((sum, line) => sum + line.length, 0);
  if (lines.length > MOST_LINES || letters > MOST_LETTERS)
    throw invalid({ file: `Kế hoạch dài quá ${MOST_LINES} dòng hoặc ${MOST_LETTERS} chữ. Chia thành nhiều văn bản` });
  return lines;
}

/** Lines → paragraphs and headings, broken lines joined. Line numbers are those of the text, over all pages. */
export function placesOf(lines: readonly string[]): Place[] {
  // a page's end is no line's end here: the numbers would begin anew on each page
  const text = Buffer.from(lines.join("\n").replace(/\f/g, " "));
  if (lines.every((line) => line.trim() === "")) return [];
  return asPlaces(readDocument({ text }).paragraphs.flatMap((one) => partedAtGrounds(one, lines)));
}

/** A line the grounds of a plan begin with. */
const GROUNDS =
  /^\s*(?:Căn cứ|Thực hiện|Theo|Xét)\s+(?:Nghị|Quyết định|Kết luận|Chỉ thị|Kế hoạch|Hướng dẫn|Công văn|Thông tư|Luật|Chương trình|đề nghị)/u;

/** A title that fills its line goes on with the grounds below it only for a joiner of lines. */
function partedAtGrounds(paragraph: Paragraph, lines: readonly string[]): Paragraph[] {
  const at = lines.slice(paragraph.line, paragraph.lineTo).findIndex((line) => GROUNDS.test(line));
  if (at < 0 || paragraph.label !== undefined || GROUNDS.test(paragraph.text)) return [paragraph];
  const line = paragraph.line + at + 1;
  const words = (lines[line - 1] ?? "").replace(/\s+/g, " ").trim();
  const from = paragraph.text.indexOf(words);
  if (from <= 0) return [paragraph];
  const before = { ...paragraph, text: paragraph.text.slice(0, from).trim(), lineTo: line - 1 };
  return [before, { ...paragraph, text: paragraph.text.slice(from), line }];
}

function asPlaces(paragraphs: readonly Paragraph[]): Place[] {
  const open: string[] = [];
  return toPositions(paragraphs).map((one) => {
    const heading = one.kind !== "doan" && one.kind !== "chu-thich";
    const under = open[one.depth - 1] ?? "";
    if (heading) open.splice(one.depth, open.length, one.code);
    const label = one.label ?? "";
    return {
      code: one.code,
      label,
      text: one.text,
      words: bareText(one.text, label),
      line: one.line,
      lineTo: one.lineTo,
      depth: one.depth,
      under,
      heading,
    };
  });
}

/** The line of the text that a place's words reach at `offset` of them: paragraphs are joined lines. */
export function lineAt(lines: readonly string[], place: Place, offset: number): number {
  const at = place.text.length - place.words.length + offset;
  let from = 0;
  for (let n = place.line; n <= place.lineTo; n += 1) {
    const words = (lines[n - 1] ?? "").replace(/\s+/g, " ").trim();
    if (words === "" || !place.text.startsWith(words, from)) continue;
    if (at < from + words.length + 1) return n;
    from += words.length + 1;
  }
  return from === 0 ? place.line : place.lineTo;
}

/** Everything that stands under a heading, at any depth. */
export function within(places: readonly Place[], code: string): Place[] {
  const at = places.findIndex((one) => one.code === code);
  const head = places[at];
  if (!head) return [];
  const rest = places.slice(at + 1);
  const end = rest.findIndex((one) => one.depth <= head.depth);
  return end < 0 ? rest : rest.slice(0, end);
}
export const childrenOf = (places: readonly Place[], code: string): Place[] =>
  places.filter((one) => one.under === code && code !== "");
