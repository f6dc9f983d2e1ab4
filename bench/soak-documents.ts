import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDraftTask } from "../src/drafts/draft.tasks.ts";
import { AppError } from "../src/kernel/errors.ts";
import { here } from "../src/outside/perform.ts";
import { mutate, seeded } from "../test/support/mutate-document.ts";
import { say } from "./support.ts";

const FOLDERS = ["test/fixtures/corpus", "test/fixtures/cases", "test/fixtures/plans"];
const SLOW = 2000;

/** Real files changed at random: read, or refused in words, never a raw error, within two seconds each. */
export async function soakDocuments(count: number): Promise<void> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:docx|odt|txt)$/.test(name))
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
  );
  const found = { read: 0, refused: 0, raw: 0 };
  let [slowest, slow, memory] = [0, 0, 0];
  const started = process.memoryUsage().rss;
  for (let n = 0; n < count; n += 1) {
    const { name, bytes } = files[n % files.length] ?? { name: "", bytes: Buffer.alloc(0) };
    const changed = mutate(bytes, seeded(n));
    const before = process.cpuUsage();
    try {
      const { positions } = await here.run(readDraftTask, { bytes: changed, earlier: [] });
      if (positions.length === 0) throw new Error("nothing read, nothing said");
      found.read += 1;
    } catch (error) {
      if (error instanceof AppError && error.status === 422) found.refused += 1;
      else {
        found.raw += 1;
        process.stdout.write(`  ${name}, seed ${n}: ${error instanceof Error ? error.stack : String(error)}\n`);
      }
    }
    const took = process.cpuUsage(before).user / 1000;
    slowest = Math.max(slowest, took);
    if (took > SLOW) slow += 1;
    memory = Math.max(memory, process.memoryUsage().rss - started);
  }
  say(`${count} changed files of ${files.length}: read, refused in words`, `${found.read}, ${found.refused}`);
  say("raw errors; files that took over 2 s", `${found.raw}; ${slow}`, "0; 0");
  say("slowest; memory on top of the process", `${Math.round(slowest)} ms; ${Math.round(memory / 1e6)} MB`, "≤ 300 MB");
  if (found.raw + slow > 0) process.exitCode = 1;
}
