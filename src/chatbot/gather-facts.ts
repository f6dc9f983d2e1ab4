import type { Citizen } from "../citizens/citizen.model.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { phaseOf } from "../drafts/rules.ts";
import { listRunning } from "../frames/frame.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { fold } from "../kernel/vietnamese.ts";
import { meaningsOf } from "../reading/meaning.ts";
import { readMessage } from "../reading/read-message.ts";
import type { Unit } from "../units/unit.model.ts";
import { withParents } from "../units/unit.store.ts";
import { commandOf, isDialogueKind } from "./commands.ts";
import { findConversationWith } from "./conversation.store.ts";
import { type Dialogue, type DialogueKind, findDialogue } from "./dialogue.model.ts";
import type { Facts } from "./facts.ts";
import type { Inbound } from "./inbound.ts";
import { openRounds } from "./quiz-dialogue.ts";
import type { Reply } from "./reply.model.ts";
import { newestReplies } from "./reply.store.ts";
import { ownLexiconOf } from "./teach-reader.ts";

/** What was found about a message: the facts a decision needs, and the records they come from. */
export interface Found {
  facts: Facts;
  unit: Unit;
  citizen: Citizen;
  dialogue: Dialogue | null;
  replies: ReadonlyMap<string, Reply>;
}

/** Reads the message, once, and looks up what decides about it. Writes nothing. */
export async function gatherFacts(
  deps: { clock: Clock },
  inbound: Inbound,
  unit: Unit,
  citizen: Citizen,
): Promise<Found> {
  const { oaId, userId, eventKey, text } = inbound;
  const [dialogue, conversation, replies] = await Promise.all([
    findDialogue(oaId, userId),
    findConversationWith(oaId, userId),
    newestReplies(unit._id),
  ]);
  const command = commandOf(text);
  const reading = readMessage(command ? "" : text, ownLexiconOf(unit._id, replies));
  const counted = conversation?.misunderstoodEvent === eventKey ? 1 : 0;
  return {
    unit,
    citizen,
    dialogue,
    replies,
    facts: {
      reading,
      command,
      actedOn: /^#da-nhan ([0-9a-f]{24})$/.exec(text)?.[1] ?? "",
      isTesterCode: isTesterCode(text, unit),
      wordless: text === "" ? inbound.kind || "tin" : "",
      // handed over by this very event in a run that was cut off: decided again as the first time
      state: conversation?.handedBy === eventKey ? "bot" : (conversation?.state ?? "bot"),
      dialogue: dialogue ? { kind: dialogue.kind, step: dialogue.step } : undefined,
      heardBefore: dialogue?.lastEvent === eventKey,
      open:
        command || text === ""
          ? []
          : await openAmong(meaningsOf(reading).filter(isDialogueKind), unit, deps.clock.now()),
      misunderstood: (conversation?.misunderstood ?? 0) - counted,
    },
  };
}

function isTesterCode(text: string, unit: Unit): boolean {
  const code = /^thu tin ([a-z0-9]{6})$/.exec(fold(text))?.[1];
  return code !== undefined && unit.testCode !== "" && code === unit.testCode.toLowerCase();
}

/** A comment needs an open draft, a contest an open round, a frame a running campaign; a report can always begin. */
async function openAmong(kinds: readonly DialogueKind[], unit: Unit, now: Date): Promise<DialogueKind[]> {
  const open = await Promise.all(kinds.map((kind) => OPEN[kind](unit._id, now)));
  return kinds.filter((_, n) => open[n]);
}

const OPEN: Readonly<Record<DialogueKind, (unitCode: string, now: Date) => Promise<boolean>>> = {
  "phan-anh": () => Promise.resolve(true),
  khung: async (unitCode, now) => (await listRunning(await withParents(unitCode, now), now)).length > 0,
  thi: async (unitCode, now) => (await openRounds(unitCode, now)).length > 0,
  "gop-y": async (unitCode, now) =>
    (await listDrafts(unitCode, ["published"])).some((draft) => phaseOf(draft, now) === "open"),
};
