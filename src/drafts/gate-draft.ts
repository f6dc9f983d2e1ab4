import { refusalOf } from "../gate/pass-gate.ts";
import { conflict } from "../kernel/errors.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";

/** Codes an editor wrote and residents will read; those made from numbers say nothing. */
function codesByHand(version: DraftVersion | null): string[] {
  const steps = (version?.steps ?? []).flatMap((step) => step.corrections);
  const given = new Set(steps.flatMap((one) => (one.op === "code" ? [one.code] : [])));
  return (version?.positions ?? []).map((one) => one.code).filter((code) => given.has(code));
}

/**
 * The words of the draft itself may name what people hand in; a link in them opens like any other.
 * @throws AppError 409 naming what may not be published
 */
export async function refuseWords(draft: Draft, version: DraftVersion | null, now: Date): Promise<void> {
  const own = [draft.title, draft.about, ...draft.questions, version?.note ?? "", ...codesByHand(version)];
  const about = await refusalOf(draft.unitCode, own, now);
  const places = (version?.positions ?? []).map((one) => one.text);
  const inside = await refusalOf(draft.unitCode, places, now, { linksOnly: true });
  const refusal = [about, inside].filter(Boolean).join(". ");
  if (refusal !== "") throw conflict(`${refusal}.`);
}
