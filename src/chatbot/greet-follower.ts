import { addConsent, findCitizen, noteFollow } from "../citizens/citizen.store.ts";
import { CONSENT_TEXTS } from "../citizens/choose.ts";
import { findUnit } from "../units/unit.store.ts";
import { addMessage, openConversation } from "./conversation.store.ts";
import { DEFAULT_REPLIES } from "./default-replies.ts";
import type { ChatDeps, Inbound } from "./inbound.ts";
import { fillContact, renderReply } from "./render-reply.ts";
import { newestReplies } from "./reply.store.ts";

/** Somebody follows the OA: noted if it is the newest word, greeted once with the menu. */
export async function greetFollower(deps: ChatDeps, inbound: Inbound): Promise<void> {
  const { oaId, userId, userIdByApp, unitCode, at, eventKey } = inbound;
  const refused = (await deps.refusals.among(oaId, [userId])).has(userId);
  const counted = await noteFollow({ oaId, userId, userIdByApp, unitCode }, true, at, refused);
  await addConsent({
    oaId,
    userId,
    purpose: "receive",
    given: true,
    textVersion: CONSENT_TEXTS.receive,
    method: "follow",
    eventKey,
    at,
  });
  const unit = await findUnit(unitCode);
  if (!unit || !counted) return;
  const citizen = await findCitizen(oaId, userId);
  if (citizen && citizen.displayName === "") await deps.enqueueName(String(citizen._id));
  const conversation = await openConversation({ unitCode, oaId, userId }, at);
  const own = (await newestReplies(unitCode)).get("menu");
  const { text, buttons } = renderReply(own ?? DEFAULT_REPLIES.menu, {
    office: unit.office,
    contact: fillContact(unit.contact),
  });
  const id = await addMessage({
    conversation: conversation._id,
    unitCode,
    oaId,
    userId,
    author: "bot",
    authorName: "Trả lời tự động",
    text,
    image: "",
    kind: "",
    buttons,
    intent: "",
    key: `reply:${eventKey}`,
    state: "created",
    at: deps.clock.now(),
  });
  if (id) await deps.enqueueDelivery(id);
}

export async function noteUnfollow(deps: Pick<ChatDeps, "refusals">, inbound: Inbound): Promise<boolean> {
  const { oaId, userId, userIdByApp, unitCode, at } = inbound;
  const refused = (await deps.refusals.among(oaId, [userId])).has(userId);
  return noteFollow({ oaId, userId, userIdByApp, unitCode }, false, at, refused);
}
