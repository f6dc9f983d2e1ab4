import { randomBytes } from "node:crypto";
import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, type FieldErrors, invalid } from "../kernel/errors.ts";
import { codeOf, type Scope } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { countWaitingBy, createSubmission } from "./submission.store.ts";

const MOST = { title: 200, text: 10_000, source: 200, waiting: 20 };
export const tidy = (text: string): string => nfc(text.replace(/\r\n?/g, "\n").trim());
const oneLine = (text: string): string => tidy(text).replace(/\s+/g, " ");

/** Offers a text to the unit the account stands in. @throws AppError 409 while twenty wait, 422 by field */
export async function sendSubmission(
  deps: { clock: Clock },
  scope: Scope,
  given: { title: string; text: string; source: string },
  by: Person,
): Promise<void> {
  const words = { title: oneLine(given.title), text: tidy(given.text), source: oneLine(given.source) };
  const errors: FieldErrors = {};
  if (words.title === "" || words.title.length > MOST.title)
    errors["title"] = `Ghi tiêu đề, nhiều nhất ${MOST.title} chữ`;
  if (words.text.length < 10 || words.text.length > MOST.text)
    errors["text"] = `Ghi nội dung, từ 10 đến ${MOST.text} chữ`;
  if (words.source === "" || words.source.length > MOST.source)
    errors["source"] = "Ghi cơ quan, đơn vị chịu trách nhiệm về nội dung này";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  if ((await countWaitingBy(by.id)) >= MOST.waiting)
    throw conflict(`Đã có ${MOST.waiting} bài chờ biên tập. Chờ nơi nhận xem rồi gửi thêm.`);
  await createSubmission({
    _id: randomBytes(12).toString("hex"),
    unitCode: codeOf(scope),
    ...words,
    by,
    at: deps.clock.now(),
    taken: null,
    returned: null,
  });
}
