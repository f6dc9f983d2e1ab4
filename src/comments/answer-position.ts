import type { Person } from "../content/item.model.ts";
import { decide } from "../decisions/decide.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { listPlaces, type Place } from "../drafts/list-places.ts";
import { passGate } from "../gate/pass-gate.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { type AnswerDeps, answerRef, MOST_ANSWER, positionAnswer, tidyAnswer } from "./answer.decision.ts";
import { type Answer, VERDICT_NAMES } from "./answer.model.ts";
import type { Tally } from "./comment.store.ts";
import { isCounted } from "./rules.ts";
import { isRow } from "../kernel/table.ts";

/** Answers a place as it was seen, {@link positionAnswer}. */
export async function answerPosition(
  deps: AnswerDeps,
  draftId: string,
  position: string,
  verdict: string,
  words: string,
  by: Person,
  seen: string,
): Promise<void> {
  const draft = await findDraft(draftId);
  if (!draft) throw notFound("dự thảo này");
  if (draft.state === "editing") throw conflict("Dự thảo chưa công bố, chưa có gì để trả lời.");
  if (position !== "" && !(await listPlaces(draft)).some((one) => one.id === position)) throw notFound("vị trí này");
  const errors: Record<string, string> = {};
  if (!isRow(VERDICT_NAMES, verdict)) errors["verdict"] = "Cần chọn tiếp thu, tiếp thu một phần hoặc không tiếp thu";
  if (words.trim().length < 5) errors["words"] = "Cần ghi lý do hoặc cách tiếp thu";
  const { length } = tidyAnswer(words);
  if (length > MOST_ANSWER)
    errors["words"] = `Câu trả lời dài ${length} ký tự, nhiều nhất ${MOST_ANSWER}. Rút gọn rồi gửi lại`;
  if (Object.keys(errors).length > 0) throw invalid(errors);
  await passGate({ unitCode: draft.unitCode, officialId: by.id, now: deps.clock.now() }, { words });
  const at = { unitCode: draft.unitCode, id: answerRef(draftId, position) };
  const wish = { verdict: verdict as Answer["verdict"], words };
  await decide(positionAnswer, deps, {
    ...at,
    seen,
    by,
    wish,
  });
}

/** Places where people said something and nobody answered yet; "" = the whole draft. In the order of the document. */
export function unanswered(
  places: readonly Pick<Place, "id">[],
  rows: readonly Tally[],
  answers: Iterable<Pick<Answer, "position">>,
): string[] {
  const asked = new Set(rows.filter((row) => isCounted(row) || row.kind === "question").map((row) => row.position));
  for (const { position } of answers) asked.delete(position);
  const order = new Map(["", ...places.map((one) => one.id)].map((id, n) => [id, n]));
  return [...asked].toSorted((a, b) => (order.get(a) ?? -1) - (order.get(b) ?? -1));
}
