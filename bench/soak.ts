import { spawnSync } from "node:child_process";
import { soakAttack } from "./attack.ts";
import { soakDocuments } from "./soak-documents.ts";

/** A test of the suite, run as long as it takes: the environment says how much of it. */
const testWith =
  (pattern: string, variable: string) =>
  async (count: number): Promise<void> => {
    const env = { ...process.env, [variable]: String(count) };
    const done = spawnSync(process.execPath, ["launcher/run-tests.mjs", pattern], { env, stdio: "inherit" });
    if (done.status !== 0) process.exitCode = 1;
  };

/** A test of the suite with many more random inputs. */
const mutations = (pattern: string) => testWith(pattern, "MUTATIONS");

/** `make soak`: long runs of what `make test` does a little of, each seeded; `only=` names one, `n=` says how many. */
const soaks: Readonly<Record<string, { count: number; run: (count: number) => Promise<void> }>> = {
  /** days of anonymous comments, each attacked by who reads every store */
  attack: { count: 30, run: soakAttack },
  /** mutated files of the corpus, each read once */
  documents: { count: 10_000, run: soakDocuments },
  /** questions in GIFT and XLSX, units in CSV: written and read again */
  lists: { count: 10_000, run: mutations("rules/(question-files|read-units)") },
  /** sheets, GIFT, CSV, SVG and pictures with changed bytes, each in a process of its own */
  files: { count: 10_000, run: mutations("rules/mutated-files") },
  /** mutated and signed bodies at the door */
  bodies: { count: 100_000, run: testWith("door/mutated-bodies", "FUZZ_RUNS") },
  /** replies whose connection is cut while they are written */
  replies: { count: 1000, run: testWith("flows/lost-replies", "RACES") },
  /** 1: every decision, its process killed by SIGKILL at each of its writes, before it leaves and before its answer */
  decisions: { count: 1, run: testWith("stores/decisions-killed", "KILLS") },
  /** 1: every step of every dialogue with every wording of STOP and every emergency */
  understands: { count: 1, run: testWith("flows/understands", "SOAK") },
  /** 1: 300 mixes of two dialogues, STOP, photos, danger and an officer, each cut at a write */
  dialogues: { count: 1, run: testWith("stores/dialogue-cuts", "SOAK") },
  /** 1: every POST route with every name of no row, every route for every role with another unit's object, every form for every role */
  routes: { count: 1, run: testWith("(routes/(refusals|role-matrix|forms)|pages/console)", "SOAK") },
  /** 1: every decision cut at each of its writes, before it arrives and before its answer */
  cuts: { count: 1, run: testWith("stores/decisions.test", "SOAK") },
  /** 1: a list of five chunks, cut in 60 ways */
  listing: { count: 1, run: testWith("stores/listing", "SOAK") },
};

const [only = "", given = ""] = process.argv.slice(2);
for (const [name, { count, run }] of Object.entries(soaks))
  if (only === "" || only === name) {
    process.stdout.write(`${name}\n`);
    await run(Number(given) || count);
  }
