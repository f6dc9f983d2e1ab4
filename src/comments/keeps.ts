import type { Keep } from "../kernel/keep.ts";
import { resealComments, unlinkOwner } from "./comment.store.ts";
import { resealSlips } from "./intake.store.ts";
import { resealScans } from "./scan.store.ts";
import { type CommentBox, createCommentBox } from "./seal-box.ts";

export const commentKeeps = ({ comments }: { comments: CommentBox }): readonly Keep[] => [
  {
    model: "Comment",
    person: ["owner", "signed"],
    sealed: ["body", "signed", "appeal.words"],
    until: "link 30 days after the close, words 365 days after the report (keep-and-purge.ts); the count stays",
    forgetAt: ({ oaId, userId }) => unlinkOwner(comments.mark("owner", `${oaId}:${userId}`)),
    reseal: ({ oldKey, between }) =>
      resealComments(between(createCommentBox(oldKey).box, comments.box), ({ oaId, userId }) =>
        comments.mark("owner", `${oaId}:${userId}`),
      ),
  },
  {
    model: "Intake",
    sealed: ["slips"],
    until: "the key of its slips 7 days after it was entered; what it counts stays (keep-and-purge.ts)",
    reseal: ({ oldKey, between }) => resealSlips(between(createCommentBox(oldKey).box, comments.box).again),
  },
  {
    model: "Scan",
    sealed: ["sealed"],
    until: "goes when an opinion of its paper is withdrawn; 365 days after the report (keep-and-purge.ts)",
    reseal: ({ oldKey, between }) => resealScans(between(createCommentBox(oldKey).box, comments.box).again),
  },
];
