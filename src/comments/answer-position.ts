import type { Person } from "../content/item.model.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { listPlaces } from "../drafts/list-places.ts";
import { passGate } from "../gate/pass-gate.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { logEvent } from "./append-log.ts";
import { type Answer, VERDICT_NAMES } from "./comment.model.ts";
import { listAnswers, saveAnswer, tally } from "./comment.store.ts";
import { isCounted } from "./rules.ts";
import type { SteerDeps } from "./steer-comment.ts";
import { isRow } from "../kernel/table.ts";

/** What the office says to everybody who commented at a place: taken up, in part, or not, and why (safeguard 16). */
export async function answerPosition(
  deps: SteerDeps,
  draftId: string,
  position: string,
  verdict: string,
  words: string,
  by: Person,
): Promise<void> {
  const draft = await findDraft(draftId);
  if (!draft) throw notFound("dự thảo này");
  if (draft.state === "sealed") throw conflict("Dự thảo đã có báo cáo.");
  if (draft.state === "editing") throw conflict("Dự thảo chưa công bố, chưa có gì để trả lời.");
  if (position !== "" && !(await listPlaces(draft)).some((one) => one.id === position)) throw notFound("vị trí này");
  const errors: Record<string, string> = {};
  if (!isRow(VERDICT_NAMES, verdict)) errors["verdict"] = "Cần chọn tiếp thu, tiếp thu một phần hoặc không tiếp thu";
  if (words.trim().length < 5) errors["words"] = "Cần ghi lý do hoặc cách tiếp thu";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  await passGate({ unitCode: draft.unitCode, officialId: by.id, now: deps.clock.now() }, { words });
  const answer = {
    draftId,
    position,
    verdict: verdict as Answer["verdict"],
    words: nfc(words.trim()).slice(0, 3000),
    by,
    at: deps.clock.now(),
    told: false,
  };
  await saveAnswer(answer);
  await logEvent(deps, draftId, {
    what: `answered:${verdict}`,
    ref: position || "toan-van",
    digest: sha256Hex(answer.words),
  });
}

/** Places where people said something and nobody answered yet; "" = the whole draft. In the order of the document. */
export async function unanswered(draftId: string): Promise<string[]> {
  const draft = await findDraft(draftId);
  const order = ["", ...(draft ? await listPlaces(draft) : []).map((one) => one.id)];
  const asked = new Set(
    (await tally(draftId)).filter((row) => isCounted(row) || row.kind === "question").map((row) => row.position),
  );
  const done = new Set((await listAnswers(draftId)).map((answer) => answer.position));
  const open = [...asked].filter((position) => !done.has(position));
  return open.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
}
