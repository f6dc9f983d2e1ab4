import { randomUUID } from "node:crypto";
import type { Party } from "../kernel/dialogue/dialogue.ts";
import { saidIn } from "./course.ts";
import { type Dialogue, type DialogueKind, findDialogue, saveDialogue } from "./dialogue.model.ts";
import { dialoguesOf } from "./dialogues.ts";
import type { FinishDeps } from "./finish-dialogue.ts";

const SHORTLY_MS = 10 * 60_000;
/** No dialogue takes more; whoever goes on sending fills no row. */
const MOST_KEPT = 10;
/** A picture without a word, outside of any dialogue: whoever tells shortly what it is about need not send it again. */
export async function keepPicture(deps: FinishDeps, { oaId, userId }: Party, image: string): Promise<void> {
  const kind = dialoguesOf(deps).find(({ pictures }) => pictures)?.kind;
  const kept = await findDialogue(oaId, userId);
  if (kind === undefined || (kept && (kept.step !== "" || kept.due || kept.doubtAt))) return;
  const images = new Set([...earlierIn(deps, kind, kept), image]);
  await saveDialogue(oaId, userId, {
    kind,
    step: "",
    said: deps.box.seal(JSON.stringify({ images: [...images].slice(0, MOST_KEPT).join("\n") })),
    key: randomUUID(),
    lastEvent: kept?.lastEvent ?? "",
    at: deps.clock.now(),
  });
}

export function earlierIn(deps: FinishDeps, kind: DialogueKind, kept: Dialogue | null): string[] {
  if (!kept || kept.step !== "" || kept.kind !== kind) return [];
  if (deps.clock.now().getTime() - kept.at.getTime() > SHORTLY_MS) return [];
  return (saidIn(deps.box, kept)["images"] ?? "").split("\n").filter((image) => image !== "");
}
