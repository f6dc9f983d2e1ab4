import type { DialogueKind } from "../../src/chatbot/dialogue.model.ts";

/** Every step of every dialogue that waits for something. */
export const DIALOGUE_STEPS: readonly [DialogueKind, string][] = [
  ["gop-y", "du-thao"],
  ["gop-y", "vi-tri"],
  ["gop-y", "huong"],
  ["gop-y", "noi-dung"],
  ["gop-y", "xac-nhan"],
  ["phan-anh", "viec"],
  ["phan-anh", "noi"],
  ["phan-anh", "anh"],
  ["thi", "chon"],
  ["thi", "cho"],
  ["thi", "tra-loi"],
  ["thi", "doan"],
  ["thi", "cho-nop"],
  ["khung", "chon"],
  ["khung", "anh"],
];
