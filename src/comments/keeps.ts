import type { Keep } from "../kernel/keep.ts";
import { resealComments, unlinkOwner } from "./comment.store.ts";
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
];
