import { publishPictures } from "../content/item.store.ts";
import type { Question } from "./question.model.ts";
import { publishSounds } from "./question.store.ts";

/** Pictures and sounds of questions that a contest was approved with; each only as its question's unit's own. */
export async function publishMedia(questions: readonly Question[]): Promise<void> {
  for (const { unitCode, pictureId, soundId } of questions) {
    if (pictureId !== "") await publishPictures([unitCode], [pictureId]);
    if (soundId !== "") await publishSounds([unitCode], [soundId]);
  }
}
