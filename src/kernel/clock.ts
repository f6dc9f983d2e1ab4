/** Where deeds get the time from, so that a test can say what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs before the machine's by what it is told. It goes forward only. */
export class AheadClock implements Clock {
  #aheadMs = 0;
  get aheadMs(): number {
    return this.#aheadMs;
  }
  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }
  goTo(aheadMs: number): void {
    this.#aheadMs = Math.max(this.#aheadMs, aheadMs);
  }
}

/**
 * The machine's own time, for stamps that Redis, BullMQ or a library judges by theirs. What is stored about people, and
 * what they see, goes by the clock that is given.
 */
export const machineMs = (): number => Date.now();

export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;
export const days = (n: number): number => n * 86_400_000;
