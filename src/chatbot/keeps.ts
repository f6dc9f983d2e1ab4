import type { Keep } from "../kernel/keep.ts";
import { eraseConversation } from "./conversation.store.ts";
import { dropDialogue, resealDialogues } from "./dialogue.model.ts";

export const chatbotKeeps: readonly Keep[] = [
  {
    model: "Dialogue",
    person: ["_id"],
    sealed: ["said", "course"],
    until: "the end of the dialogue, 1 day at most",
    forgetAt: ({ oaId, userId }) => dropDialogue(oaId, userId),
    reseal: ({ again }) => resealDialogues(again),
  },
  { model: "Message", person: ["userId"], until: "goes with its conversation" },
  {
    model: "Conversation",
    person: ["userId"],
    until: "the person is erased",
    forgetAt: ({ oaId, userId }) => eraseConversation(oaId, userId),
  },
];
