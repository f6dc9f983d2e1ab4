/**
 * Counts the sealed figures of a consultation again from its open data and nothing else. Shares no code with the product:
 * written after the schema page (/cong-khai/du-thao/<id>/du-lieu).
 *
 *   node bench/recompute-open-data.mjs so-lieu.json y-kien.csv|y-kien.jsonl
 *
 * Exit 0 when every figure comes out as sealed, 1 naming those that do not, 2 for wrong usage.
 */
import { readFileSync } from "node:fs";

const [sealedAt, rowsAt] = process.argv.slice(2);
if (!sealedAt || !rowsAt) {
  process.stderr.write("usage: node bench/recompute-open-data.mjs so-lieu.json y-kien.csv|y-kien.jsonl\n");
  process.exit(2);
}

function fromCsv(text) {
  const records = [];
  let record = [];
  let cell = "";
  let quoted = false;
  for (let n = text.charCodeAt(0) === 0xfeff ? 1 : 0; n < text.length; n += 1) {
    const sign = text[n];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[n + 1] === '"') {
        cell += '"';
        n += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ",") {
      record.push(cell);
      cell = "";
    } else if (sign === "\n") {
      records.push([...record, cell]);
      record = [];
      cell = "";
    } else if (sign !== "\r") cell += sign;
  }
  const [names, ...rest] = records;
  return rest.map((cells) => {
    const row = Object.fromEntries(names.map((name, k) => [name, cells[k]]));
    return { ...row, late: row.late === "true", own: row.own === "true", published: row.published === "true" };
  });
}

const sealed = JSON.parse(readFileSync(sealedAt, "utf8"));
const text = readFileSync(rowsAt, "utf8");
const rows = rowsAt.endsWith(".csv")
  ? fromCsv(text)
  : text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));

const count = (holds) => rows.filter(holds).length;
const by = (list, name) => {
  const sums = {};
  for (const row of list) sums[row[name]] = (sums[row[name]] ?? 0) + 1;
  return sums;
};
const inTime = rows.filter((row) => row.state === "kept" && !row.late);
const opinions = inTime.filter((row) => row.kind !== "question");
const meetings = sealed.intakes.filter((one) => one.kind === "meeting");
const sum = (name) => meetings.reduce((total, one) => total + one[name], 0);
const stances = { "tan-thanh": 0, "mot-phan": 0, "khong-tan-thanh": 0, "gop-y": 0, ...by(opinions, "stance") };
const again = {
  opinions: opinions.length,
  byStance: stances,
  byChannel: by(opinions, "channel"),
  questions: inTime.length - opinions.length,
  offScope: opinions.filter((row) => row.kind === "off-scope").length,
  late: count((row) => row.state === "kept" && row.late),
  withdrawn: count((row) => row.state === "withdrawn"),
  hidden: count((row) => row.state === "hidden"),
  byGround: by(
    rows.filter((row) => row.state === "hidden"),
    "ground",
  ),
  submissions: count((row) => row.own) + sealed.intakes.length,
  meetings: meetings.length,
  present: sum("present"),
  speakers: sum("speakers"),
  spoken: sum("spoken"),
  organisations: new Set(sealed.intakes.filter((one) => one.kind === "written").map((one) => one.organisation)).size,
  letters: sealed.intakes.filter((one) => one.kind === "letter").length,
  received: rows.length,
};

const inOrder = (value) =>
  value !== null && typeof value === "object"
    ? Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, inOrder(one)])
    : value;
const wrong = Object.keys(again).filter(
  (name) => JSON.stringify(inOrder(again[name])) !== JSON.stringify(inOrder(sealed.figures[name])),
);
for (const name of wrong)
  process.stdout.write(
    `${name}: ${JSON.stringify(sealed.figures[name])} sealed, ${JSON.stringify(again[name])} counted\n`,
  );
if (wrong.length === 0)
  process.stdout.write(`${Object.keys(again).length} figures of ${rows.length} rows come out as sealed\n`);
process.exit(wrong.length === 0 ? 0 : 1);
