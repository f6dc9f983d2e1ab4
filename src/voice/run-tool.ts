import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** What Debian's packages bring, each a program of its own; nothing of them is linked into this one. */
const TOOLS = ["espeak-ng", "ffmpeg", "ffprobe"] as const;
export type Tool = (typeof TOOLS)[number];

/** Where Debian puts them. */
const PATH = "/usr/local/bin:/usr/bin:/bin";
const isThere = (tool: string): boolean => PATH.split(":").some((folder) => existsSync(join(folder, tool)));
export const missingTools = (): Tool[] => TOOLS.filter((tool) => !isThere(tool));

/** Bounds of one run: what a file brought from outside may cost (ADR 0015). */
const CPU_SECONDS = 120;
const MEMORY_BYTES = 1_500_000_000;
const WAIT_MS = 240_000;
const MOST_WORDS = 400_000;

export interface Ran {
  code: number;
  out: string;
  errors: string;
}

/**
 * Runs a tool politely and within bounds: lowest turn of the processor, limited time, memory and words, no input but
 * what is given. @throws Error when it cannot be started
 */
export function runTool(tool: Tool, args: readonly string[], input = ""): Promise<Ran> {
  const bounds = [`--cpu=${CPU_SECONDS}`, `--as=${MEMORY_BYTES}`, "--core=0", "--fsize=120000000"];
  return new Promise((resolve, reject) => {
    const child = spawn("nice", ["-n", "15", "prlimit", ...bounds, "--", tool, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH, LANG: "C.UTF-8" },
    });
    const ended = setTimeout(() => child.kill("SIGKILL"), WAIT_MS);
    const said = { out: "", errors: "" };
    child.stdout.on("data", (part: Buffer) => {
      said.out = (said.out + part.toString("utf8")).slice(-MOST_WORDS);
    });
    child.stderr.on("data", (part: Buffer) => {
      said.errors = (said.errors + part.toString("utf8")).slice(-MOST_WORDS);
    });
    // a tool that ends early stops listening
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => {
      clearTimeout(ended);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(ended);
      resolve({ code: code ?? 1, ...said });
    });
    child.stdin.end(input);
  });
}
