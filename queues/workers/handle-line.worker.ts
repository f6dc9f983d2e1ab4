import { eraseByAppUser } from "../../src/citizens/erase-person.ts";
import { askHeld } from "../../src/chatbot/settle-dialogues.ts";
import type { InboundEvent } from "../../src/citizens/inbound-event.model.ts";
import { countFailure, dropIfHandled, findOldest, markHandled } from "../../src/citizens/inbound-event.store.ts";
import type { SecretBox } from "../../src/kernel/crypto.ts";
import { messageOf } from "../../src/kernel/errors.ts";
import type { Wait } from "../../src/kernel/job.ts";
import type { Log } from "../../src/kernel/logger.ts";
import { eventSchema, isKnownEvent, oaIdOf, timeOf, userIdOf } from "../../src/zalo/events.ts";
import { parseJson } from "../../src/zalo/json.ts";
import { findOa } from "../../src/zalo/oa.store.ts";
import { isOutage } from "../outage.ts";
import type { HandlerDeps } from "./event-handler.ts";
import { cardOf, EVENT_HANDLERS, kindOf, pictureOf, pinOf } from "./event-handlers.ts";

export interface EventDeps extends HandlerDeps {
  box: SecretBox;
  log: Log;
  countEvent(name: string, outcome: string): void;
}

/** A line gives its place to others after so many events; what is left gets a job of its own. */
const MOST_IN_A_RUN = 50;
/** Failures of its own, not of MongoDB or Redis, after which an event waits for a person and the line goes on. */
const MOST_FAILURES = 6;

/** Payload → the deeds of one line, oldest first. A failing event is tried again before what came after it. */
export async function runLine(deps: EventDeps, line: string): Promise<Wait | undefined> {
  for (let n = 0; n < MOST_IN_A_RUN; n += 1) {
    const event = await findOldest(line);
    if (!event) {
      const waitMs = await askHeld(deps, line);
      return waitMs > 0 ? { waitMs } : undefined;
    }
    if (await dropIfHandled(event._id)) continue;
    try {
      await handleEvent(deps, event);
    } catch (error) {
      if (isOutage(error) || (await countFailure(event._id, MOST_FAILURES)) === "again") throw error;
      deps.countEvent(event.name, "failed");
      deps.log.error(
        { action: "event-aside", eventKey: event._id, event: event.name, reason: messageOf(error) },
        "event waits for a person",
      );
    }
  }
  return undefined;
}

/** Opens the recorded event, finds whose OA it is, calls the event's handler, marks it handled. */
async function handleEvent(deps: EventDeps, recorded: InboundEvent): Promise<void> {
  const body = parseJson(deps.box.open(recorded.body ?? ""));
  if (recorded.name === "user.revoke.consent") {
    await eraseByAppUser(deps, String((body as Record<string, unknown>)["userId"] ?? ""));
  } else {
    const event = eventSchema.parse(body);
    const oa = await findOa(oaIdOf(event));
    if (!oa || !isKnownEvent(event.event_name)) deps.countEvent(event.event_name, oa ? "unknown-event" : "unknown-oa");
    else {
      await EVENT_HANDLERS[event.event_name](deps, event, {
        eventKey: recorded._id,
        oaId: oa._id,
        unitCode: oa.unitCode,
        userId: userIdOf(event),
        userIdByApp: event.user_id_by_app ?? "",
        at: timeOf(event, recorded.receivedAt),
        text: event.message?.text ?? "",
        image: pictureOf(event),
        kind: kindOf(event),
        ...pinOf(event),
        ...cardOf(event),
        line: recorded.line,
        ...(recorded.answered ? { answered: true } : {}),
      });
      deps.countEvent(event.event_name, "handled");
    }
  }
  await markHandled(recorded, deps.clock.now());
}
