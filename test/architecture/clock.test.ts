import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const files = ["src", "queues", "webhooks"].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: `${room}/${path}`, text: readFileSync(join(root, room, path), "utf8") })),
);
const holding = (pattern: RegExp): string[] => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test("the time comes from the clock that is given: one file asks the machine", () => {
  expect(holding(/\bDate\.now\(|new Date\(\)/)).toEqual(["src/kernel/clock.ts"]);
});

test("the system's clock is taken where a process is put together", () => {
  expect(holding(/\bsystemClock\b/).toSorted()).toEqual([
    "src/compose.ts",
    "src/kernel/clock.ts",
    "src/report-main.ts",
  ]);
});

test("the machine's own time stands only beside stamps of Redis, BullMQ and the proof of work", () => {
  expect(holding(/\bmachineMs\(/).toSorted()).toEqual([
    "queues/describe-queues.ts",
    "queues/inbox.ts",
    "queues/workers/start-workers.ts",
    "src/hourly-allowance.ts",
    "src/web/minute-counts.ts",
    "src/web/proof-of-work.ts",
    "src/zalo/limits.ts",
  ]);
});
