import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Bounds this process before it sees anything from outside: address space (what a warm process has, and room on top;
 * a fixed number would have to follow every release of Node), processor time of its whole life, no core file, as that
 * would hold what somebody brought. False where there is no `prlimit` (util-linux, on every Debian).
 */
export function boundItself(limits: { roomMb: number; lifeSeconds: number }): boolean {
  try {
    const warmKb = Number(/VmSize:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
    const bytes = warmKb * 1024 + limits.roomMb * 1_048_576;
    const set = [`--as=${bytes}`, `--cpu=${limits.lifeSeconds}`, "--core=0"];
    execFileSync("prlimit", ["--pid", String(process.pid), ...set], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
