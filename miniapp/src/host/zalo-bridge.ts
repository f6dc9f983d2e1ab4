import { followOA, getAccessToken, openChat, openWebview, saveImageToGallery } from "zmp-sdk/apis";
import type { HostBridge, Outcome } from "./bridge.ts";

/** Some calls never settle on a desktop (zalo/miniapp.md §7.1). */
const PATIENCE_MS = 8000;

const withPatience = <T>(call: Promise<T>): Promise<T> =>
  Promise.race([
    call,
    new Promise<never>((_resolve, reject) => setTimeout(() => reject({ code: -1408 }), PATIENCE_MS)),
  ]);

/** Errors of the SDK are plain objects with a code (zalo/miniapp.md §7.2). */
function meaningOf(error: unknown): Outcome {
  const code = (error as { code?: number } | null)?.code ?? 0;
  if (code === -201 || code === -202 || code === -2002 || code === -1401) return "denied";
  if (code === -2003) return "cancelled";
  if (code === -1404 || code === -1403) return "unsupported";
  return "error";
}

const tried = async (call: () => Promise<unknown>): Promise<Outcome> => {
  try {
    await withPatience(call());
    return "done";
  } catch (error) {
    return meaningOf(error);
  }
};

export const zaloBridge: HostBridge = {
  kind: "zalo",
  async identityToken() {
    try {
      return (await withPatience(getAccessToken({}))) || undefined;
    } catch {
      return undefined;
    }
  },
  followOa: (oaId) => tried(() => followOA({ id: oaId })),
  openChat: (oaId) => tried(() => openChat({ type: "oa", id: oaId })),
  openLink: (url) => tried(() => openWebview({ url, config: { style: "normal", leftButton: "back" } })),
  async saveText() {
    return "unsupported";
  },
  async saveFile(file) {
    if (!file.type.startsWith("image/")) return "unsupported";
    const imageBase64Data = await dataUrlOf(file);
    return tried(() => saveImageToGallery({ imageBase64Data }));
  },
  // Zalo shares pictures by address only, and this one has none: it never leaves the phone
  async shareFile() {
    return "unsupported";
  },
};

const dataUrlOf = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(file);
  });
