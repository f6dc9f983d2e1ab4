/** The page and what draws it open without a net, too: a phone put away between two guests has closed it. */
export async function keepPage(): Promise<void> {
  // where a phone is short of room, what waits to be sent is not the first thing to go
  await navigator.storage?.persist?.().catch(() => false);
  if (!("serviceWorker" in navigator) || !("caches" in window) || !navigator.onLine) return;
  await navigator.serviceWorker.register("/assets/door-worker.js", { scope: "/cong-khai/lop/" });
  const parts = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const ours = parts.filter((url) => url.origin === location.origin && url.pathname.startsWith("/assets/"));
  const kept = await caches.open("loa-cua");
  for (const path of [location.pathname, ...new Set(ours.map(({ pathname }) => pathname))]) {
    const answer = await fetch(path);
    if (answer.ok && !answer.redirected) await kept.put(path, answer);
  }
}
