import { randomInt } from "node:crypto";

/** The same things in an order nobody can foresee or trace back. */
export function shuffled<T>(things: readonly T[]): T[] {
  const order = [...things];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    const [one, other] = [order[i], order[j]];
    if (one !== undefined && other !== undefined) [order[i], order[j]] = [other, one];
  }
  return order;
}
