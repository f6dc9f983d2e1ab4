import type { MarkDeps } from "../broadcasts/note-leaving.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { EraseDeps } from "../citizens/erase-person.ts";
import type { Refusals } from "../citizens/refusals.ts";
import type { DialogueDeps } from "./dialogue-step.ts";

/** What a resident sent, as the door handed it on. */
export interface Inbound {
  eventKey: string;
  oaId: string;
  unitCode: string;
  userId: string;
  userIdByApp: string;
  at: Date;
  text: string;
  image: string;
  /** "" for text; else "ảnh", "tệp", "vị trí", "nhãn dán"… */
  kind: string;
}

/** What the chat needs of the world outside. */
export interface ChatDeps extends MarkDeps, DialogueDeps, EraseDeps {
  refusals: Refusals;
  zalo: Pick<ZaloClient, "sendMessage" | "deleteUserInfo">;
  enqueueDelivery(messageId: string): Promise<void>;
  /** asks for the display name of this row of `citizens` */
  enqueueName(citizenId: string): Promise<void>;
}
