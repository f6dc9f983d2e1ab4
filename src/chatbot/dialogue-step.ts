import type { AcceptDeps } from "../comments/accept-comment.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import type { PlayDeps } from "../quizzes/start-turn.ts";
import type { Reading } from "../reading/read-message.ts";
import type { TakeDeps } from "../requests/take-request.ts";
import type { Unit } from "../units/unit.model.ts";
import type { ZaloClient } from "../zalo/client.ts";

export interface DialogueDeps extends AcceptDeps, TakeDeps, PlayDeps {
  publicUrl: string;
  /** seals what was said so far */
  box: SecretBox;
  /** asks for a photo to be framed by a worker */
  enqueuePhoto(wishId: string): Promise<void>;
  zalo: Pick<ZaloClient, "sendMessage">;
}

/** What a dialogue hears: the message, read once for everybody. */
export interface Heard {
  oaId: string;
  userId: string;
  /** id within the Zalo app; "" while Zalo has not told it */
  appUserId: string;
  eventKey: string;
  name: string;
  text: string;
  /** "ảnh", "tin thoại", "nhãn dán"…; "" for text */
  kind: string;
  image: string;
  reading: Reading;
}

/** What a step is given and what it leads to. */
export interface Said {
  [field: string]: string;
}
export interface Turn extends Omit<Heard, "eventKey"> {
  deps: DialogueDeps;
  unit: Unit;
  said: Said;
  key: string;
}
export interface Answer {
  words: string;
  /** parts of `words` that the person wrote, or that stand in a document on show: the gate passes over them */
  quoted?: string[];
  buttons?: { title: string; command: string }[];
  /** step that waits for what comes next; "" ends the dialogue and erases what was said */
  next: string;
  said?: Said;
}
export type Steps = Readonly<Record<string, (turn: Turn) => Promise<Answer>>>;
