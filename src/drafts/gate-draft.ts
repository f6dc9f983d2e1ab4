import { refusalOf } from "../gate/pass-gate.ts";
import { conflict } from "../kernel/errors.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";

/**
 * The words of the draft itself may name what people hand in; a link in them opens like any other.
 * @throws AppError 409 naming what may not be published
 */
export async function refuseWords(draft: Draft, version: DraftVersion | null, now: Date): Promise<void> {
  const about = await refusalOf(draft.unitCode, [draft.title, draft.about, ...draft.questions], now);
  const places = (version?.positions ?? []).map((one) => one.text);
  const inside = await refusalOf(draft.unitCode, places, now, { linksOnly: true });
  const refusal = [about, inside].filter(Boolean).join(". ");
  if (refusal !== "") throw conflict(`${refusal}.`);
}
