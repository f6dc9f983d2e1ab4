import type { Clock } from "../kernel/clock.ts";
import { createMarker, type SecretBox } from "../kernel/crypto.ts";
import type { Keep } from "../kernel/keep.ts";
import { eventSchema, oaIdOf, userIdOf } from "../zalo/events.ts";
import { parseJson } from "../zalo/json.ts";
import { eraseCitizen } from "./citizen.store.ts";
import { forgetEvents, resealEvents } from "./inbound-event.store.ts";
import { findByAddress } from "./one-person.store.ts";
import { type Refusals, resealRefusalSecret } from "./refusals.ts";

export interface CitizenKeepDeps {
  clock: Clock;
  box: SecretBox;
  refusals: Refusals;
  /** keyed mark of who an event is from */
  mark(text: string): string;
}

/** Who an event is from, as its line was named by; "" when its body says nothing of that. */
function writerOf(body: string): string {
  try {
    const event = eventSchema.parse(parseJson(body));
    return `${oaIdOf(event)}:${userIdOf(event)}`;
  } catch {
    return "";
  }
}

export const citizenKeeps = (deps: CitizenKeepDeps): readonly Keep[] => [
  { model: "HandledEvent", until: "30 days; leads to nobody" },
  {
    model: "InboundEvent",
    person: ["line"],
    sealed: ["body"],
    until: "it is handled, 30 days at most",
    forgetAt: ({ oaId, userId }) => forgetEvents(deps.mark(`line:${oaId}:${userId}`), deps.clock.now()),
    reseal({ oldKey, again }) {
      const before = createMarker(oldKey);
      return resealEvents(({ _id, body, line }) => {
        const sealed = again(body);
        // its mark follows from whom it is from, or from itself; what has no mark, or the new one already, keeps it
        const who = [_id, writerOf(deps.box.open(sealed))].find((one) => before(`line:${one}`) === line);
        return { body: sealed, line: who === undefined ? line : deps.mark(`line:${who}`) };
      });
    },
  },
  {
    model: "RefusalSecret",
    sealed: ["sealed"],
    until: "the house stands: no refusal is forgotten",
    reseal: ({ again }) => resealRefusalSecret(again),
  },
  {
    model: "Refusal",
    until: "the person allows messages again: a mark",
    async forgetAt(at) {
      const citizen = await findByAddress(at.oaId, at.userId);
      if (citizen?.receiving) await deps.refusals.forget(at.oaId, at.userId);
      else if (citizen) await deps.refusals.remember({ ...citizen, ...at }, deps.clock.now());
    },
  },
  { model: "Consent", person: ["userId"], until: "goes with the person" },
  {
    model: "Citizen",
    person: ["userId", "userIdByApp", "displayName"],
    until: "the person is erased",
    last: true,
    forgetAt: ({ oaId, userId }) => eraseCitizen(oaId, userId),
  },
];
