import { readFileSync } from "node:fs";
import { inspect, parseArgs } from "node:util";
import mongoose from "mongoose";
import { verifyBroadcast } from "../broadcasts/verify-broadcast.ts";
import { findBroadcast } from "../broadcasts/broadcast.store.ts";
import { streamLedger } from "../broadcasts/ledger.store.ts";
import { presentRow } from "../broadcasts/present.ts";
import { composeCore, connectMongo, type Core, ensureIndexes } from "../compose.ts";
import { BadSettings, readSettings } from "../config/settings.ts";
import { AppError, messageOf } from "../kernel/errors.ts";
import { verifyAudits } from "../officials/verify-audit.ts";
import { trialAccounts } from "../officials/trial-accounts.ts";
import { pushByOperator, verifyByOperator } from "./distribution.ts";
import { addByOperator, inviteByOperator, linkByOperator } from "./officials.ts";
import { verifyReports } from "./period-reports.ts";
import { connectByRefreshToken } from "../units/connect-oa.ts";
import { draftFromFile, recipientsOfFile } from "./units.ts";
import { importUnits } from "../units/import-units.ts";
import { findUnit } from "../units/unit.store.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { LoggedLine } from "../quizzes/append-block.ts";
import { type LogHeader, verifyLog, verifyRound } from "../quizzes/verify-round.ts";
import { verifyDraft } from "../reports/verify-draft.ts";
import { rotateKeys } from "./rotate-keys.ts";
import { type Answer, simulate, type Words } from "./simulate.ts";
import { seedDemo } from "./seed-demo.ts";
import { linesOfFile } from "../plans/plan-text.ts";
import { readPlan } from "../plans/read-plan.ts";
import { openHouse } from "../practice/open-house.ts";
import { seedPractice } from "./seed-practice.ts";
import { runTry } from "./try/try.ts";
import { rowOf } from "../kernel/table.ts";

/** For what an operator scripts. Exit 0 done, 1 failed, 2 wrong usage. Secrets come on standard input. */
class Usage extends Error {}

const USAGE = `usage: npm run -s loa -- <command> [--json]
  units import FILE.csv
  units changes FILE --unit CODE [--name DECISION] [--from YYYY-MM-DD]   (a resolution as a draft to correct in the console)
  units recipients FILE --unit CODE [--from YYYY-MM-DD]   (a list "Nơi nhận", with the units it means on that day)
  oa connect --unit CODE                       (reads the refresh token on standard input)
  officials add --email E --name N --role R --unit CODE   (reads the password; prints the second factor, once)
  officials invite --email E --name N --role R --unit CODE   (prints a one-time link)
  officials link --email E                     (prints a link to set up the log-in anew: lost phone, lost password)
  demo seed                                    (demo units, officials, content; needs the simulator)
  practice seed [--seats N]                    (PRACTICE=on: invented communes to practise in, one a seat)
  demo code EMAIL                              (the six digits a demo account has now)
  broadcasts ledger ID                         (NDJSON, a row per person)
  broadcasts verify ID [SHA256]                (counts rows again, compares plan, approvals and the printed hash; names what differs)
  distribution push ID --to GROUP              (all | commune | ward | special-zone | CODE,CODE…; a replay adds nothing)
  distribution verify ID                       (sent, received, taken, published, withdrawn add up; names what does not)
  report verify PERIOD [--unit CODE]           (recounts sealed period reports from the records; names what differs)
  simulate [--from YYYY-MM-DD] [--days N] [--weekly N]   (a year's calendar for all units on a clock of its own)
  drafts verify ID                             (log, comments, answers, leaves, figures and files agree; names what does not)
  quiz verify CONTEST ROUND | FILE             (recomputes a counted round from its log, here or as it was downloaded)
  audit verify [--unit CODE]                   (every line of the log of what officials did follows from the one before)
  keys rotate                                  (reads the old SECRETS_KEY; the new one is in the environment)
  plans check FILE                             (a plan's findings: what to choose or explain; 1 when there are any)
  try chat|draft|mask|plan|questions|speech|units FILE              (what the product makes of a file; needs no store, stores nothing)`;

const readInput = (): string => readFileSync(0, "utf8").replace(/\r?\n$/, "");

