import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { addMessage, noteLast, openConversation } from "../../src/chatbot/conversation.store.ts";
import type { Conversation } from "../../src/chatbot/conversation.model.ts";
import { noteInteraction, setDisplayName } from "../../src/citizens/citizen.store.ts";
import type { Sent } from "../../src/inbox/attachments-of.ts";
import { fetchAttachment } from "../../src/inbox/fetch-attachment.ts";
import { keepAttachments } from "../../src/inbox/keep-attachments.ts";
import { listAttachments } from "../../src/inbox/attachment.store.ts";
import { here } from "../../src/outside/perform.ts";
import type { House } from "./agent.ts";

export const INBOX_OA = "388613280878808645";

/** Zalo's media host: what lies there is served, everything else is gone. */
export class MediaHost {
  private readonly files = new Map<string, Buffer>();
  private readonly server: Server;
  origin = "";
  private constructor() {
    this.server = createServer((request, response) => {
      const bytes = this.files.get(request.url ?? "");
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    // longer than a busy machine lets a kept connection wait
    this.server.keepAliveTimeout = 65_000;
  }
  static async open(): Promise<MediaHost> {
    const host = new MediaHost();
    await new Promise<void>((resolve) => host.server.listen(0, "127.0.0.1", resolve));
    host.origin = `http://127.0.0.1:${(host.server.address() as AddressInfo).port}`;
    return host;
  }
  put(name: string, bytes: Buffer): string {
    this.files.set(`/${name}`, bytes);
    return `${this.origin}/${name}`;
  }
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A resident who just wrote, with a conversation. */
export async function resident(userId: string, text = "Kính gửi xã", unitCode = "sao-mai"): Promise<Conversation> {
  const who = { unitCode, oaId: INBOX_OA, userId };
  const at = new Date();
  await noteInteraction({ ...who, userIdByApp: "" }, at);
  await setDisplayName(INBOX_OA, userId, `Người dân mẫu ${userId.slice(-4)}`);
  const conversation = await openConversation(who, at);
  await writes(conversation, `e-${userId}`, text, at);
  return conversation;
}

export async function writes(conversation: Conversation, key: string, text: string, at = new Date()): Promise<void> {
  const { _id, unitCode, oaId, userId } = conversation;
  const blank = { authorName: "", image: "", buttons: [], intent: "", state: "" as const, kind: text ? "" : "tệp" };
  await addMessage({ ...blank, conversation: _id, unitCode, oaId, userId, author: "resident", text, key, at });
  await noteLast(_id, at, text, "resident");
}

let sent = 0;
/** Sends something beside words, and has it fetched as the worker would. */
export async function attaches(house: House, host: MediaHost, conversation: Conversation, what: Sent) {
  const key = `sent-${(sent += 1)}`;
  const { unitCode, oaId, userId, _id } = conversation;
  const at = new Date();
  await writes(conversation, key, "", at);
  const inbound = { eventKey: key, unitCode, oaId, userId, userIdByApp: "", at, text: "", image: "", kind: "tệp" };
  const deps = { box: house.core.box, outside: here, pictureHosts: [host.origin] };
  await keepAttachments({ ...deps, enqueueAttachment: (id) => fetchAttachment(deps, id) }, inbound, [what]);
  return (await listAttachments(_id, at)).find((one) => one.message === key);
}

export const jpeg = (): Promise<Buffer> =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: "#688c5a" } })
    .jpeg()
    .toBuffer();
/** Two seconds of silence as a phone records it. */
export const amr = (): Buffer =>
  Buffer.concat([
    Buffer.from("#!AMR\n"),
    ...Array.from({ length: 100 }, () => Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31)])),
  ]);
export const PDF = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
