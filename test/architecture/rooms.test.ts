import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import mongoose from "mongoose";
import { composeCore } from "../../src/compose.ts";
import { composeRooms, rowsOf } from "../../src/rooms.ts";
import { testSettings } from "../support/settings.ts";

const root = join(__dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const core = composeCore(testSettings(), "test");
const rooms = composeRooms(core);
const keeps = rooms.flatMap(({ keeps: all = [] }) => all);
const sources = ["src", "queues"].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: `${room}/${path}`, text: read(`${room}/${path}`) })),
);
const named = (part: "person" | "sealed") => new Set(keeps.filter((keep) => keep[part]).map(({ model }) => model));

beforeAll(async () => {
  // every model is there once every room's pages are
  await rowsOf(rooms);
});
afterAll(async () => {
  await core.producer.close();
  core.redis.disconnect();
});

/** Paths of a model, those in lists and in parts of their own as well. */
function pathsOf(schema: mongoose.Schema, before = ""): string[] {
  return Object.entries(schema.paths).flatMap(([path, type]) =>
    type.schema ? pathsOf(type.schema, `${before}${path}.`) : [`${before}${path}`],
  );
}

test("the rooms agree", () => {
  expect(rooms.length).toBeGreaterThan(20);
  expect(keeps.length).toBeGreaterThan(25);
});

test("a model with a person's id is kept by a room that says what becomes of it", () => {
  const PERSON = /(^|\.)(userId|userIdByApp|appUserId|displayName|owner|reach|signed|who|u|player)$/;
  for (const [name, model] of Object.entries(mongoose.models)) {
    const paths = pathsOf(model.schema).filter((path) => PERSON.test(path));
    if (paths.length > 0) expect([name, paths, named("person").has(name)]).toEqual([name, paths, true]);
  }
  // and who is named there exists, and is let go of by that row or by another of the same room
  for (const { name, keeps: own = [] } of rooms)
    for (const keep of own.filter(({ person }) => person)) {
      const schema = mongoose.models[keep.model]?.schema;
      const paths = schema ? pathsOf(schema) : [];
      expect([keep.model, keep.person?.filter((path) => !paths.includes(path))]).toEqual([keep.model, []]);
      const forgets = own.some(({ forgetAt, forgetByApp }) => forgetAt ?? forgetByApp);
      expect([name, keep.model, forgets]).toEqual([name, keep.model, true]);
    }
});

test("a sealed field is in a manifest, and is sealed anew when the key changes", () => {
  for (const { name, keeps: own = [] } of rooms)
    for (const keep of own.filter(({ sealed }) => sealed)) {
      const schema = mongoose.models[keep.model]?.schema;
      const paths = schema ? pathsOf(schema) : (keep.sealed ?? []);
      expect([keep.model, keep.sealed?.filter((path) => !paths.includes(path))]).toEqual([keep.model, []]);
      expect([name, keep.model, own.some(({ reseal }) => reseal)]).toEqual([name, keep.model, true]);
    }
  // whoever seals something that stays says so; sessions are sealed under their own token and end within the hour
  const seals = sources
    .filter(
      ({ path, text }) => /\.seal\(/.test(text) && /^src\/[a-z-]+\//.test(path) && !/^src\/(kernel|cli)\//.test(path),
    )
    .map(({ path }) => path.split("/")[1] ?? "");
  const without = [...new Set(seals)].filter(
    (room) => !rooms.some(({ name, keeps: own = [] }) => name === room && own.some(({ sealed }) => sealed)),
  );
  expect(without).toEqual(["web"]);
});

test("a model that MongoDB deletes by age says so, with the number of its days", () => {
  for (const [name, model] of Object.entries(mongoose.models))
    for (const [, { expireAfterSeconds }] of model.schema.indexes()) {
      if (expireAfterSeconds === undefined) continue;
      const until = keeps.find((keep) => keep.model === name)?.until ?? "";
      const days = String(expireAfterSeconds / 86_400);
      const said = until.includes(`${days} day`) || (expireAfterSeconds <= 7200 && /hour/.test(until));
      expect([name, expireAfterSeconds, until, said]).toEqual([name, expireAfterSeconds, until, true]);
    }
});

test("README tells the rooms in the order of the list, from which the machine takes its own", () => {
  const listed = rooms.map(({ name }) => name).filter((name) => name !== "queues");
  const tree = [...read("README.md").matchAll(/^ {2}([a-z-]+)\/ {2,}/gm)].map((match) => match[1] ?? "");
  expect(tree.filter((name) => listed.includes(name))).toEqual(listed);
  expect(listed.filter((name) => !tree.includes(name))).toEqual([]);
  // the map refers to it and has no order of its own that could differ
  expect(/`web` > `own-data`/.test(read("docs/ARCHITECTURE.md"))).toBe(false);
  // every folder of src is a room of the list, or one of those that bring nothing
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const lowest = ["cli", "config", "kernel", "outside", "reading"];
  expect(folders.map(({ name }) => name).toSorted()).toEqual([...listed, ...lowest].toSorted());
});

test("a model is asked only in its store, or in the file that defines it", () => {
  const asks =
    /\b(\w+Model)\s*\.(find|update|delete|count|create|insert|exists|aggregate|bulk|distinct|estimated|replace)/g;
  const outside = sources
    .filter(({ path }) => !path.endsWith(".store.ts"))
    .flatMap(({ path, text }) =>
      [...text.matchAll(asks)].flatMap(([, model]) =>
        new RegExp(`const ${model} = `).test(text) ? [] : [`${path} ${model}`],
      ),
    );
  expect([...new Set(outside)]).toEqual([]);
});
