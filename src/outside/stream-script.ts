import { type ChildProcess, spawn } from "node:child_process";
import { busy, ENVIRONMENT, NODE_FLAGS } from "./limits.ts";

export interface ScriptOptions {
  /** the built entry of the process */
  script: string;
  /** how many run at one time; the next is told to come back */
  atOnce: number;
  /** clock time after which it is ended, however slowly somebody takes what it makes */
  patienceMs: number;
}

/**
 * Runs a script that writes one file, and hands on what it writes as it comes: for files too large to be an answer of
 * the pool, made from what is ours. The input goes in by standard input, so that no list of processes shows it.
 * @throws AppError 503 while too many run; Error when it ends before it wrote anything
 */
export function createStreamScript({ script, atOnce, patienceMs }: ScriptOptions) {
  let running = 0;
  return async (input: unknown): Promise<AsyncIterable<Buffer>> => {
    if (running >= atOnce) throw busy();
    running += 1;
    const written = follow(script, input, patienceMs, () => {
      running -= 1;
    });
    // what goes wrong before the first byte is an answer, not half a file
    let first: IteratorResult<Buffer> | undefined = await written.next();
    return {
      [Symbol.asyncIterator]: () => ({
        next() {
          const due = first;
          first = undefined;
          return due ? Promise.resolve(due) : written.next();
        },
        // whoever leaves before the first byte ends the process as well
        return: () => written.return(undefined),
      }),
    };
  };
}

async function* follow(script: string, input: unknown, ms: number, onEnd: () => void): AsyncGenerator<Buffer> {
  let child: ChildProcess | undefined;
  const kill = (): void => void child?.kill("SIGKILL");
  const patience = setTimeout(kill, ms);
  try {
    child = spawn(process.execPath, [...NODE_FLAGS, script], { env: ENVIRONMENT, stdio: "pipe" });
    const ended = endOf(child);
    // a machine that has no file left to open gives a process without pipes; how it ended says so
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(JSON.stringify(input));
    for await (const part of child.stdout ?? []) yield part as Buffer;
    const fault = await ended;
    if (fault !== "") throw new Error(`a file was not made: ${fault}`);
  } finally {
    clearTimeout(patience);
    kill();
    onEnd();
  }
}

/** How it ended, with its last words; "" when all went well. */
function endOf(child: ChildProcess): Promise<string> {
  let lastWords = "";
  child.stderr?.on("data", (part: Buffer) => {
    lastWords = (lastWords + part.toString()).slice(-1000);
  });
  return new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("close", (code, signal) => done(code === 0 ? "" : `ended by ${signal ?? `exit ${code}`} ${lastWords}`));
  });
}
