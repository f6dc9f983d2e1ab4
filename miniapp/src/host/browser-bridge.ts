import type { HostBridge } from "./bridge.ts";

/** Any browser: no account, links lead to Zalo's public page of the OA. */
export const browserBridge: HostBridge = {
  kind: "browser",
  identityToken: async () => undefined,
  followOa: async (oaId) => open(`https://zalo.me/${oaId}`),
  openChat: async (oaId) => open(`https://zalo.me/${oaId}`),
  openLink: async (url) => open(url),
  saveText: async (name, text) => save(new File([text], name, { type: "text/plain;charset=utf-8" })),
  saveFile: async (file) => save(file),
  async shareFile(file) {
    const data = { files: [file] };
    if (typeof navigator.canShare !== "function" || !navigator.canShare(data)) return "unsupported";
    try {
      await navigator.share(data);
      return "done";
    } catch (error) {
      return error instanceof DOMException && error.name === "AbortError" ? "cancelled" : "error";
    }
  },
};

function save(file: File): "done" {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // the download reads it after the click
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return "done";
}

const open = (url: string): "done" => {
  window.open(url, "_blank", "noopener");
  return "done";
};
