import { audienceSchema } from "../../src/citizens/audience.ts";
import { buildArticleBroadcast } from "../../src/zalo/messages.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import mongoose from "mongoose";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { consoleRoutes } from "../../src/compose-web.ts";
import { composeRooms, deedWordsOf } from "../../src/rooms.ts";
import { settingsSchema } from "../../src/config/settings.ts";
import { PERMISSIONS } from "../../src/kernel/permissions.ts";
import { KNOWN_EVENTS } from "../../src/zalo/events.ts";
import { EVENT_HANDLERS } from "../../queues/workers/event-handlers.ts";
import { testSettings } from "../support/settings.ts";

const root = join(__dirname, "..", "..");
const sources = (room: string, kinds = /\.ts$/): { path: string; text: string }[] =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => kinds.test(path))
    .map((path) => ({ path: `${room}/${path}`, text: readFileSync(join(root, room, path), "utf8") }));
const all = ["src", "queues", "webhooks", "simulator", "launcher"].flatMap((room) => sources(room));

const jobFiles = all.filter(({ path }) => /\.jobs?\.ts$/.test(path));
const core = composeCore(testSettings(), "test");

test("every event has a handler", () => {
  expect(Object.keys(EVENT_HANDLERS).toSorted()).toEqual([...KNOWN_EVENTS].toSorted());
});

