/*
 * The page on which papers are entered opens without net too: a phone that was put away in a hamlet has closed it. Only
 * that page and what draws it are kept; anything else of the console is asked for anew, and fails as without this.
 */
const KEPT = "loa-phieu";
const isPage = (url) => /\/gop-y\/nhap$/.test(url.pathname);
const isPart = (url) => url.pathname.startsWith("/assets/");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !(isPage(url) || isPart(url))) return;
  event.respondWith(newest(request, url));
});

async function newest(request, url) {
  try {
    const answer = await fetch(request);
    // a log-in page in its place is not the page
    if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(url.pathname, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}
