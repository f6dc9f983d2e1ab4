import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { AppError } from "../kernel/errors.ts";
import { cpuSeconds } from "./cpu-seconds.ts";
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

export interface HandEvents {
  onReady(limited: boolean): void;
  /** `worked`: whether it ever was ready */
  onGone(worked: boolean, lastWords: string): void;
}

interface Running {
  task: AnyTask;
  settle(ended: Ended): void;
  /** seconds of processor time */
  allowed: number;
  cpuBefore: number;
  startedAt: number;
  watch: NodeJS.Timeout;
  killedFor?: Passed;
}

const LOOK_MS = 50;

/** One process that does one task at a time, and is ended when the task takes too long. */
export class Hand {
  state: "starting" | "idle" | "busy" | "gone" = "starting";
  private readonly child: ChildProcess;
  private readonly events: HandEvents;
  private running: Running | undefined;
  private worked = false;
  private left = false;
  private lastWords = "";

  constructor(script: string, events: HandEvents) {
    this.events = events;
    this.child = spawn(process.execPath, [...NODE_FLAGS, script], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
      env: ENVIRONMENT,
    });
    this.child.on("message", (told: Told) => this.hear(told));
    this.child.stderr?.on("data", (part: Buffer) => {
      this.lastWords = (this.lastWords + part.toString("latin1")).slice(-2000);
    });
    this.child.on("error", (error) => this.leave(error.message));
    // "close" and not "exit": the last words have been read by then
    this.child.on("close", (code, signal) => this.leave(`ended by ${signal ?? `exit ${code}`}`, signal));
  }

  /** For whom the running task is. */
  get askedBy(): AnyTask["askedBy"] | undefined {
    return this.running?.task.askedBy;
  }

  run(task: AnyTask, input: unknown): Promise<Ended> {
    return new Promise((settle) => {
      this.state = "busy";
      this.running = {
        task,
        settle,
        allowed: task.seconds,
        cpuBefore: cpuSeconds(this.child.pid) ?? 0,
        startedAt: performance.now(),
        watch: setInterval(() => this.look(), LOOK_MS),
      };
      this.child.send({ name: task.name, input }, (error) => {
        if (error) this.kill("broken");
      });
    });
  }

  end(): void {
    // an answer that is on its way may still come; no further work goes there
    this.state = "gone";
    this.child.kill("SIGKILL");
  }

  private kill(passed: Passed): void {
    if (this.running) this.running.killedFor ??= passed;
    this.end();
  }

  private look(): void {
    if (!this.running) return;
    const { startedAt, cpuBefore, allowed } = this.running;
    const waited = (performance.now() - startedAt) / 1000;
    const worked = (cpuSeconds(this.child.pid) ?? cpuBefore + waited) - cpuBefore;
    if (worked > allowed || waited > allowed + PROCESS_LIMITS.waitSeconds) this.kill("time");
  }

  private hear(told: Told): void {
    if (told.kind === "ready") {
      this.worked = true;
      this.state = "idle";
      this.letGo();
      return this.events.onReady(told.limited);
    }
    if (!this.running) return;
    const { task } = this.running;
    if (told.kind === "grant") {
      const most = task.mostSeconds ?? task.seconds;
      this.running.allowed = Math.max(this.running.allowed, Math.min(told.seconds, most));
      return;
    }
    if (told.worn) this.end();
    if (told.kind === "refused") {
      const error = new AppError(told.status, told.message, told.fields);
      this.settle({ kind: "refused", error, reason: told.reason });
    } else this.settle(told);
  }

  private settle(ended: Ended): void {
    if (!this.running) return;
    const { watch, settle } = this.running;
    clearInterval(watch);
    this.running = undefined;
    if (this.state === "busy") this.state = "idle";
    settle(ended);
  }

  private leave(why: string, signal: NodeJS.Signals | null = null): void {
    if (this.left) return;
    this.left = true;
    // a container out of memory ends the process that holds most of it, by a signal that leaves no last words
    const starved = signal === "SIGKILL" && this.state !== "gone";
    this.end();
    if (this.running) {
      const { task, allowed, killedFor } = this.running;
      const passed = killedFor ?? (starved ? "memory" : passedBy(this.lastWords));
      const error = refusal({ field: task.field, seconds: Math.round(allowed * 10) / 10 }, passed);
      this.settle({ kind: "refused", error, reason: `${passed}: ${why}` });
    }
    this.events.onGone(this.worked, `${why} ${this.lastWords}`.trim());
  }

  /** A process that waits for work keeps nobody from ending; one that works is kept by its watch. */
  private letGo(): void {
    this.child.unref();
    this.child.channel?.unref();
    (this.child.stderr as Socket | null)?.unref();
  }
}
