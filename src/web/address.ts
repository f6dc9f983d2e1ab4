import { isIP } from "node:net";
import type { Request } from "express";

/**
 * Who a request comes from, for counting: what a trusted proxy named, else the other end of the line. A whole network of
 * IPv6 (/56, what a provider gives one household) counts as one, and what is no address counts as the proxy itself.
 */
export function addressOf(request: Pick<Request, "ip" | "socket">): string {
  const named = plain(request.ip ?? "");
  const address = isIP(named) ? named : plain(request.socket.remoteAddress ?? "");
  return isIP(address) === 6 ? networkOf(address) : address;
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");

/** The first 56 bits, written out. */
function networkOf(address: string): string {
  // one spelling of the many an address may have
  const [head = "", tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(0, gap) }, () => "0"), ...right];
  const bytes = groups.slice(0, 4).map((group) => group.padStart(4, "0"));
  return `${bytes.join(":").slice(0, 17)}00::/56`;
}