const COMMANDS: Readonly<Record<string, (core: Core, words: Words) => Promise<Answer | undefined>>> = {
  async "units import"(core, { rest }) {
    if (!rest[0]) throw new Usage();
    const result = await importUnits(core, readFileSync(rest[0]));
    if (!result.ok) throw new Error(result.problems.join("\n"));
    return { imported: result.count };
  },
  "units changes"(core, words) {
    if (!words.rest[0]) throw new Usage();
    return draftFromFile(core, words.rest[0], words);
  },
  "units recipients"(core, words) {
    if (!words.rest[0]) throw new Usage();
    return recipientsOfFile(core, words.rest[0], words);
  },
  async "oa connect"(core, { option }) {
    const unit = option("unit");
    if (!(await findUnit(unit))) throw new Error(`unit ${unit} is not known`);
    const oa = await connectByRefreshToken(core, unit, readInput().trim());
    await core.enqueue.sync(oa._id);
    return { connected: oa._id, name: oa.name, unit };
  },
  "officials add": (core, { option }) =>
    addByOperator(core, {
      email: option("email"),
      name: option("name"),
      role: option("role"),
      unitCode: option("unit"),
      password: readInput(),
    }),
  "officials invite": (core, { option }) =>
    inviteByOperator(core, {
      email: option("email"),
      name: option("name"),
      role: option("role"),
      unitCode: option("unit"),
    }),
  "officials link": (core, { option }) => linkByOperator(core, option("email")),
  async "demo seed"(core) {
    if (core.settings.PRACTICE === "on") throw new Error("this is a practice; loa practice seed fills it");
    return seedDemo(core);
  },
  "practice seed": (core, { optional }) => seedPractice(core, Number(optional("seats", "4"))),
  async "demo code"(core, { rest }) {
    const account = (await trialAccounts(core.box, core.clock.now())).find((one) => one.email === rest[0]);
    if (!account || account.code === "") throw new Error("no demo account with six-digit codes under this e-mail");
    return { code: account.code };
  },
  async "broadcasts ledger"(_core, { rest }) {
    const broadcast = await findBroadcast(rest[0] ?? "");
    if (!broadcast) throw new Error("no broadcast with this id");
    for await (const row of streamLedger(String(broadcast._id), broadcast.chunks))
      if (!process.stdout.write(`${JSON.stringify(presentRow(row))}\n`))
        await new Promise((resolve) => process.stdout.once("drain", resolve));
    return undefined;
  },
  async "broadcasts verify"(_core, { rest }) {
    const broadcast = await findBroadcast(rest[0] ?? "");
    if (!broadcast) throw new Error("no broadcast with this id");
    const { problems, ledgerSha256 } = await verifyBroadcast(broadcast, rest[1] ?? "");
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return { people: broadcast.total, ledgerSha256, fingerprint: broadcast.fingerprint, countsAgree: true };
  },
  async "distribution push"(core, { rest, option }) {
    if (!rest[0]) throw new Usage();
    return pushByOperator(core, rest[0], option("to"));
  },
  async "distribution verify"(_core, { rest }) {
    if (!rest[0]) throw new Usage();
    return verifyByOperator(rest[0]);
  },
  async "report verify"(core, { rest, optional }) {
    if (!rest[0]) throw new Usage();
    return verifyReports(core, rest[0], optional("unit", ""));
  },
  simulate: (core, words) => simulate(core, words),
  async "keys rotate"(core) {
    return { resealed: await rotateKeys(core, readInput().trim()) };
  },
  async "quiz verify"(_core, { rest }) {
    const [what = "", round = ""] = rest;
    if (what === "") throw new Usage();
    const verdict = round === "" ? await verifyFile(what) : await verifyRound(what, Number(round));
    if (!verdict.holds) throw new Error(verdict.problems.join("\n"));
    const { turns, people, allRight, winners } = verdict;
    return {
      turns,
      people,
      allRight,
      winners: winners.map((one) => `${one.prize} ${one.code}`).join("; "),
      holds: true,
    };
  },
  async "audit verify"(_core, { optional }) {
    const verdicts = await verifyAudits(optional("unit", ""));
    const problems = verdicts.flatMap((one) => one.problems);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return {
      units: verdicts.length,
      lines: verdicts.reduce((sum, one) => sum + one.lines, 0),
      heads: verdicts.map((one) => `${one.unitCode || "(no unit)"} ${one.n} ${one.head}`).join("; "),
    };
  },
  async "drafts verify"(core, { rest }) {
    const draft = await findDraft(rest[0] ?? "");
    if (!draft) throw new Error("no draft with this id");
    const { problems, figures, log, root } = await verifyDraft(draft, core.comments);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return { opinions: figures.opinions, received: figures.received, log, root };
  },
};

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(file) })) if (line !== "") yield line;
}

