import { messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import { type Ended, Hand } from "./hand.ts";
import { busy, MOST_WAITING } from "./limits.ts";
import type { Outside, OutsideTask } from "./task.ts";

type AnyTask = OutsideTask<never, unknown>;

export interface PoolOptions {
  /** the built entry of such a process */
  script: string;
  /** how many at most; each takes about 100 MB */
  size: number;
  log: Log;
}

interface Waiting {
  task: AnyTask;
  input: unknown;
  done(ended: Ended): void;
}

/** This often a process may fail to start before those who wait are told so. */
const MOST_FALSE_STARTS = 3;

/**
 * A few processes for work on what people bring. They start when needed, one ahead of need; each does one task at a
 * time and dies alone: what asked gets a refusal, a fresh process takes its place. What waits is bounded.
 */
export class Pool implements Outside {
  private readonly options: PoolOptions;
  private hands: Hand[] = [];
  private waiting: Waiting[] = [];
  private closed = false;
  private falseStarts = 0;
  private warned = false;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  async run<Input, Output>(task: OutsideTask<Input, Output>, input: Input): Promise<Output> {
    if (this.closed) throw new Error("the reading processes are closed");
    if (this.waiting.filter((one) => one.task.askedBy === task.askedBy).length >= MOST_WAITING) throw busy();
    const started = performance.now();
    const ended = await new Promise<Ended>((done) => {
      this.waiting.push({ task, input, done });
      this.give();
    });
    if (ended.kind === "done") return ended.output as Output;
    if (ended.kind === "failed") throw new Error(`${task.name}: ${ended.reason}`);
    const told = { task: task.name, reason: ended.reason, ms: Math.round(performance.now() - started) };
    if (ended.reason !== "")
      this.options.log.warn({ action: "outside-refused", ...told }, "something brought was not taken");
    throw ended.error;
  }

  /** Starts the first process, so that nobody waits for it. */
  warm(): void {
    if (this.hands.length === 0) this.start();
  }

  close(): void {
    this.closed = true;
    for (const hand of this.hands) hand.end();
    this.giveUp("the reading processes are closed");
  }

  /** Hands what waits to who is idle, and has one more ready ahead of need. */
  private give(): void {
    for (;;) {
      const hand = this.hands.find((one) => one.state === "idle");
      const wanted = hand && this.next();
      if (!hand || !wanted) break;
      void hand.run(wanted.task, wanted.input).then((ended) => {
        wanted.done(ended);
        this.give();
      });
    }
    if (!this.hands.some((hand) => hand.state === "idle" || hand.state === "starting")) this.start();
  }

  /** The first that waits and may have a process now: what anybody may ask for never takes the last one. */
  private next(): Waiting | undefined {
    const taken = this.hands.filter((hand) => hand.askedBy === "anyone").length;
    const open = taken < Math.max(1, this.options.size - 1);
    const at = this.waiting.findIndex(({ task }) => open || task.askedBy === "officials");
    return at < 0 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private start(): void {
    if (this.closed || this.hands.length >= this.options.size) return;
    try {
      const hand = new Hand(this.options.script, {
        onReady: (limited) => this.welcome(limited),
        onGone: (worked, lastWords) => {
          this.hands = this.hands.filter((one) => one !== hand);
          this.replace(worked, lastWords);
        },
      });
      this.hands.push(hand);
    } catch (error) {
      // also where nobody listens: a fresh one for one that is gone
      this.replace(false, messageOf(error));
    }
  }

  private welcome(limited: boolean): void {
    this.falseStarts = 0;
    if (!limited && !this.warned)
      this.options.log.warn(
        { action: "outside-unlimited" },
        "memory of reading processes is not bounded: install util-linux",
      );
    this.warned ||= !limited;
    this.give();
  }

  private replace(worked: boolean, lastWords: string): void {
    if (this.closed) return;
    if (worked) return this.start();
    this.falseStarts += 1;
    const reason = lastWords.slice(-500);
    this.options.log.error({ action: "outside-no-start", reason }, "a reading process did not start");
    if (this.falseStarts < MOST_FALSE_STARTS) return this.start();
    this.falseStarts = 0;
    this.giveUp(`no reading process starts: ${reason}`);
  }

  private giveUp(reason: string): void {
    for (const one of this.waiting.splice(0)) one.done({ kind: "failed", reason });
  }
}
