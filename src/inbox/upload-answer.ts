import type { SecretBox } from "../kernel/crypto.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Outgoing } from "../zalo/messages.ts";
import { factsOf, findAttachment, readBytes } from "./attachment.store.ts";

export interface UploadDeps {
  box: SecretBox;
  zalo: Pick<ZaloClient, "uploadImage" | "uploadFile">;
}

/** Puts an officer's picture or file at Zalo, whose name for it a message carries. @throws ZaloError */
export async function uploadAnswer(
  { box, zalo }: UploadDeps,
  oaId: string,
  id: string,
): Promise<Pick<Outgoing, "imageAttachmentId" | "fileToken"> | undefined> {
  const attachment = await findAttachment(id);
  const bytes = attachment && (await readBytes(box, id));
  if (!bytes) return undefined;
  if (attachment.kind === "picture") return { imageAttachmentId: await zalo.uploadImage(oaId, bytes, "image/jpeg") };
  return { fileToken: await zalo.uploadFile(oaId, bytes, factsOf(box, attachment).name, attachment.type) };
}
