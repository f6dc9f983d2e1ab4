import { soakDocuments } from "./soak-documents.ts";

/** `make soak`: long runs of what `make test` does a little of, each seeded; `only=` names one, `n=` says how many. */
const soaks: Readonly<Record<string, { count: number; run: (count: number) => Promise<void> }>> = {
  documents: { count: 10_000, run: soakDocuments },
};

const [only = "", given = ""] = process.argv.slice(2);
for (const [name, { count, run }] of Object.entries(soaks))
  if (only === "" || only === name) {
    process.stdout.write(`${name}\n`);
    await run(Number(given) || count);
  }
