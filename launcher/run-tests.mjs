/* Runs jest and closes with the plain line "N passed, N failed". */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "loa-results-"));
const file = join(folder, "results.json");
/* the MongoDB driver imports node:os at run time, which jest allows only with its module support switched on */
const args = [
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
  "node_modules/jest/bin/jest.js",
  "--json",
  `--outputFile=${file}`,
  ...process.argv.slice(2).filter(Boolean),
];
const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
let passed = 0;
let failed = 0;
try {
  const results = JSON.parse(readFileSync(file, "utf8"));
  passed = results.numPassedTests;
  failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
} catch {
  failed = 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(status === 0 && failed === 0 && passed > 0 ? 0 : 1);
