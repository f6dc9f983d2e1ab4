import type { Link } from "./find-links.ts";
import { isHidingHost, isHostOf, isOfficialHost, isPageHost } from "./known-hosts.ts";
import { pageOf, queryOf } from "./read-place.ts";

/** A place on the web a unit may point to: a host with all under it, or one part of a host. */
export interface AllowedPlace {
  host: string;
  /** "" for the whole host, "/ubndxasaomai" with all behind it, "/watch?v=AbC" for that page alone */
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

/** A place without "?" stands for all behind it; one with "?" for that very page. */
function isOnPlace(path: string, place: string): boolean {
  const [page, wanted] = [pageOf(path), pageOf(place)];
  if (place.includes("?")) return page === wanted && queryOf(path) === queryOf(place);
  return wanted === "" || page === wanted || page.startsWith(`${wanted}/`);
}

export function isAllowed(link: Pick<Link, "host" | "path" | "kind">, allowance: Allowance): boolean {
  const { host, path } = link;
  if (link.kind === "other-scheme" || host === "" || isHidingHost(host)) return false;
  if (host === "zalo.me" && link.kind === "page") return isOwnZalo(path, allowance);
  if (isOfficialHost(host) || (allowance.ownHost !== "" && host === allowance.ownHost)) return true;
  return allowance.places.some(
    (place) =>
      isHostOf(host, place.host) &&
      // a page on a shared host says nothing about its mailboxes
      (link.kind === "mail" ? !isPageHost(place.host) : isOnPlace(path, place.path)),
  );
}

function isOwnZalo(path: string, { oaIds, miniAppId }: Allowance): boolean {
  const app = /^\/s\/(\d+)(?:[/?]|$)/.exec(path)?.[1];
  if (app !== undefined) return app === miniAppId;
  const oa = /^\/(\d+)(?:[/?]|$)/.exec(path)?.[1];
  return oa !== undefined && oaIds.includes(oa);
}