test("every job has a worker, and carries nothing but ids and a version", () => {
  const brought = composeRooms(core).flatMap(({ jobs = [] }) => jobs.map(({ kind }) => kind.name));
  const defined = jobFiles.flatMap(({ text }) =>
    [...text.matchAll(/name: "([a-z-]+)"/g)].map((match) => match[1] ?? ""),
  );
  expect(brought.toSorted()).toEqual(defined.toSorted());
  for (const { path, text } of jobFiles) {
    expect([path, /v: z\.literal\(1\)/.test(text)]).toEqual([path, true]);
    expect([path, /userId|displayName|text:|phone/.test(text.replace(/\/\*[\s\S]*?\*\//g, ""))]).toEqual([path, false]);
  }
});

test("every setting is documented in .env.example with its sentence, and nothing else is", () => {
  const example = readFileSync(join(root, ".env.example"), "utf8");
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1] ?? "");
  const launcher = ["MONGO_ENGINE"];
  expect(named.toSorted()).toEqual([...Object.keys(settingsSchema.shape), ...launcher].toSorted());
  for (const [name, schema] of Object.entries(settingsSchema.shape))
    expect([name, example.includes(String(schema.description))]).toEqual([name, true]);
});

test("only config reads the environment in src, queues and webhooks", () => {
  const readers = all
    .filter(({ path, text }) => /process\.env/.test(text) && !/^(simulator|launcher)\//.test(path))
    .map(({ path }) => path);
  expect(readers).toEqual(["src/config/settings.ts"]);
});

/** Those that ask a session for its unit's code: to make the scope, and the audit's own chain. The list only gets shorter. */
const ASK_FOR_A_CODE = ["src/web/signed-in.ts"];

test("stores are asked with a scope: nobody takes a unit's code out of the session", () => {
  const askers = all.filter(({ text }) => /\bme\.unitCode|\{[^{}]*\bunitCode\b[^{}]*\} = (context\.)?me\b/.test(text));
  expect(askers.map(({ path }) => path).filter((path) => !ASK_FOR_A_CODE.includes(path))).toEqual([]);
  const makers = all.filter(({ path, text }) => /\bownCode\(/.test(text) && path !== "src/kernel/scope.ts");
  expect(makers.map(({ path }) => path).toSorted()).toEqual(["src/units/scope-of.ts", "src/web/signed-in.ts"]);
});

test("no file but error-meanings holds a Zalo error number", () => {
  const holders = all
    .filter(
      ({ path, text }) =>
        /^(src|queues|webhooks)\//.test(path) &&
        /code === -\d|[^\w]-2[0-4]\d\b/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
    )
    .map(({ path }) => path);
  expect(holders).toEqual(["src/zalo/error-meanings.ts"]);
});

test("every file has a size a person can read (a list of words may be longer)", () => {
  const long = all
    .filter(({ path, text }) => text.split("\n").length > (path.includes("/lexicon/") ? 700 : 400))
    .map(({ path }) => path);
  expect(long).toEqual([]);
});

test("there is no crawler and no listening to the networks (domain.md S4-32)", () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  expect(names.filter((name) => /crawl|scrap|cheerio|puppeteer|facebook|twitter|tiktok|sentiment/.test(name))).toEqual(
    [],
  );
});

test("no reward for sharing, no board of units, no drawing of lots, nobody asked for school or age (safeguards 14, 24)", () => {
  const ours = ["src", "miniapp/src"].flatMap((room) => sources(room, /\.(ts|tsx|hbs)$/));
  expect(ours.length).toBeGreaterThan(300);
  const words = ours.filter(({ text }) =>
    /chia sẻ để|thêm lượt thi|mời bạn bè|xếp hạng đơn vị|quay số|bốc thăm trúng|lucky|referral|name="(?:tuoi|truong|age|school)"/i.test(
      text,
    ),
  );
  expect(words.map(({ path }) => path)).toEqual([]);
});

test("no address of ours takes a photo for a frame (safeguard 22)", () => {
  const frames = all.filter(({ path }) => path.startsWith("src/frames/") && path.endsWith(".api.ts"));
  expect(frames).toHaveLength(1);
  expect(frames[0]?.text).not.toMatch(/picture: \d|multer|raw\(|base64/);
  const app = sources("miniapp/src", /(^frame\/|components\/frame-)/);
  expect(app.length).toBeGreaterThan(2);
  for (const { path, text } of app)
    expect([path, /postPicture|FormData|sendBeacon|XMLHttpRequest/.test(text)]).toEqual([path, false]);
});

describe("with the stores", () => {
  beforeAll(async () => {
    await connectMongo(core.settings);
    await ensureIndexes();
  });
  afterAll(async () => {
    await core.producer.close();
    core.redis.disconnect();
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });

  test("every index of the models exists in MongoDB, and running it again changes nothing", async () => {
    await ensureIndexes();
    await expect(ensureIndexes()).resolves.toBeUndefined();
  });

  test("every console route states who may, every changing one has its own way of refusing", async () => {
    const routes = await consoleRoutes(core);
    expect(routes.length).toBeGreaterThan(40);
    for (const route of routes) expect([route.path, PERMISSIONS.includes(route.may)]).toEqual([route.path, true]);
    const keys = routes.map((route) => `${route.method} ${route.path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("every deed that is logged has words in the log", () => {
    const used = all.flatMap(({ text }) => [...text.matchAll(/audit\(\s*"([a-z-]+)"/g)].map((match) => match[1] ?? ""));
    expect(used.length).toBeGreaterThan(15);
    const words = deedWordsOf(composeRooms(core));
    for (const action of used) expect([action, action in words]).toEqual([action, true]);
  });

  test("no audience can be chosen by what somebody read, answered or thinks (safeguard 13)", () => {
    expect(Object.keys(audienceSchema.shape)).toEqual(["topics", "language"]);
    for (const strange of [
      "age",
      "gender",
      "seen",
      "score",
      "quiz",
      "frame",
      "stance",
      "userIds",
      "isFollower",
      "lastInteractionAt",
    ])
      expect([strange, audienceSchema.safeParse({ topics: [], language: "", [strange]: "1" }).success]).toEqual([
        strange,
        false,
      ]);
    const target = JSON.stringify(buildArticleBroadcast(["1"], ["9"])["recipient"]);
    expect(target).toBe('{"target":{"cities":"9"}}');
  });
});
