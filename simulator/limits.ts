import type { SimState, SimOa } from "./state.ts";

const PER_MINUTE = { Basic: 0, Standard: 0, Growth: 100, Comprehensive: 2000 } as const;
const APP_PER_MINUTE = 4000;

/** A sliding minute of call times; stricter than a calendar minute, so that who passes here passes both. */
class SlidingMinute {
  private times: number[] = [];
  private head = 0;
  count(now: number): number {
    while (this.head < this.times.length && (this.times[this.head] ?? 0) <= now - 60_000) this.head += 1;
    if (this.head > 5000) {
      this.times = this.times.slice(this.head);
      this.head = 0;
    }
    return this.times.length - this.head;
  }
  add(now: number): void {
    this.times.push(now);
  }
}

const perOa = new Map<string, SlidingMinute>();
const app = new SlidingMinute();

export const limitOf = (oa: SimOa): number => PER_MINUTE[oa.package];

/** Zalo's answer when a limit is met, or undefined; headers either way (OpenAPI sheet §6.6). */
export function checkLimits(
  state: SimState,
  oa: SimOa,
): { refusal: Record<string, unknown> | undefined; headers: Record<string, string> } {
  const limit = limitOf(oa);
  if (state.settings.SIM_LIMITS === "off") return { refusal: undefined, headers: {} };
  const now = Date.now();
  let own = perOa.get(oa.id);
  if (!own) perOa.set(oa.id, (own = new SlidingMinute()));
  const used = own.count(now);
  const headers = { "X-RateLimit-Limit": String(limit), "X-RateLimit-Remain": String(Math.max(0, limit - used - 1)) };
  if (app.count(now) >= APP_PER_MINUTE) {
    state.count("limit-app");
    return { refusal: { error: -32, message: "Your application reached limit call api" }, headers };
  }
  if (used >= limit) {
    state.count("limit-oa");
    return { refusal: { error: -32, message: "Your OA reached limit call api" }, headers };
  }
  own.add(now);
  app.add(now);
  return { refusal: undefined, headers };
}
