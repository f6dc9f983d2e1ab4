import type { CommentBox } from "../comments/seal-box.ts";
import { createCommentBox } from "../comments/seal-box.ts";
import type { Keep } from "../kernel/keep.ts";
import { resealQuestions } from "./townhall.store.ts";

export const townHallKeeps = ({ comments }: { comments: CommentBox }): readonly Keep[] => [
  {
    model: "TownHallQuestion",
    sealed: ["body"],
    until: "leads to nobody",
    reseal: ({ oldKey, between }) => resealQuestions(between(createCommentBox(oldKey).box, comments.box).again),
  },
];
