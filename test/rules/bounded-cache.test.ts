import { createCache } from "../../src/kernel/bounded-cache.ts";

test("who asks while it is made waits for the same; what is over is made again; a failure is not kept", async () => {
  let made = 0;
  const cache = createCache<number>(2, 60_000);
  const make = async () => (made += 1);
  expect(await Promise.all([cache.get("a", make), cache.get("a", make), cache.get("a", make)])).toEqual([1, 1, 1]);
  expect(await cache.get("b", make)).toBe(2);
  // a third pushes the oldest out
  expect(await cache.get("c", make)).toBe(3);
  expect(await cache.get("a", make)).toBe(4);
  const fail = () => Promise.reject(new Error("no"));
  await expect(cache.get("d", fail)).rejects.toThrow("no");
  expect(await cache.get("d", make)).toBe(5);
  const short = createCache<number>(2, 0);
  expect([await short.get("a", make), await short.get("a", make)]).toEqual([6, 7]);
});
