import type { Citizen } from "../citizens/citizen.model.ts";
import { isVisitor } from "../zalo/visitor.ts";
import type { Conversation } from "./conversation.model.ts";

/** When somebody opened the window for answers last; a visitor of the web is no row among citizens. */
export const wroteLast = (
  { userId, lastAt }: Pick<Conversation, "userId" | "lastAt">,
  citizen: Pick<Citizen, "lastInteractionAt"> | null,
): Date | null => (isVisitor(userId) ? lastAt : (citizen?.lastInteractionAt ?? null));
