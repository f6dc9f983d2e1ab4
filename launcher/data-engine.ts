import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Engine, ENGINES } from "./engines.ts";

/** One engine's files are not another's (ADR 0003): each has a folder of its own beside the others. */
export const folderOf = (folder: string, engine: Engine): string => join(folder, `mongo-${engine}`);

/** Engines whose folder holds something. */
export const enginesWithData = (folder: string): Engine[] =>
  ENGINES.filter((engine) => {
    const data = folderOf(folder, engine);
    return existsSync(data) && readdirSync(data).length > 0;
  });

export type Verdict = "go" | { others: Engine[] };

/** Whether a start would look as if all data were gone: another engine holds some, this one none. */
export const judgeEngine = (holders: readonly Engine[], chosen: Engine): Verdict =>
  holders.length === 0 || holders.includes(chosen) ? "go" : { others: [...holders] };

export class EngineRefused extends Error {}

/**
 * Which engine to start with. Where another one holds the data this says so and asks; who cannot be asked is told both
 * ways and nothing is started. @param anew the answer was given before (`LOA_BEGIN_ANEW=1`)
 */
export async function settleEngine(
  folder: string,
  chosen: Engine,
  how: { anew: boolean; ask?: (question: string) => Promise<string> },
): Promise<Engine> {
  const verdict = judgeEngine(enginesWithData(folder), chosen);
  if (verdict === "go" || how.anew) return chosen;
  const [other = chosen] = verdict.others;
  const said = `The data in ${folder} was written by ${verdict.others.join(" and ")}. This start would use ${chosen}, which has none there.`;
  if (!how.ask)
    throw new EngineRefused(
      `${said}\nWith its data:  MONGO_ENGINE=${other} make start\nBegin anew:     LOA_BEGIN_ANEW=1 MONGO_ENGINE=${chosen} make start   (the old data stays where it is)`,
    );
  const answer = await how.ask(
    `${said}\n  1  start ${other} with its data\n  2  begin anew with ${chosen}; the old data stays where it is\nWhich? `,
  );
  if (answer.trim() === "1") return other;
  if (answer.trim() === "2") return chosen;
  throw new EngineRefused("Neither 1 nor 2: nothing was started.");
}

/** Asks at the terminal; undefined where nobody sits at one. */
export const terminalQuestion = (): ((question: string) => Promise<string>) | undefined =>
  process.stdin.isTTY && process.stdout.isTTY
    ? async (question) => {
        const lines = createInterface({ input: process.stdin, output: process.stdout });
        try {
          return await lines.question(question);
        } finally {
          lines.close();
        }
      }
    : undefined;
