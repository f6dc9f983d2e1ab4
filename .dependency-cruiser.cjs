const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** Imports run downwards in the order of the list in src/rooms.ts, and never up. Below all stand those who bring nothing. */
const text = readFileSync(join(__dirname, "src/rooms.ts"), "utf8");
const folders = new Map(
  [...text.matchAll(/import { (create\w+Room) } from "\.\/([a-z-]+)\/room\.ts"/g)].map((m) => [m[1], m[2]]),
);
const listed = [...text.matchAll(/^ {4}(create\w+Room)\(/gm)].flatMap((m) => folders.get(m[1]) ?? []);
if (listed.length < 15 || listed.length !== folders.size)
  throw new Error("the list of rooms in src/rooms.ts was not understood");
/** Highest first. A room may import the rooms after it. */
const ORDER = [...listed, "outside", "config", "reading", "kernel"];
const FEATURES = `^src/(${[...ORDER.filter((room) => room !== "kernel"), "cli"].join("|")})/`;

const downwards = ORDER.flatMap((room, n) =>
  n === 0
    ? []
    : [
        {
          name: `${room}-looks-up`,
          severity: "error",
          from: { path: `^src/${room}/` },
          to: { path: `^src/(${ORDER.slice(0, n).join("|")})/` },
        },
      ],
);

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "kernel-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^src/kernel/" },
      to: { path: "^(src/(?!kernel/)|queues|webhooks|simulator|launcher)" },
    },
    {
      name: "simulator-shares-no-code",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(src|queues|webhooks|launcher)/" },
    },
    {
      name: "nobody-imports-the-simulator",
      severity: "error",
      from: { pathNot: "^simulator/" },
      to: { path: "^simulator/" },
    },
    {
      name: "only-compose-looks-outward",
      severity: "error",
      from: { path: FEATURES, pathNot: "^src/cli/" },
      to: {
        path: "^(queues|webhooks|launcher)/|^src/(main|compose|compose-door|compose-internal|compose-web|compose-worker|house|rooms)\\.ts$",
      },
    },
    {
      name: "queues-know-no-door",
      severity: "error",
      from: { path: "^queues/" },
      to: { path: "^(webhooks|launcher)/|^src/(main|compose|house|rooms|web|cli)" },
    },
    {
      name: "door-decides-nothing",
      severity: "error",
      from: { path: "^webhooks/" },
      to: { path: "^(queues|launcher)/|^src/(?!kernel/|zalo/)" },
    },
    {
      // safeguard 13: whom a message reaches can never depend on what somebody thinks, answered, won or read
      name: "audiences-know-no-opinions",
      severity: "error",
      from: { path: "^src/(broadcasts|citizens|calendar)/" },
      to: { path: "^src/(townhalls|comments|drafts|quizzes|frames|requests|reports)/" },
    },
    {
      name: "opinions-know-no-audiences",
      severity: "error",
      from: { path: "^src/(townhalls|comments|drafts|quizzes|frames|requests|reports)/" },
      to: { path: "^src/(broadcasts|calendar)/" },
    },
    {
      // what reads a hostile file holds no key, no database and no queue: nothing to find, and nothing to load
      name: "outside-reaches-no-store",
      severity: "error",
      from: { path: "^src/outside-main[.]ts$" },
      to: { path: "[.]store[.]ts$|^src/(compose|config|web)|^(queues|webhooks)/", reachable: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "[.](mjs|cjs|js)$|main[.]ts$|[.]d[.]ts$" },
      to: {},
    },
    ...downwards,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|node_modules|\\.data)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    extraExtensionsToScan: [],
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs"] },
  },
};
