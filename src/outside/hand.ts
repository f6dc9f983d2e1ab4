import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { AppError } from "../kernel/errors.ts";
import { ENVIRONMENT, NODE_FLAGS, type Passed, PROCESS_LIMITS, refusal } from "./limits.ts";
import type { Told } from "./message.ts";
import { passedBy } from "./perform.ts";
import type { OutsideTask } from "./task.ts";

type AnyTask = OutsideTask<never, unknown>;

/** How a task ended: with its output, with a refusal, or with a fault of ours. */
export type Ended =
  | { kind: "done"; output: unknown }
  | { kind: "refused"; error: AppError; reason: string }
  | { kind: "failed"; reason: string };

/** One process that does one task at a time. */
export interface Hand {
  state: "starting" | "idle" | "busy" | "gone";
  /** for which askers the running task is */
  askedBy: AnyTask["askedBy"] | "";
  run(task: AnyTask, input: unknown): Promise<Ended>;
  end(): void;
}

export interface HandEvents {
  onReady(limited: boolean): void;
  /** `worked`: whether it ever was ready */
  onGone(worked: boolean, lastWords: string): void;
}

interface Running {
  task: AnyTask;
  settle(ended: Ended): void;
  allowed: number;
  cpuBefore: number;
  startedAt: number;
  watch: NodeJS.Timeout;
  killedFor?: Passed;
}

const LOOK_MS = 50;

/** Processor seconds a process has taken, from Linux; undefined elsewhere. */
function cpuSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

export function startHand(script: string, events: HandEvents): Hand {
  const child = spawn(process.execPath, [...NODE_FLAGS, script], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
    env: ENVIRONMENT,
  });
  let running: Running | undefined;
  let [ready, gone, lastWords] = [false, false, ""];

  const settle = (ended: Ended): void => {
    if (!running) return;
    clearInterval(running.watch);
    const { settle: tell } = running;
    running = undefined;
    hand.askedBy = "";
    if (hand.state === "busy") hand.state = "idle";
    tell(ended);
  };
  const kill = (passed: Passed): void => {
    if (running) running.killedFor ??= passed;
    end();
  };
  const end = (): void => {
    // an answer that was on its way may still come; no further work goes there
    hand.state = "gone";
    child.kill("SIGKILL");
  };
  const look = (): void => {
    if (!running) return;
    const waited = (performance.now() - running.startedAt) / 1000;
    const worked = (cpuSeconds(child.pid) ?? running.cpuBefore + waited) - running.cpuBefore;
    if (worked > running.allowed || waited > running.allowed + PROCESS_LIMITS.waitSeconds) kill("time");
  };
  const hear = (told: Told): void => {
    if (told.kind === "ready") {
      ready = true;
      hand.state = "idle";
      keepAlive(false);
      return events.onReady(told.limited);
    }
    if (!running) return;
    const { task } = running;
    if (told.kind === "grant") running.allowed = Math.min(told.seconds, task.mostSeconds ?? task.seconds);
    else if (told.kind === "failed") settle(told);
    else if (told.kind === "refused")
      settle({ kind: "refused", error: new AppError(told.status, told.message, told.fields), reason: told.reason });
    else {
      const worn = told.cpuSeconds > PROCESS_LIMITS.retireAfterSeconds || told.rssMb > PROCESS_LIMITS.retireAboveMb;
      if (worn) end();
      settle({ kind: "done", output: told.output });
    }
  };
  const leave = (why: string): void => {
    if (gone) return;
    gone = true;
    hand.state = "gone";
    const passed = running?.killedFor ?? passedBy(lastWords);
    if (running) {
      const said = { field: running.task.field, seconds: Math.round(running.allowed * 10) / 10 };
      settle({ kind: "refused", error: refusal(said, passed), reason: `${passed}: ${why}` });
    }
    events.onGone(ready, `${why} ${lastWords}`.trim());
  };

  child.on("message", hear);
  child.stderr?.on("data", (part: Buffer) => {
    lastWords = (lastWords + part.toString("latin1")).slice(-2000);
  });
  child.on("error", (error) => leave(error.message));
  // "close" and not "exit": the last words have been read by then
  child.on("close", (code, signal) => leave(`ended by ${signal ?? `exit ${code}`}`));
  // a process that waits for work keeps nobody from ending; one that works is kept by its watch
  const keepAlive = (wanted: boolean): void => {
    for (const held of [child, child.channel, child.stderr as Socket | null])
      if (wanted) held?.ref();
      else held?.unref();
  };

  const hand: Hand = {
    state: "starting",
    askedBy: "",
    run: (task, input) =>
      new Promise((done) => {
        hand.state = "busy";
        hand.askedBy = task.askedBy;
        running = {
          task,
          settle: done,
          allowed: task.seconds,
          cpuBefore: cpuSeconds(child.pid) ?? 0,
          startedAt: performance.now(),
          watch: setInterval(look, LOOK_MS),
        };
        child.send({ name: task.name, input }, (error) => {
          if (error) kill("broken");
        });
      }),
    end,
  };
  return hand;
}
