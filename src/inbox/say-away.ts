import type { Inbound } from "../chatbot/inbound.ts";
import { addMessage, findConversationWith } from "../chatbot/conversation.store.ts";
import { automaticLabel, fillContact } from "../chatbot/render-reply.ts";
import type { Clock } from "../kernel/clock.ts";
import { findUnit } from "../units/unit.store.ts";
import { closedSince, isOnDuty, momentOfDuty, nextDuty } from "./duty.ts";
import { readSettings } from "./inbox-settings.store.ts";
import { fillBlanks } from "./phrase-blanks.ts";

export interface AwayDeps {
  clock: Clock;
  enqueueDelivery(messageId: string): Promise<void>;
}

/** Who waits for a person outside the duty hours is told once when officers are there again, in the unit's own words. */
export async function sayAway(deps: AwayDeps, { oaId, userId, unitCode }: Inbound): Promise<void> {
  const conversation = await findConversationWith(oaId, userId);
  if (!conversation?.waitingSince) return;
  const { awayText, duty } = await readSettings(unitCode);
  const now = deps.clock.now();
  if (awayText === "" || isOnDuty(duty, now)) return;
  const unit = await findUnit(unitCode);
  if (!unit) return;
  const contact = fillContact(unit.contact);
  const next = nextDuty(duty, now);
  const words = fillBlanks(awayText, {
    "cơ quan": unit.office,
    "giờ trực tới": next ? momentOfDuty(next) : contact.hours,
    "số trực": contact.dutyPhone,
  });
  const id = await addMessage({
    conversation: conversation._id,
    unitCode,
    oaId,
    userId,
    author: "bot",
    authorName: "Trả lời tự động",
    text: `${words}\n\n${automaticLabel(unit.office)}`,
    image: "",
    kind: "",
    buttons: [],
    intent: "",
    // once in each time nobody is there
    key: `away:${String(conversation._id)}:${closedSince(duty, now)?.toISOString() ?? ""}`,
    state: "created",
    at: now,
  });
  if (id) await deps.enqueueDelivery(id);
}
