import { noteInteraction } from "../citizens/citizen.store.ts";
import { findUnit } from "../units/unit.store.ts";
import { carryOut, type Handled } from "./carry-out.ts";
import { decide } from "./decide.ts";
import { gatherFacts } from "./gather-facts.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import { writeDown } from "./write-down.ts";

/**
 * A resident wrote. Read → decide → write → do: the message is read once, the decision is pure, what must last is
 * written under the event's key, and only then anything is said. Running it again for the same event finishes what was
 * cut off and answers once.
 */
export async function handleMessage(deps: ChatDeps, inbound: Inbound): Promise<Handled> {
  const unit = await findUnit(inbound.unitCode);
  if (!unit) return "already";
  const citizen = await noteInteraction(inbound, inbound.at);
  if (citizen.displayName === "") await deps.enqueueName(String(citizen._id));
  const found = await gatherFacts(deps, inbound, unit, citizen);
  const decision = decide(found.facts);
  const written = decision.deed === "talk" ? await writeDown(deps, inbound, found, decision) : [];
  return carryOut(deps, inbound, found, decision, written);
}
