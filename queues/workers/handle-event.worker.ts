import { eraseByAppUser } from "../../src/chatbot/erase-person.ts";
import type { ChatDeps } from "../../src/chatbot/inbound.ts";
import { findEvent, markHandled } from "../../src/citizens/inbound-event.store.ts";
import type { SecretBox } from "../../src/kernel/crypto.ts";
import { eventSchema, isKnownEvent, oaIdOf, timeOf, userIdOf } from "../../src/zalo/events.ts";
import { parseJson } from "../../src/zalo/json.ts";
import { findOa } from "../../src/zalo/oa.store.ts";
import { EVENT_HANDLERS, kindOf, pictureOf } from "./event-handlers.ts";

export interface EventDeps extends ChatDeps {
  box: SecretBox;
  countEvent(name: string, outcome: string): void;
}

/** Payload → one deed: opens the recorded event, finds whose OA it is, calls the event's handler, marks it handled. */
export async function runHandleEvent(deps: EventDeps, eventKey: string): Promise<void> {
  const recorded = await findEvent(eventKey);
  if (!recorded || recorded.state === "handled" || !recorded.body) return;
  const body = parseJson(deps.box.open(recorded.body));
  if (recorded.name === "user.revoke.consent") {
    await eraseByAppUser(deps, String((body as Record<string, unknown>)["userId"] ?? ""));
  } else {
    const event = eventSchema.parse(body);
    const oa = await findOa(oaIdOf(event));
    if (!oa || !isKnownEvent(event.event_name)) deps.countEvent(event.event_name, oa ? "unknown-event" : "unknown-oa");
    else {
      await EVENT_HANDLERS[event.event_name](deps, event, {
        eventKey,
        oaId: oa._id,
        unitCode: oa.unitCode,
        userId: userIdOf(event),
        userIdByApp: event.user_id_by_app ?? "",
        at: timeOf(event, recorded.receivedAt),
        text: event.message?.text ?? "",
        image: pictureOf(event),
        kind: kindOf(event),
      });
      deps.countEvent(event.event_name, "handled");
    }
  }
  await markHandled(eventKey, deps.clock.now());
}
