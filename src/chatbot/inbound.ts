import type { MarkDeps } from "../broadcasts/note-leaving.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { EraseDeps } from "../citizens/erase-person.ts";
import type { Refusals } from "../citizens/refusals.ts";
import type { DialogueDeps } from "./dialogues.ts";

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
  /** "10.772622, 106.698233" of a pin on the map; missing for none */
  pin?: string;
  /** name and number of a contact card; missing for none */
  card?: string;
  /** mark of the line it came by; missing outside the queues */
  line?: string;
  /** a dialogue answered this very event and was over with that, in a run that was cut off */
  answered?: boolean;
}

/** What the chat needs of the world outside. */
export interface ChatDeps extends MarkDeps, DialogueDeps, EraseDeps {
  refusals: Refusals;
  publicUrl: string;
  zalo: Pick<ZaloClient, "sendMessage" | "deleteUserInfo">;
  enqueueDelivery(messageId: string): Promise<void>;
  /** asks for the display name of this row of `citizens` */
  enqueueName(citizenId: string): Promise<void>;
}
