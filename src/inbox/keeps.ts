import type { Keep } from "../kernel/keep.ts";
import { forgetWatcherAt } from "./watcher.store.ts";
import { eraseAttachments, resealAttachments, resealParts } from "./attachment.store.ts";

export const inboxKeeps: readonly Keep[] = [
  {
    model: "Attachment",
    person: ["userId"],
    sealed: ["about"],
    until: "goes with its conversation",
    forgetAt: ({ oaId, userId }) => eraseAttachments(oaId, userId),
    reseal: ({ again }) => resealAttachments(again),
  },
  {
    model: "AttachmentPart",
    sealed: ["sealed"],
    until: "goes with its attachment",
    reseal: ({ again }) => resealParts(again),
  },
  {
    model: "Watcher",
    person: ["userId"],
    until: "the official no longer wants it, leaves, or erases that Zalo account",
    forgetAt: ({ oaId, userId }) => forgetWatcherAt(oaId, userId),
  },
  { model: "InboxSettings", until: "the unit stands; leads to nobody" },
  { model: "Phrase", until: "officers drop it; leads to nobody" },
  { model: "ResponseTime", until: "the unit stands; a wait without whose it was" },
  { model: "CloseAnswers", until: "the unit stands; totals of a week" },
];
