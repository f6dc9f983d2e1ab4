import { cpus } from "node:os";
import { benchBacklog, benchEmergency } from "./backlog.ts";
import { benchBombs } from "./bombs.ts";
import { benchAccept, benchReport } from "./comments.ts";
import { benchFrames } from "./frames.ts";
import { benchQuiz } from "./quiz.ts";
import { benchDocuments } from "./documents.ts";
import { benchDoor } from "./door.ts";
import { benchLanes } from "./lanes.ts";
import { benchLedger } from "./ledger.ts";
import { benchReading } from "./reading/measure.ts";
import { benchReply } from "./reply.ts";
import { benchSendLifted, benchSendLimited } from "./send.ts";
import { startServices } from "./support.ts";

/** `make bench`: every figure beside a floor measured in the same run, on the engine it names. About 15 minutes. */
const services = await startServices();
process.stdout.write(
  `Engine ${services.engine}, Node ${process.version}, ${cpus().length} cores shared by product, services and load\n`,
);
const only = process.argv[2] ?? "";
const benches: Record<string, () => Promise<void>> = {
  reading: benchReading,
  door: benchDoor,
  reply: benchReply,
  backlog: () => benchBacklog(services.engine === "secantusd-py"),
  emergency: () => benchEmergency(services.engine === "secantusd-py"),
  lifted: () => benchSendLifted(services.engine === "secantusd-py" ? 2000 : 10_000),
  lanes: benchLanes,
  ledger: () => benchLedger(services.engine === "secantusd-py" ? 200_000 : 10_000_000),
  comments: benchAccept,
  report: benchReport,
  quiz: benchQuiz,
  frames: benchFrames,
  documents: benchDocuments,
  bombs: benchBombs,
  growth: () => benchSendLimited(100, 2),
  comprehensive: () => benchSendLimited(2000, 1),
};
/** Long ones run only when they are named: make bench only=lifted-1m */
const long: Record<string, () => Promise<void>> = {
  "lifted-100k": () => benchSendLifted(100_000),
  "lifted-1m": () => benchSendLifted(1_000_000),
};
for (const [name, bench] of Object.entries(long)) if (only === name) await bench();
for (const [name, bench] of Object.entries(benches)) if (only === "" || only === name) await bench();
await services.stop();
process.exit(0);
