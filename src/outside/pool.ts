import type { Log } from "../kernel/logger.ts";
import { type Ended, type Hand, startHand } from "./hand.ts";
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

export interface Pool extends Outside {
  /** starts the first process, so that nobody waits for it */
  warm(): void;
  close(): void;
  /** how many run and wait, for tests and measurements */
  describe(): { hands: number; idle: number; waiting: number };
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
export function createPool(options: PoolOptions): Pool {
  const { log } = options;
  let hands: Hand[] = [];
  let waiting: Waiting[] = [];
  let [closed, falseStarts, warned] = [false, 0, false];

  const start = (): void => {
    if (closed || hands.length >= options.size) return;
    const hand = startHand(options.script, {
      onReady(limited) {
        falseStarts = 0;
        if (!limited && !warned)
          log.warn({ action: "outside-unlimited" }, "memory of reading processes is not bounded: install util-linux");
        warned ||= !limited;
        give();
      },
      onGone(worked, lastWords) {
        hands = hands.filter((one) => one !== hand);
        if (closed) return;
        if (!worked) {
          falseStarts += 1;
          log.error({ action: "outside-no-start", reason: lastWords.slice(-500) }, "a reading process did not start");
        }
        if (falseStarts >= MOST_FALSE_STARTS) giveUp(lastWords);
        else start();
      },
    });
    hands.push(hand);
  };
  const giveUp = (reason: string): void => {
    const left = waiting;
    waiting = [];
    falseStarts = 0;
    for (const one of left) one.done({ kind: "failed", reason: `no reading process starts: ${reason}` });
  };
  /** The first that waits and may have a process now. */
  const next = (): Waiting | undefined => {
    const open = hands.filter((hand) => hand.askedBy === "anyone").length < Math.max(1, options.size - 1);
    const at = waiting.findIndex(({ task }) => open || task.askedBy === "officials");
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const give = (): void => {
    for (;;) {
      const hand = hands.find((one) => one.state === "idle");
      const wanted = hand && next();
      if (!hand || !wanted) break;
      void hand.run(wanted.task, wanted.input).then((ended) => {
        wanted.done(ended);
        give();
      });
    }
    const ahead = hands.some((hand) => hand.state === "idle" || hand.state === "starting");
    if (!ahead) start();
  };

  return {
    run: async <I, O>(task: OutsideTask<I, O>, input: I): Promise<O> => {
      if (closed) throw new Error("the reading processes are closed");
      if (waiting.filter((one) => one.task.askedBy === task.askedBy).length >= MOST_WAITING) throw busy();
      const started = performance.now();
      const ended = await new Promise<Ended>((done) => {
        waiting.push({ task, input, done });
        give();
      });
      if (ended.kind === "done") return ended.output as O;
      const told = { task: task.name, reason: ended.reason, ms: Math.round(performance.now() - started) };
      if (ended.kind === "failed") throw new Error(`${task.name}: ${ended.reason}`);
      if (ended.reason !== "") log.warn({ action: "outside-refused", ...told }, "something brought was not taken");
      throw ended.error;
    },
    warm: start,
    close() {
      closed = true;
      for (const hand of hands) hand.end();
      giveUp("closed");
    },
    describe: () => ({
      hands: hands.length,
      idle: hands.filter((hand) => hand.state === "idle").length,
      waiting: waiting.length,
    }),
  };
}
