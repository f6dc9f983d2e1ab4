/*
 * The kit opens without a net, and its sounds can be sought in: a phone is answered with 206 where it asks for a part.
 * Kept are a frame without a word of any kit (the page pours in what it has proven), what draws it, and files by content.
 */
const KEPT = "loa-bo-tai-lieu";
const PATIENCE_MS = 4000;
const isPage = (url) => /^\/bo-tai-lieu\/[A-Z2-9]{16}$/.test(url.pathname);
const isFile = (url) => /^\/bo-tai-lieu\/[A-Z2-9]{16}\/tep\/[0-9a-f]{64}$/.test(url.pathname);
const isPart = (url) => url.pathname.startsWith("/assets/");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (isFile(url)) event.respondWith(fileOf(request, url));
  else if (isPage(url) && url.search === "") event.respondWith(pageOf(request, url));
  else if (isPart(url)) event.respondWith(partOf(request, url));
});

const frameOf = async (url) => (await caches.open(KEPT)).match(url.pathname);
async function pageOf(request, url) {
  try {
    // in a valley a signal may be there and carry nothing
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status < 500 ? answer : ((await frameOf(url)) ?? answer);
  } catch (error) {
    const kept = await frameOf(url);
    if (kept) return kept;
    throw error;
  }
}
async function partOf(request, url) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}
async function fileOf(request, url) {
  const kept = await (await caches.open(KEPT)).match(url.pathname);
  if (!kept) return fetch(request);
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!asked) return kept;
  const all = await kept.blob();
  const last = all.size - 1;
  const [from, to] =
    asked[1] === ""
      ? [Math.max(0, all.size - Number(asked[2])), last]
      : [Number(asked[1]), asked[2] === "" ? last : Math.min(Number(asked[2]), last)];
  if (from > to) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${all.size}` } });
  return new Response(all.slice(from, to + 1), {
    status: 206,
    headers: {
      "Content-Type": kept.headers.get("Content-Type") ?? "application/octet-stream",
      "Content-Range": `bytes ${from}-${to}/${all.size}`,
      "Content-Length": String(to - from + 1),
      "Accept-Ranges": "bytes",
    },
  });
}
