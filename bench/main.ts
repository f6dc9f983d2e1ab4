import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { benchBacklog, benchEmergency } from "./backlog.ts";
import { benchBombs } from "./bombs.ts";
import { benchAccept, benchReport } from "./comments.ts";
import { benchFinalReport } from "./final-report.ts";
import { benchFrames } from "./frames.ts";
import { benchQuiz } from "./quiz.ts";
import { benchDistribution } from "./distribution.ts";
import { benchDocuments } from "./documents.ts";
import { benchDoor } from "./door.ts";
import { benchLanes } from "./lanes.ts";
import { benchLedger } from "./ledger.ts";
import { benchReading } from "./reading/measure.ts";
import { benchReply } from "./reply.ts";
import { benchSendLifted, benchSendLimited } from "./send.ts";
import { startServices } from "./support.ts";
import { benchVoice } from "./voice.ts";
import { benchUnits } from "./units.ts";

type Bench = (slow: boolean) => Promise<void>;
const BENCHES: Readonly<Record<string, Bench>> = {
  reading: benchReading,
  door: benchDoor,
  reply: benchReply,
  backlog: benchBacklog,
  emergency: benchEmergency,
  lifted: (slow) => benchSendLifted(slow ? 2000 : 10_000),
  lanes: benchLanes,
  ledger: (slow) => benchLedger(slow ? 200_000 : 10_000_000),
  comments: benchAccept,
  report: benchReport,
  quiz: benchQuiz,
  "final-report": benchFinalReport,
  frames: benchFrames,
  distribution: benchDistribution,
  documents: benchDocuments,
  bombs: benchBombs,
  units: benchUnits,
  voice: benchVoice,
  growth: () => benchSendLimited(100, 2),
  comprehensive: () => benchSendLimited(2000, 1),
};
/** Long ones run only when they are named: make bench only=lifted-1m */
const LONG: Readonly<Record<string, Bench>> = {
  "lifted-100k": () => benchSendLifted(100_000),
  "lifted-1m": () => benchSendLifted(1_000_000),
};
/** After this long a bench is given up, so that those behind it are measured. */
const MOST_MS = 60 * 60_000;

/** One bench on services of its own, which are gone afterwards however it ended. */
async function runHere(name: string, bench: Bench): Promise<void> {
  const services = await startServices();
  const giveUp = (): void => void services.stop().finally(() => process.exit(1));
  process.once("SIGTERM", giveUp).once("SIGINT", giveUp);
  process.stdout.write(
    `${name}: engine ${services.engine}, Node ${process.version}, ${cpus().length} cores shared by product, services and load\n`,
  );
  try {
    await bench(services.engine === "secantusd-py");
  } catch (error) {
    process.exitCode = 1;
    process.stdout.write(`  ${name} did not run to its end: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  await services.stop();
}

/** Each in a process of its own: what one leaves behind, an engine that answers no more or memory, is no other's. */
function runApart(name: string): Promise<boolean> {
  const [, script = ""] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, script, name], { stdio: "inherit" });
  const patience = setTimeout(() => child.kill("SIGTERM"), MOST_MS);
  return new Promise((done) =>
    child.once("close", (code) => {
      clearTimeout(patience);
      done(code === 0);
    }),
  );
}

/** `make bench`: every figure beside a floor measured in the same run, on the engine it names; 1 when one did not hold. */
const only = process.argv[2] ?? "";
const named = Object.entries({ ...BENCHES, ...LONG }).find(([name]) => name === only)?.[1];
if (named) await runHere(only, named);
else if (only === "") {
  const failed: string[] = [];
  for (const name of Object.keys(BENCHES)) if (!(await runApart(name))) failed.push(name);
  if (failed.length > 0) process.exitCode = 1;
  process.stdout.write(failed.length > 0 ? `Not as it should be: ${failed.join(", ")}\n` : "All ran to their end.\n");
} else {
  process.stdout.write(`No bench is called ${only}: ${Object.keys({ ...BENCHES, ...LONG }).join(", ")}\n`);
  process.exitCode = 2;
}
process.exit();
