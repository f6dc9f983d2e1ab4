import { randomUUID } from "node:crypto";
import type { Unit } from "../units/unit.model.ts";
import type { Button } from "../zalo/messages.ts";
import { commentSteps } from "./comment-dialogue.ts";
import { type Dialogue, type DialogueKind, dropDialogue, findDialogue, saveDialogue } from "./dialogue.model.ts";
import type { DialogueDeps, Heard, Said, Steps, Turn } from "./dialogue-step.ts";
import { automaticLabel } from "./render-reply.ts";
import { frameSteps } from "./frame-dialogue.ts";
import { pauseSaid, quizSteps } from "./quiz-dialogue.ts";
import { requestSteps } from "./request-dialogue.ts";

const STEPS: Readonly<Record<DialogueKind, Steps>> = {
  "gop-y": commentSteps,
  "phan-anh": requestSteps,
  thi: quizSteps,
  khung: frameSteps,
};
const COMMANDS: Readonly<Record<DialogueKind, string>> = {
  "gop-y": "#gop-y",
  "phan-anh": "#phan-anh",
  thi: "#thi",
  khung: "#khung",
};
export const button = (title: string, command: string): Button => ({ title, type: "oa.query.hide", payload: command });

/**
 * One turn: hears, answers, and only then remembers, so that a turn cut off is said again and not lost. Neither what
 * the person wrote nor what is answered is stored as a message; what waits to be confirmed lies sealed and goes when it
 * is confirmed, dropped, or a day old.
 */
export async function runDialogue(
  deps: DialogueDeps,
  unit: Unit,
  heard: Heard,
  kind: DialogueKind,
  how: "hear" | "begin" = "hear",
): Promise<boolean> {
  const kept = await findDialogue(heard.oaId, heard.userId);
  if (kept?.lastEvent === heard.eventKey) return false;
  const begun = how === "hear" && kept?.kind === kind ? kept : undefined;
  const argument = heard.text.trim().startsWith("#")
    ? heard.text.trim().slice(COMMANDS[kind].length).trim()
    : undefined;
  const fresh = !begun || argument === "";
  const [step, rest] = stepOf(fresh ? "start" : begun.step, argument);
  const turn: Turn = {
    ...heard,
    deps,
    unit,
    text: rest ?? (argument === undefined ? heard.text : ""),
    said: fresh ? {} : (JSON.parse(deps.box.open(begun.said)) as Said),
    key: fresh ? randomUUID() : begun.key,
  };
  const run = STEPS[kind][step] ?? STEPS[kind]["start"];
  if (!run) return false;
  const answer = await run(turn);
  const sent = await deps.zalo.sendMessage(heard.oaId, heard.userId, {
    text: `${answer.words}\n\n${automaticLabel(unit.office)}`,
    buttons: (answer.buttons ?? []).map((one) =>
      button(one.title, one.command.startsWith("#") ? one.command : `${COMMANDS[kind]} ${one.command}`),
    ),
    ...(answer.quoted ? { quoted: answer.quoted } : {}),
  });
  if (sent.kind === "retry") throw new Error(`dialogue waits: ${sent.reason}`);
  if (answer.next === "") await dropDialogue(heard.oaId, heard.userId);
  else
    await saveDialogue(heard.oaId, heard.userId, {
      kind,
      step: answer.next,
      said: deps.box.seal(JSON.stringify(answer.said ?? turn.said)),
      key: turn.key,
      lastEvent: heard.eventKey,
      at: deps.clock.now(),
    });
  return true;
}

/** Somebody turned to something else: a contest's clock is stopped, what was said is dropped. */
export async function leaveDialogue(deps: DialogueDeps, dialogue: Dialogue, heard: Heard): Promise<void> {
  if (dialogue.kind === "thi")
    await pauseSaid({ deps, said: JSON.parse(deps.box.open(dialogue.said)) as Said, appUserId: heard.appUserId });
  await dropDialogue(heard.oaId, heard.userId);
}

/** A button names its step and carries what it stands for: `vi-tri P3.2`; words go to the step that waits. */
function stepOf(waiting: string, argument: string | undefined): [string, string | undefined] {
  if (argument === undefined || argument === "") return [waiting, undefined];
  const [name = "", ...rest] = argument.split(" ");
  return [name, rest.join(" ")];
}
