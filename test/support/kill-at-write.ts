import { spawn } from "node:child_process";
import type { Job } from "./decide-child.ts";

/** Presses in another process, which dies at the write that was named. @throws Error when it lived to the end */
export async function killAtWrite(job: Job, environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/support/decide-child.ts"], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (data: Buffer) => (words += data.toString()));
  child.stdin.end(JSON.stringify(job));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject).on("close", (...how) => resolve(how));
  });
  if (signal !== "SIGKILL")
    throw new Error(`${job.decision}: not killed at write ${job.n} but left with ${code} ${words}`);
}
