import type { Citizen } from "../citizens/citizen.model.ts";
import { findCitizen, noteInteraction, noteQuietly, stranger } from "../citizens/citizen.store.ts";
import { coverReceipts } from "../comments/cover-receipts.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import { isVisitor } from "../zalo/visitor.ts";
import { carryOut, type Handled, partyOf } from "./carry-out.ts";
import { type Decision, decide, isQuiet } from "./decide.ts";
import { dialoguesOf } from "./dialogues.ts";
import { finishDialogue } from "./finish-dialogue.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import { showToOfficer, writeDown } from "./write-down.ts";

const TO_A_DIALOGUE: readonly Decision["deed"][] = ["go-on", "answer-in-between", "leave-dialogue"];

/**
 * A resident wrote. Read → decide → write → do: the message is read once, the decision is pure, what must last is
 * written under the event's key, and only then anything is said. Running it again for the same event finishes what was
 * cut off and answers once. What is anonymous leaves nothing that names who wrote: no message, no line, no new person.
 */
export async function handleMessage(deps: ChatDeps, came: Inbound): Promise<Handled> {
  const unit = await findUnit(came.unitCode);
  if (!unit) return "already";
  // whatever is made of the words stands beside who wrote: a message, a dialogue, a report
  const inbound = { ...came, text: await coverReceipts(nfc(came.text)) };
  const { oaId, userId, eventKey, at } = inbound;
  const known = (await findCitizen(oaId, userId)) ?? stranger(inbound, at);
  let looked = await gatherFacts(deps, inbound, unit, known);
  if (looked.dialogue?.due && !looked.dialogue.heldUntil && looked.dialogue.lastEvent !== eventKey) {
    // what an earlier event left is done and said before anything else
    await finishDialogue(deps, partyOf(inbound, looked));
    looked = await gatherFacts(deps, inbound, unit, known);
  }
  const dialogues = dialoguesOf(deps);
  const decision = decide(looked.facts, dialogues);
  const quiet = isQuiet(decision, looked.facts, dialogues);
  // nobody can be written to by a web page's id later: whoever chats there is no row among the people of the OA
  const web = isVisitor(userId);
  if (quiet && !web && !looked.facts.dialogue && !looked.facts.heardBefore) await noteQuietly(oaId, userId, at);
  const found = quiet || web ? looked : { ...looked, citizen: await meet(deps, inbound) };
  const heard = { ...inbound, text: looked.text };
  const written = decision.deed === "talk" ? await writeDown(deps, heard, found, decision) : [];
  // whoever holds the conversation sees what a dialogue is told as well; of an anonymous one nothing is written
  if (!quiet && found.facts.state !== "bot" && TO_A_DIALOGUE.includes(decision.deed)) await showToOfficer(inbound);
  return carryOut(deps, heard, found, decision, written);
}

/** Who writes openly is known from then on, with the time and the name. */
export async function meet(deps: ChatDeps, inbound: Inbound): Promise<Citizen> {
  const { oaId, userId, at } = inbound;
  const refused = (await deps.refusals.among(oaId, [userId])).has(userId);
  const citizen = await noteInteraction(inbound, at, refused);
  if (citizen.displayName === "") await deps.enqueueName(String(citizen._id));
  return citizen;
}
