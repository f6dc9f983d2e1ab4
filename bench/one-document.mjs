// One document in a process of its own, as an upload is read: node bench/one-document.mjs floor|read|match FILE [FILE]
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";
import { lookIntoDocument } from "../dist/src/drafts/look-into-document.js";
import { matchPlaces } from "../dist/src/drafts/match-places.js";
import { readDocument } from "../dist/src/drafts/read-document.js";
import { toPositions } from "../dist/src/drafts/structure.js";

const [mode, ...files] = process.argv.slice(2);
const bytes = files.map((file) => readFileSync(file));
const read = async (file) => toPositions(readDocument((await lookIntoDocument(file)).document).paragraphs);

function floor(file) {
  let elements = 0;
  for (const part of Object.values(unzipSync(file))) {
    const parser = new SaxesParser({ xmlns: false });
    parser.on("opentag", () => (elements += 1));
    parser.write(strFromU8(part)).close();
  }
  return elements;
}

const before = mode === "match" ? await Promise.all(bytes.map(read)) : [];
const started = performance.now();
const cpu = process.cpuUsage();
const count =
  mode === "floor"
    ? floor(bytes[0])
    : mode === "match"
      ? matchPlaces([before[0]], before[1]).positions.length
      : (await read(bytes[0])).length;
const used = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    count,
    wall: performance.now() - started,
    cpu: (used.user + used.system) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
  }),
);
