import { publishPictures } from "../content/publish-pictures.store.ts";
import { shownAt } from "../units/scope-of.ts";
import type { Frozen } from "./contest.model.ts";
import { picturesOf, soundsOf } from "./freeze-contest.ts";
import { publishSounds } from "./question.store.ts";

/** Opens what an approved version shows; only pictures and sounds of the unit and those above it, whose banks it may use. */
export async function publishMedia(unitCode: string, frozen: Frozen, now: Date): Promise<void> {
  const units = await shownAt(unitCode, now);
  await publishPictures(units, picturesOf(frozen));
  await publishSounds(units, soundsOf(frozen));
}