/** A log as anybody may download it, read line by line. */
async function verifyFile(file: string) {
  const first = (await linesOf(file).next()).value;
  if (typeof first !== "string") throw new Error("an empty file");
  return verifyLog(JSON.parse(first) as LogHeader, async function* () {
    let n = 0;
    for await (const line of linesOf(file)) {
      n += 1;
      if (n > 1) yield JSON.parse(line) as LoggedLine;
    }
  });
}

/** A plan's findings, a line each. */
async function checkPlanFile(file: string, json: boolean): Promise<void> {
  const lines = await linesOfFile(readFileSync(file), async () => undefined);
  const { findings } = readPlan(lines);
  for (const one of findings)
    process.stdout.write(
      json ? `${JSON.stringify(one)}\n` : `${file}:${one.lines.join(",")} [${one.kind}] ${one.says}\n`,
    );
  if (findings.length > 0) process.exitCode = 1;
}

async function tryFile([kind, file, ...more]: string[], json: boolean): Promise<void> {
  if (kind === undefined || file === undefined || more.length > 0) throw new Usage();
  for await (const made of runTry(kind, file))
    process.stdout.write(json ? `${JSON.stringify(made)}\n` : `${inspect(made, { depth: 8, breakLength: 120 })}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      unit: { type: "string" },
      email: { type: "string" },
      name: { type: "string" },
      role: { type: "string" },
      from: { type: "string" },
      days: { type: "string" },
      weekly: { type: "string" },
      to: { type: "string" },
      seats: { type: "string" },
    },
  });
  if (positionals[0] === "try") return tryFile(positionals.slice(1), values.json === true);
  if (positionals[0] === "plans" && positionals[1] === "check" && positionals[2])
    return checkPlanFile(positionals[2], values.json === true);
  const command =
    rowOf(COMMANDS, positionals.slice(0, 2).join(" ")) ??
    rowOf(COMMANDS, positionals.length === 1 ? (positionals[0] ?? "") : "");
  if (!command) throw new Usage();
  const option = (name: string): string => {
    const value = values[name as keyof typeof values];
    if (typeof value !== "string" || value === "") throw new Usage();
    return value;
  };
  const core = composeCore({ ...readSettings(), LOG_LEVEL: "silent" }, "cli");
  try {
    await connectMongo(core.settings);
    await openHouse(core);
    await ensureIndexes();
    const optional = (name: string, otherwise: string): string => {
      const value = values[name as keyof typeof values];
      return typeof value === "string" ? value : otherwise;
    };
    const answer = await command(core, {
      rest: positionals.slice(2),
      option,
      optional,
      json: values.json === true,
    });
    if (answer)
      process.stdout.write(
        values.json
          ? `${JSON.stringify(answer)}\n`
          : `${Object.entries(answer)
              .map(([key, value]) => `${key}: ${String(value)}`)
              .join("\n")}\n`,
      );
  } finally {
    core.outside.close();
    await core.producer.close().catch(() => undefined);
    core.redis.disconnect();
    core.visits.disconnect();
    await mongoose.disconnect();
  }
}

main().catch((error: unknown) => {
  const json = process.argv.includes("--json");
  const wrongUsage =
    error instanceof Usage ||
    (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  const fields =
    error instanceof AppError ? Object.entries(error.fields).map(([name, text]) => `${name}: ${text}`) : [];
  const text = wrongUsage
    ? USAGE
    : error instanceof BadSettings
      ? error.message
      : [messageOf(error), ...fields].join("\n");
  process.stderr.write(json && !wrongUsage ? `${JSON.stringify({ error: text })}\n` : `${text}\n`);
  process.exit(wrongUsage ? 2 : 1);
});
