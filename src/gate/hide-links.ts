import { isAllowed, type Allowance } from "./allowed.ts";
import { findLinks } from "./find-links.ts";

/**
 * What a resident wrote, as everybody may read it: addresses the unit does not vouch for are covered, like personal
 * data, and nothing else is touched.
 */
export function hideLinks(text: string, allowance: Allowance): string {
  const given = text.normalize("NFC");
  let shown = "";
  let at = 0;
  for (const link of findLinks(given)) {
    if (link.doubtful || link.kind === "mail" || isAllowed(link, allowance)) continue;
    shown += `${given.slice(at, link.at)}[đã che liên kết]`;
    at = link.end;
  }
  return at === 0 ? text : shown + given.slice(at);
}
