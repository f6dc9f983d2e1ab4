import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readFile } from "../support/read-file.ts";
import { GOLDEN, linesOf, readGolden } from "./golden.ts";
import { WORD_WINS } from "./word-wins.ts";

/**
 * `make oracle`: writes the corpus anew with its three writers, then holds the golden lines against what LibreOffice
 * prints of every file. Where Word prints otherwise, Word wins, and `word-wins.ts` says so file by file. Needs
 * LibreOffice and python-docx; the suite needs neither. `make oracle keep=1` compares what is checked in.
 */
const CORPUS = "test/fixtures/corpus";
const PYTHON = process.env["PYTHON"] ?? "python3";
const office = (folder: string, kind: string, files: readonly string[]): void => {
  const home = `-env:UserInstallation=file://${join(tmpdir(), "loa-oracle-office")}`;
  execFileSync("soffice", [home, "--headless", "--convert-to", kind, "--outdir", folder, ...files], {
    stdio: "ignore",
  });
};
const of = (folder: string, ...endings: string[]): string[] =>
  readdirSync(folder)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name));

/** Parts that no reader of words opens; a checked-in file stays a few KB. */
const NOISE =
  /docProps|theme|stylesWithEffects|customXml|fontTable|webSettings|settings\.xml$|[Tt]humbnail|Configurations2|meta\.xml|manifest\.rdf|layout-cache|Pictures/;

function slim(file: string): void {
  const parts = unzipSync(readFileSync(file));
  for (const name of Object.keys(parts)) if (NOISE.test(name)) delete parts[name];
  for (const [name, bytes] of Object.entries(parts)) {
    let xml = strFromU8(bytes);
    if (name.endsWith(".rels"))
      xml = xml.replace(/<Relationship [^>]*?Target="([^"]*)"[^>]*?\/>/g, (all, target: string) =>
        NOISE.test(target) ? "" : all,
      );
    else if (name.endsWith("styles.xml"))
      xml = xml
        .replace(/<w:latentStyles.*?<\/w:latentStyles>/s, "")
        .replace(/<w:style w:type="table".*?<\/w:style>/gs, (all) => (all.includes('w:default="1"') ? all : ""));
    else continue;
    parts[name] = strToU8(xml);
  }
  writeFileSync(file, zipSync(parts, { level: 9, mtime: new Date("2026-01-01T00:00:00Z") }));
}

function write(): void {
  const work = mkdtempSync(join(tmpdir(), "loa-oracle-"));
  const [office1, office2] = [join(work, "odt"), join(work, "docx")];
  for (const folder of [office1, office2]) mkdirSync(folder);
  execFileSync(PYTHON, ["test/oracle/write_python.py", work]);
  execFileSync("node_modules/.bin/tsx", ["test/oracle/write-docx-package.ts", work]);
  execFileSync("node_modules/.bin/tsx", ["test/oracle/write-fodt.ts", work]);
  office(office1, "odt", [
    ...of(work, ".fodt"),
    ...of(work, ".docx").filter((file) => /law|styles|formats|table|instances|legal|override/.test(file)),
  ]);
  office(
    office2,
    "docx",
    of(work, ".docx").filter((file) => /law|list|cells|joined|footnotes|text-box|page/.test(file)),
  );
  rmSync(CORPUS, { recursive: true, force: true });
  mkdirSync(CORPUS, { recursive: true });
  for (const file of [...of(work, ".docx"), ...of(office1, ".odt"), ...of(office2, ".docx")]) {
    slim(file);
    const name = basename(file);
    const byOffice = file.startsWith(office1) || file.startsWith(office2);
    writeFileSync(join(CORPUS, byOffice && !name.startsWith("lo-") ? `lo-${name}` : name), readFileSync(file));
  }
  rmSync(work, { recursive: true, force: true });
}

const tidy = (text: string): string =>
  text
    .replace(/\uFEFF/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .replace(/\u2011/g, "-")
    .trim();

/** Lines of a file that LibreOffice and the golden table print differently. */
function differs(name: string, printed: string, golden: readonly string[]): string[] {
  const theirs = printed.split("\n").map(tidy).filter(Boolean);
  const mine = golden
    .flatMap((line) => line.split(" | "))
    .map(tidy)
    .filter(Boolean);
  const [all, own] = [new Set(theirs), new Set(mine)];
  const allowed = WORD_WINS[name.replace(/^lo-/, "").replace(/\.\w+$/, "")] ?? [];
  return [
    ...mine.filter((line) => !all.has(line)).map((line) => `golden: ${line}`),
    ...theirs.filter((line) => !own.has(line)).map((line) => `LibreOffice: ${line}`),
  ].filter((line) => !allowed.some((one) => line.includes(one)));
}

if (process.env["keep"] !== "1") write();
const files = of(CORPUS, ".docx", ".odt");
const printed = mkdtempSync(join(tmpdir(), "loa-oracle-txt-"));
for (const ending of [".docx", ".odt"]) {
  const folder = join(printed, ending.slice(1));
  mkdirSync(folder);
  office(folder, "txt:Text (encoded):UTF8", of(CORPUS, ending));
}
if (process.env["golden"] === "1")
  writeFileSync(
    GOLDEN,
    files.map((file) => `== ${basename(file)}\n${linesOf(readFile(readFileSync(file))).join("\n")}\n`).join("\n"),
  );
const golden = readGolden();
let faults = 0;
for (const file of files) {
  const name = basename(file);
  const text = join(printed, name.endsWith(".odt") ? "odt" : "docx", name.replace(/\.\w+$/, ".txt"));
  const rows = (golden.get(name) ?? []).map((line) => line.split("\t").slice(1).join("\t"));
  for (const line of differs(name, readFileSync(text, "utf8"), rows)) {
    faults += 1;
    process.stdout.write(`${name}: ${line}\n`);
  }
}
rmSync(printed, { recursive: true, force: true });
process.stdout.write(`${files.length} files, ${faults} lines differ from LibreOffice beyond what word-wins.ts names\n`);
process.exit(faults === 0 ? 0 : 1);
