import { formatDate } from "../kernel/dates.ts";
import type { Message } from "../kernel/dialogue/dialogue.ts";
import { clip, graphemes } from "../kernel/vietnamese.ts";
import type { TurnResult } from "./submit-turn.ts";

/** A message to Zalo holds 2,000 characters; the label of automatic replies needs some. */
const MOST_WORDS = 1800;

/** What a turn came to: every answer, right or wrong, with its why and its source; in as many messages as it needs. */
export function tellResult(result: TurnResult): Message[] {
  const late = result.byItself ? "Đã hết giờ; các câu đã lưu được tính.\n" : "";
  const counts = result.counts ? "" : "Lượt này không tính xếp hạng (đã đủ số lượt trong ngày).\n";
  const lines = [
    `${late}${counts}Trả lời đúng ${result.right} / ${result.of} câu. Mã người thi: ${result.code}.`,
    ...result.questions.map(tellQuestion),
    ...(result.answersAt === ""
      ? []
      : [`Đáp án được cho biết khi vòng thi đóng, ngày ${formatDate(new Date(result.answersAt))}.`]),
  ];
  return pagesOf(lines).map((words) => ({ words, quoted: quotedOf(result) }));
}

function tellQuestion(question: TurnResult["questions"][number], n: number): string {
  const right = question.options.filter((option) => option.right).map((option) => option.text);
  const source = question.sources[0]?.title ?? "";
  const verdict = question.right ? "Đúng" : "Chưa đúng";
  return clip(
    `${n + 1}. ${verdict}. Đáp án: ${right.join("; ")}. ${question.why}${source === "" ? "" : ` (Nguồn: ${source})`}`,
    MOST_WORDS,
  );
}

/** A right answer may name what a crook asks for. */
const quotedOf = (result: TurnResult): string[] =>
  result.questions.flatMap(({ options, why }) => [...options.map(({ text }) => text), why]);

function pagesOf(lines: readonly string[]): string[] {
  const pages: string[] = [];
  for (const line of lines) {
    const last = pages.at(-1);
    if (last !== undefined && graphemes(last) + graphemes(line) + 1 <= MOST_WORDS)
      pages.splice(-1, 1, `${last}\n${line}`);
    else pages.push(line);
  }
  return pages;
}
