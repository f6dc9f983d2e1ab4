import type { Caller } from "./call.ts";
import { text } from "./json.ts";
import { ZaloError } from "./zalo-error.ts";

/** Files that a message may carry (§3). */
export function createUploads({ ask }: Caller) {
  async function upload(
    oaId: string,
    kind: "image" | "gif" | "file",
    bytes: Buffer,
    name: string,
    mimeType: string,
  ): Promise<string> {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(bytes)], { type: mimeType }), name);
    const data = await ask(oaId, { method: "post", url: `/v2.0/oa/upload/${kind}`, data: form });
    const id = text(data["attachment_id"]) || text(data["token"]);
    if (!id) throw new ZaloError("bad-request", "Zalo không nhận tệp này");
    return id;
  }

  return {
    /** jpg or png, at most 1 MB; the id lives 7 days (zalo/openapi.md §3) */
    uploadImage: (oaId: string, bytes: Buffer, mimeType: "image/jpeg" | "image/png") =>
      upload(oaId, "image", bytes, mimeType === "image/png" ? "picture.png" : "picture.jpg", mimeType),
    uploadGif: (oaId: string, bytes: Buffer) => upload(oaId, "gif", bytes, "picture.gif", "image/gif"),
    uploadFile: (oaId: string, bytes: Buffer, name: string, mimeType: string) =>
      upload(oaId, "file", bytes, name, mimeType),
  };
}
