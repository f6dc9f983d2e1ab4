import type { Citizen } from "../citizens/citizen.model.ts";
import { findCitizen, noteInteraction, noteQuietly, stranger } from "../citizens/citizen.store.ts";
import { findUnit } from "../units/unit.store.ts";
import { carryOut, type Handled } from "./carry-out.ts";
import { decide, isQuiet } from "./decide.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import { writeDown } from "./write-down.ts";

/**
 * A resident wrote. Read → decide → write → do: the message is read once, the decision is pure, what must last is
 * written under the event's key, and only then anything is said. Running it again for the same event finishes what was
 * cut off and answers once. What is anonymous leaves nothing that names who wrote: no message, no line, no new person.
 */
export async function handleMessage(deps: ChatDeps, inbound: Inbound): Promise<Handled> {
  const unit = await findUnit(inbound.unitCode);
  if (!unit) return "already";
  const { oaId, userId, at } = inbound;
  const known = (await findCitizen(oaId, userId)) ?? stranger(inbound, at);
  const looked = await gatherFacts(deps, inbound, unit, known);
  const decision = decide(looked.facts);
  const quiet = isQuiet(decision, looked.facts);
  if (quiet && !looked.facts.dialogue) await noteQuietly(oaId, userId, at);
  const found = quiet ? looked : { ...looked, citizen: await meet(deps, inbound) };
  const written = decision.deed === "talk" ? await writeDown(deps, inbound, found, decision) : [];
  return carryOut(deps, inbound, found, decision, written);
}

/** Who writes openly is known from then on, with the time and the name. */
export async function meet(deps: ChatDeps, inbound: Inbound): Promise<Citizen> {
  const { oaId, userId, at } = inbound;
  const refused = (await deps.refusals.among(oaId, [userId])).has(userId);
  const citizen = await noteInteraction(inbound, at, refused);
  if (citizen.displayName === "") await deps.enqueueName(String(citizen._id));
  return citizen;
}
