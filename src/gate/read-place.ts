import { findLinks } from "./find-links.ts";
import { isHidingHost, isOfficialHost, isPageHost, isSiteHost, isUnder, REGISTRIES } from "./known-hosts.ts";

/** Only says where a reader came from: no part of which page it is. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|zarsrc|igshid|igsh|mibextid|ref|si|feature|_rdc|_rdr)$/i;
/** Parts of an address that everybody's pages on a shared host have in common: alone they name nobody's. */
const GENERIC = new Set(
  (
    "watch embed shorts live channel c user u a d e p s in i photo photos video videos reel reels stories events groups pages " +
    "people posts hashtag search results share sharer status playlist view site sites forms file files folders open uc document " +
    "spreadsheets presentation drive maps edit preview viewform profile.php permalink.php story.php photo.php watch.php"
  ).split(" "),
);
/** Pages that lead on to any address written behind them. */
const LEADING_ON = /^\/(?:url|l\.php|redirect|sharer(?:\.php|\/sharer\.php)?|amp\/s|flx\/warn\/?)(?:\/|$)/;

/** What stands behind "?", in one order and without what only tracks; "" for nothing. */
export function queryOf(path: string): string {
  const parts = [...new URLSearchParams(path.split("?").slice(1).join("?"))].filter(([name]) => !TRACKING.test(name));
  return new URLSearchParams(parts.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
}
export const pageOf = (path: string): string => (path.split("?")[0] ?? "").toLowerCase().replace(/\/+$/, "");

/** Whether a path on a shared host says whose page it is. */
function namesPage(page: string, query: string): boolean {
  const named = page.split("/").filter((part) => part !== "" && !GENERIC.has(part));
  return named.length > 0 || (query !== "" && page !== "");
}

/** What somebody typed as a place, or what is wrong with it. */
export function readPlace(typed: string): { host: string; path: string } | { problem: string } {
  const [link, more] = findLinks(typed.trim());
  if (!link || more || link.kind !== "page" || link.host === "")
    return { problem: "Ghi một tên miền hoặc một trang, ví dụ baosaomai.vn hoặc facebook.com/ubndxasaomai" };
  const host = link.host.replace(/^www\./, "");
  const [page, query] = [pageOf(link.path), queryOf(link.path)];
  const problem = problemOf(host, page, query);
  return problem === "" ? { host, path: query === "" ? page : `${page}?${query}` } : { problem };
}

function problemOf(host: string, page: string, query: string): string {
  if (!host.includes(".") || REGISTRIES.has(host) || /^[\d.]+$/.test(host))
    return `“${host}” không phải tên miền của một cơ quan, tổ chức. Ghi đủ tên miền`;
  if (isHidingHost(host)) return `“${host}” che địa chỉ thật nên không được dùng. Ghi địa chỉ đầy đủ của trang`;
  if (isUnder(host, "zalo.me")) return "zalo.me đã dùng được cho OA và Mini App của đơn vị, không cần đề xuất";
  if (isOfficialHost(host)) return `“${host}” là trang của cơ quan Nhà nước, đã dùng được sẵn`;
  if (isSiteHost(host))
    return `Ai cũng mở được trang dưới ${host}. Ghi đủ tên trang của đơn vị, ví dụ ubndxasaomai.${host}`;
  if (isPageHost(host) && LEADING_ON.test(page))
    return `Địa chỉ này chuyển tiếp đến trang khác. Mở ra rồi ghi địa chỉ của trang đến`;
  if (isPageHost(host) && !namesPage(page, query))
    return `Ai cũng đăng được trên ${host}${page}. Ghi đúng trang của đơn vị, ví dụ facebook.com/ubndxasaomai`;
  return "";
}
