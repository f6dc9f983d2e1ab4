/* Keeps the app's own files, so that it opens without a net. What people wrote and read is kept by the app itself. */
const FILES = self.__FILES__;
const CACHE = "loa-so-__BUILD__";

/** Everything the app is made of comes with the first visit, so that any page opens without a net afterwards. */
self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(["/mini/", ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

/** An older build's files go; the open pages are served from now on. */
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !url.pathname.startsWith("/mini")) return;
  if (request.mode === "navigate") event.respondWith(pageFirstFromNet(request));
  else if (url.pathname.startsWith("/mini/assets/")) event.respondWith(fileFirstFromCache(request));
});

/** One page serves every address: the newest when there is a net, else the kept one. */
async function pageFirstFromNet(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put("/mini/", fresh.clone());
    return fresh;
  } catch {
    return (await cache.match("/mini/")) ?? Response.error();
  }
}

/** Files carry the hash of their content, so a kept one is the right one. */
async function fileFirstFromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}
