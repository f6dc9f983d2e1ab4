/**
 * One ticket after the other, in all tabs of this phone. One that breaks is told of and stops none after it: whoever is
 * next in the queue is judged.
 */
export function inLine<T>(judge: (one: T) => Promise<void>, broke: (one: T) => void): (one: T) => Promise<void> {
  let line: Promise<void> = Promise.resolve();
  const inAllTabs = (one: T): Promise<void> =>
    typeof navigator !== "undefined" && "locks" in navigator
      ? navigator.locks.request("loa-cua-vao", () => judge(one))
      : judge(one);
  return (one) => (line = line.then(() => inAllTabs(one)).catch(() => broke(one)));
}
