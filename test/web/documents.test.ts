import { CommentModel } from "../../src/comments/comment.model.ts";
import { DraftVersionModel } from "../../src/drafts/draft.model.ts";
import { addDraftVersion } from "../../src/drafts/prepare-draft.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { House, type Visitor } from "../support/agent.ts";
import { WRITER } from "../routes/homes-base.ts";
import { drafts } from "../routes/homes-open.ts";
import { differences, snapshot } from "../routes/snapshot.ts";

/** Posts about a document's structure and masks whose success needs several presses in a row; the rest is in test/routes. */
let house: House;
let officer: Visitor;
let own: Awaited<ReturnType<typeof drafts>>;
let away: typeof own;
beforeAll(async () => {
  house = await House.open();
  own = await drafts(house.core, "sao-mai", "mau");
  away = await drafts(house.core, "ben-lua", "mau");
  officer = await house.as("commune_officer");
});
afterAll(() => house.close());

/** Nothing of these is taken and nothing changes. */
async function refused(
  posts: readonly [path: string, body: Record<string, string>][],
  who: Visitor = officer,
): Promise<void> {
  const before = await snapshot();
  for (const [path, body] of posts) {
    const { status } = await who.post(path, body);
    expect([path, body, status >= 400 && status < 500, status]).toEqual([path, body, true, status]);
  }
  expect(differences(before, await snapshot())).toEqual([]);
}
/** The same as its page makes it is taken. */
async function taken(path: string, body: Record<string, string>, who: Visitor = officer): Promise<void> {
  const before = await snapshot();
  expect([path, (await who.post(path, body)).status]).toEqual([path, 303]);
  expect(differences(before, await snapshot())).not.toEqual([]);
}

const ODD = ["constructor", "__proto__", "6a0000000000000000000000"];
const foreign = (rest: string): string[] =>
  [away.draft, away.draftOpen, own.draftOpen, own.draftSealed, ...ODD].map((id) => `/console/du-thao/${id}/${rest}`);
const version = async (n: number) => {
  const found = await DraftVersionModel.findOne({ draftId: own.draft, n }).lean();
  if (!found) throw new Error(`no version ${n}`);
  return found;
};

test("structure: corrected, taken back, taken over into the next version", async () => {
  const at = `/console/du-thao/${own.draft}/cau-truc`;
  const [, second, third] = (await version(1)).positions;
  if (!second || !third) throw new Error("too few places");
  const form = { [`code-${second.id}`]: second.code, [`text-${second.id}`]: `${second.text} (sửa)` };
  await refused([
    ...foreign("cau-truc").map((path): [string, Record<string, string>] => [path, form]),
    // the code of a place that keeps it; words for no place at all
    [at, { ...form, [`code-${second.id}`]: third.code }],
  ]);
  await taken(at, form);
  await refused(foreign("cau-truc/hoan-tac").map((path) => [path, {}]));
  await taken(`${at}/hoan-tac`, {});
  await refused([[`${at}/hoan-tac`, {}]]);
  await taken(at, form);
  const text = (await version(1)).read?.map((one) => one.text).join("\n") ?? "";
  await addDraftVersion(
    house.core,
    "sao-mai",
    own.draft,
    { name: "a.txt", bytes: Buffer.from(text), note: "" },
    WRITER,
  );
  await refused(foreign("cau-truc/dung-lai").map((path) => [path, {}]));
  await taken(`${at}/dung-lai`, {});
});

test("doubts seen, and pairs said to be the same place", async () => {
  const { _id, n, positions } = await version(2);
  const [place, earlier] = [positions[0]?.key ?? positions[0]?.id ?? "", (await version(1)).positions[1]?.id ?? ""];
  const doubt = { page: 1, line: 1, what: "x", text: "x", seenBy: "" };
  await DraftVersionModel.collection.updateOne(
    { _id: _id as never },
    { $set: { doubts: [doubt], doubtful: [{ place, earlier }] } },
  );
  expect(n).toBe(2);
  await refused(foreign("can-xem").map((path) => [path, { "doubt-0": "1" }]));
  await taken(`/console/du-thao/${own.draft}/can-xem`, { "doubt-0": "1" });
  const pair = { place, earlier, same: "0" };
  const at = `/console/du-thao/${own.draft}/cung-doan`;
  await refused([
    ...foreign("cung-doan").map((path): [string, Record<string, string>] => [path, pair]),
    [at, { ...pair, earlier: place }],
    [at, { ...pair, place: "constructor" }],
    [at, { ...pair, same: "constructor" }],
  ]);
  await taken(at, pair);
});

test("a mask is lifted with a reason, once, where there is one", async () => {
  const found = await CommentModel.findById(own.commentHidden).lean();
  expect(found?.state).toBe("hidden");
  const one = (draft: string, comment: string) => `/console/du-thao/${draft}/gop-y/mot/${comment}/bo-che`;
  const mask = { field: "text", from: "3", to: "13", reason: "Số của trụ sở, đã công khai" };
  const at = one(own.draftOpen, own.commentHidden);
  await refused([
    [one(away.draftOpen, own.commentHidden), mask],
    [one(own.draftOpen, away.commentHidden), mask],
    [one(own.draftSealed, own.commentHidden), mask],
    ...ODD.map((id): [string, Record<string, string>] => [one(own.draftOpen, id), mask]),
    [at, { ...mask, field: "constructor" }],
    [at, { ...mask, to: "12" }],
    [at, { ...mask, reason: " " }],
  ]);
  await taken(at, mask);
});

test("a tester goes by the moment of joining, from the own unit only", async () => {
  const editor = await house.as("dept_editor", "so");
  const when = new Date();
  for (const _id of ["so", "ben-lua"])
    await UnitModel.updateOne({ _id }, { $set: { testers: [{ userId: "1", name: "A", at: when }] } });
  const at = "/console/don-vi/so/nguoi-xem-thu/bo";
  const since = when.toISOString();
  await refused(
    [
      ["/console/don-vi/ben-lua/nguoi-xem-thu/bo", { since }],
      ["/console/don-vi/constructor/nguoi-xem-thu/bo", { since }],
      [at, { since: "2020-01-01T00:00:00.000Z" }],
      [at, { since: "constructor" }],
    ],
    editor,
  );
  await refused([[at, { since }]]);
  await taken(at, { since }, editor);
  await refused([[at, { since }]], editor);
});
