import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineRefused, enginesWithData, judgeEngine, settleEngine } from "../../launcher/data-engine.ts";
import { isAllowed, licenceProblems } from "../../launcher/licences.ts";
import type { Engine } from "../../launcher/engines.ts";

/** A data folder as a start would find it. */
function folderWith(...holders: Engine[]): string {
  const folder = mkdtempSync(join(tmpdir(), "loa-data-"));
  for (const engine of holders) {
    mkdirSync(join(folder, `mongo-${engine}`));
    writeFileSync(join(folder, `mongo-${engine}`, "WiredTiger"), "data");
  }
  return folder;
}

test.each([
  [[], "secantusd-py", "go"],
  [["secantusd-py"], "secantusd-py", "go"],
  [["secantusd-py", "secantusd-rs"], "secantusd-rs", "go"],
  [["secantusd-py"], "secantusd-rs", { others: ["secantusd-py"] }],
  [["secantusd-py", "secantusd-rs"], "mongod", { others: ["secantusd-py", "secantusd-rs"] }],
] as [Engine[], Engine, unknown][])("data of %o, start with %s", (holders, chosen, verdict) =>
  expect(judgeEngine(holders, chosen)).toEqual(verdict),
);

test("an empty folder is no data", () => {
  const folder = folderWith("secantusd-py");
  mkdirSync(join(folder, "mongo-secantusd-rs"));
  expect(enginesWithData(folder)).toEqual(["secantusd-py"]);
});

test("at a terminal it is asked; without one both ways are told", async () => {
  const folder = folderWith("secantusd-py");
  const asked: string[] = [];
  const answering = (answer: string) => async (question: string) => {
    asked.push(question);
    return answer;
  };
  expect(await settleEngine(folder, "secantusd-rs", { anew: false, ask: answering("1") })).toBe("secantusd-py");
  expect(await settleEngine(folder, "secantusd-rs", { anew: false, ask: answering(" 2 ") })).toBe("secantusd-rs");
  await expect(settleEngine(folder, "secantusd-rs", { anew: false, ask: answering("") })).rejects.toThrow(
    EngineRefused,
  );
  expect(asked[0]).toContain("was written by secantusd-py");
  await expect(settleEngine(folder, "secantusd-rs", { anew: false })).rejects.toThrow(
    "MONGO_ENGINE=secantusd-py make start",
  );
  expect(await settleEngine(folder, "secantusd-rs", { anew: true })).toBe("secantusd-rs");
  expect(await settleEngine(folder, "secantusd-py", { anew: false, ask: answering("2") })).toBe("secantusd-py");
});

test("make start itself starts nothing and writes nothing when nobody can be asked", async () => {
  const folder = folderWith("mongod");
  const ended = await new Promise<{ code: number; error: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["dist/launcher/start.js"],
      {
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: process.env["HOME"] ?? "",
          LOA_DATA: folder,
          MONGO_ENGINE: "secantusd-py",
        },
      },
      (failure, _out, error) => resolve({ code: Number(failure?.code ?? 0), error }),
    );
    child.stdin?.end();
  });
  expect(ended).toEqual({ code: 1, error: expect.stringContaining("was written by mongod") });
  expect(readdirSync(folder)).toEqual(["mongo-mongod"]);
});

test.each([
  ["MIT", true],
  ["MIT AND OFL-1.1", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["GPL-3.0-only OR MIT AND ISC", true],
  ["MIT AND GPL-3.0-only", false],
  ["(MIT OR ISC) AND AGPL-3.0-only", false],
  ["AGPL-3.0-or-later", false],
  ["SEE LICENSE IN LICENSE", false],
  ["UNLICENSED", false],
  ["", false],
  ["MIT OR", false],
])("licence %s may be handed on: %s", (expression, allowed) => expect(isAllowed(expression)).toBe(allowed));

test("a package that names no licence is named", () => {
  expect(licenceProblems([{ name: "a", version: "1.0.0" }])).toEqual([
    expect.stringContaining("a 1.0.0: names no licence"),
  ]);
  expect(licenceProblems([{ name: "b", version: "2.0.0", license: "SSPL-1.0" }])).toHaveLength(1);
});
