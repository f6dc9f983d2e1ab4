import type { AcceptDeps } from "../comments/accept-comment.ts";
import { commentDialogue } from "../comments/comment.dialogue.ts";
import { type FrameTalkDeps, frameDialogue } from "../frames/frame.dialogue.ts";
import { bringDialogue, type BroughtDialogue } from "../kernel/dialogue/bring.ts";
import type { Shape } from "../kernel/dialogue/dialogue.ts";
import { quizDialogue } from "../quizzes/quiz.dialogue.ts";
import type { PlayDeps } from "../quizzes/start-turn.ts";
import { requestDialogue } from "../requests/request.dialogue.ts";
import type { TakeDeps } from "../requests/take-request.ts";

/** Those there always were: what decides without a house around it knows them by themselves. */
export const STANDING: readonly Shape[] = [commentDialogue, requestDialogue, quizDialogue, frameDialogue];

export interface DialogueDeps extends AcceptDeps, TakeDeps, PlayDeps, FrameTalkDeps {
  /** what the rooms bring; those there always were when nobody says */
  dialogues?(): readonly BroughtDialogue[];
}

export const dialoguesOf = (deps: DialogueDeps): readonly BroughtDialogue[] =>
  deps.dialogues?.() ?? [
    bringDialogue(commentDialogue, deps),
    bringDialogue(requestDialogue, deps),
    bringDialogue(quizDialogue, deps),
    bringDialogue(frameDialogue, deps),
  ];
