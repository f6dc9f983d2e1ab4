import type { Clock } from "../kernel/clock.ts";
import type { Keep } from "../kernel/keep.ts";
import { eraseCitizen } from "./citizen.store.ts";
import { forgetEvents, resealBody, streamBodies } from "./inbound-event.store.ts";
import { findByAddress } from "./one-person.store.ts";
import { type Refusals, resealRefusalSecret } from "./refusals.ts";

export interface CitizenKeepDeps {
  clock: Clock;
  refusals: Refusals;
  /** keyed mark of who an event is from */
  mark(text: string): string;
}

export const citizenKeeps = (deps: CitizenKeepDeps): readonly Keep[] => [
  { model: "HandledEvent", until: "30 days; leads to nobody" },
  {
    model: "InboundEvent",
    person: ["line"],
    sealed: ["body"],
    until: "it is handled, 30 days at most",
    forgetAt: ({ oaId, userId }) => forgetEvents(deps.mark(`line:${oaId}:${userId}`), deps.clock.now()),
    async reseal({ again }) {
      for await (const event of streamBodies()) await resealBody(event._id, again(event.body ?? ""));
      return 0;
    },
  },
  {
    model: "RefusalSecret",
    sealed: ["sealed"],
    until: "the house stands: no refusal is forgotten",
    async reseal({ again }) {
      await resealRefusalSecret(again);
      return 0;
    },
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
