import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";

const PATIENCE_MS = 10_000;

/**
 * Whether an address is one of Zalo's picture hosts. A name stands for itself and what is below it, https only; an
 * origin (`http://127.0.0.1:4000`) for exactly itself.
 */
export function isPictureHost(address: string, hosts: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.username !== "" || url.password !== "") return false;
  return hosts.some((host) =>
    host.includes("://")
      ? url.origin === new URL(host).origin
      : url.protocol === "https:" && url.port === "" && (url.hostname === host || url.hostname.endsWith(`.${host}`)),
  );
}

export interface MediaLimits {
  /** where a refusal stands */
  field: string;
  /** "Ảnh", "Tệp": how a refusal calls it */
  what: string;
  mostBytes: number;
}

/**
 * Fetches what somebody sent from Zalo and from nowhere else: no redirect is followed, size and time are bounded.
 * @throws AppError 422 when it may not be fetched or is not there any more; another error is worth a second try
 */
export async function fetchMedia(address: string, hosts: readonly string[], limits: MediaLimits): Promise<Buffer> {
  const refuse = (why: string): Error => invalid({ [limits.field]: `${limits.what} ${why}` });
  if (!isPictureHost(address, hosts)) throw refuse("không nằm ở máy chủ của Zalo");
  const response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if ([403, 404, 410].includes(response.status)) throw refuse("không còn ở Zalo");
  if (!response.ok || !response.body) throw new Error(`Zalo's media host answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limits.mostBytes) throw refuse(`quá nặng (trên ${formatNumber(limits.mostBytes / 1_000_000)} MB)`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
