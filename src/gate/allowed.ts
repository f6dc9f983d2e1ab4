import type { Link } from "./find-links.ts";
import { HIDING_HOSTS, isOfficialHost, isUnder } from "./known-hosts.ts";

/** A place on the web a unit may point to: a host with all under it, or one part of a host. */
export interface AllowedPlace {
  host: string;
  /** "" for the whole host, else "/ubndxasaomai" */
  path: string;
}

/** What a unit may say, as far as addresses go. */
export interface Allowance {
  places: readonly AllowedPlace[];
  /** the unit's own OA and those above it, and the Mini App: all that zalo.me may be used for */
  oaIds: readonly string[];
  miniAppId: string;
  /** where the product itself answers: pages of results, certificates */
  ownHost: string;
}

export const NOTHING_ALLOWED: Allowance = { places: [], oaIds: [], miniAppId: "", ownHost: "" };

const startsWithPath = (path: string, prefix: string): boolean =>
  prefix === "" || path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);

export function isAllowed(link: Pick<Link, "host" | "path" | "kind">, allowance: Allowance): boolean {
  const { host, path } = link;
  if (link.kind === "other-scheme" || host === "" || HIDING_HOSTS.has(host)) return false;
  if (host === "zalo.me" && link.kind === "page") return isOwnZalo(path, allowance);
  if (isOfficialHost(host) || (allowance.ownHost !== "" && host === allowance.ownHost)) return true;
  return allowance.places.some(
    (place) => isUnder(host, place.host) && (link.kind === "mail" || startsWithPath(path.toLowerCase(), place.path)),
  );
}

function isOwnZalo(path: string, { oaIds, miniAppId }: Allowance): boolean {
  const app = /^\/s\/(\d+)(?:[/?]|$)/.exec(path)?.[1];
  if (app !== undefined) return app === miniAppId;
  const oa = /^\/(\d+)(?:[/?]|$)/.exec(path)?.[1];
  return oa !== undefined && oaIds.includes(oa);
}
