/** What the app asks of the place it runs in: Zalo's own host, or any browser. */
export interface HostBridge {
  kind: "zalo" | "browser";
  /** Zalo's access token, for our server to check; undefined when there is none or the person said no */
  identityToken(): Promise<string | undefined>;
  followOa(oaId: string): Promise<Outcome>;
  openChat(oaId: string): Promise<Outcome>;
  /** a page outside; only ever one of the commune's own */
  openLink(url: string): Promise<Outcome>;
  saveText(name: string, text: string): Promise<Outcome>;
  /** into the phone's pictures or downloads; nothing leaves the phone */
  saveFile(file: File): Promise<Outcome>;
  /** by the phone's own way of sharing; only ever when its owner asks */
  shareFile(file: File): Promise<Outcome>;
}

/** What a call to the host came to; the page says what each means. */
export type Outcome = "done" | "denied" | "cancelled" | "unsupported" | "error";

/** Zalo's host of Mini Apps; nowhere else is its SDK loaded (zalo/miniapp.md §7). */
export const isZaloHost = (at: { hostname: string; pathname: string }): boolean =>
  at.hostname.includes("h5.zdn.vn") && at.pathname.startsWith("/zapps");

let chosen: Promise<HostBridge> | undefined;

/** The one bridge of this run; the SDK comes only where it works. */
export function hostBridge(): Promise<HostBridge> {
  chosen ??= isZaloHost(window.location)
    ? import("./zalo-bridge.ts").then(({ zaloBridge }) => zaloBridge)
    : import("./browser-bridge.ts").then(({ browserBridge }) => browserBridge);
  return chosen;
}
