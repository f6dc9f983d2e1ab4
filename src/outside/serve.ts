import { setPriority } from "node:os";
import { AppError, messageOf } from "../kernel/errors.ts";
import { boundItself } from "./bound-itself.ts";
import { PROCESS_LIMITS } from "./limits.ts";
import type { Asked, Told } from "./message.ts";
import { perform } from "./perform.ts";
import type { OutsideTask } from "./task.ts";

type AnyTask = OutsideTask<never, unknown>;

const tell = (told: Told): Promise<void> => new Promise((done) => process.send?.(told, () => done()) ?? done());

function isWorn(): boolean {
  const { user, system } = process.cpuUsage();
  const { retireAboveMb, retireAfterSeconds } = PROCESS_LIMITS;
  return process.memoryUsage.rss() > retireAboveMb * 1_048_576 || (user + system) / 1e6 > retireAfterSeconds;
}

async function answer(task: AnyTask | undefined, asked: Asked): Promise<Told> {
  if (!task) return { kind: "failed", reason: `no task is called ${asked.name}`, worn: false };
  try {
    const output = await perform(task, asked.input as never, (seconds) => tell({ kind: "grant", seconds }));
    return { kind: "done", output, worn: isWorn() };
  } catch (error) {
    if (!(error instanceof AppError)) return { kind: "failed", reason: messageOf(error), worn: isWorn() };
    const { status, message, fields, cause } = error;
    const reason = cause === undefined ? "" : messageOf(cause);
    return { kind: "refused", status, message, fields, reason, worn: isWorn() };
  }
}

/** The process's whole life: warm up, bound itself, do one task after another until whoever asks is gone. */
export async function serve(tasks: readonly AnyTask[], warmUp: () => Promise<unknown>): Promise<void> {
  process.on("disconnect", () => process.exit(0));
  // web and door come first; what somebody waits for who has no process yet comes before what is read
  setPriority(5);
  await warmUp();
  setPriority(10);
  const named = new Map(tasks.map((task) => [task.name, task]));
  process.on("message", (asked: Asked) => void answer(named.get(asked.name), asked).then(tell));
  await tell({ kind: "ready", limited: boundItself(PROCESS_LIMITS) });
}
