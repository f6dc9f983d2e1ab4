import type { HostBridge } from "./bridge.ts";

/** Any browser: no account, links lead to Zalo's public page of the OA. */
export const browserBridge: HostBridge = {
  kind: "browser",
  identityToken: async () => undefined,
  followOa: async (oaId) => open(`https://zalo.me/${oaId}`),
  openChat: async (oaId) => open(`https://zalo.me/${oaId}`),
  openLink: async (url) => open(url),
  async saveText(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
    return "done";
  },
};

const open = (url: string): "done" => {
  window.open(url, "_blank", "noopener");
  return "done";
};
