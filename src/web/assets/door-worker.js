/*
 * The door of a class opens without net. Only that page and what draws it are kept; anything else below is asked for
 * anew, and fails as without this. What a phone knows of a class lies in its own store, never here.
 */
const KEPT = "loa-cua";
const isPage = (url) => /^\/cong-khai\/lop\/[0-9a-f]{24}\/cua$/.test(url.pathname);
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
    // a hotel's log-in page in its place is not the page
    if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(url.pathname, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}
