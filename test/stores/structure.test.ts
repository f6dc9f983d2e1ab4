import { readFileSync } from "node:fs";
import {
  correctStructure,
  type EditedPlace,
  offeredCorrections,
  takeOverCorrections,
  tickDoubts,
  undoCorrection,
} from "../../src/drafts/correct-structure.ts";
import { decide, lookAt } from "../../src/decisions/decide.ts";
import { draftPublication } from "../../src/drafts/draft.decision.ts";
import { type DraftVersion, DraftVersionModel } from "../../src/drafts/draft.model.ts";
import type { Position } from "../../src/drafts/position.ts";
import type { Sheet } from "../../src/drafts/load-unshown.ts";
import { addVersion, findDraft, findVersion, listDrafts, listVersions } from "../../src/drafts/draft.store.ts";
import { addDraftVersion, LettersToCompare, startDraft } from "../../src/drafts/prepare-draft.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { docx, p, t } from "../support/docx-file.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };
const deps = { clock, box: createSecretBox(settings.SECRETS_KEY), outside: here };
const BY = { id: "editor", name: "Cán bộ A" };
const FIELDS = { title: "Quy ước", about: "", campaignId: "", skin: "state" as const, questions: [] };
const PERIOD = { openAt: clock.at, closeAt: new Date(clock.at.getTime() + 3_600_000) };
const file = (bytes: Buffer | string) => ({ name: "a", bytes: Buffer.from(bytes), note: "" });

openStore(settings);

const version = async (id: string, n = 1): Promise<DraftVersion> => {
  const found = await findVersion(id, n);
  if (!found) throw new Error("no version");
  return found;
};
const rows = (
  places: readonly Position[],
  change: (place: Position) => Partial<EditedPlace> = () => ({}),
): EditedPlace[] =>
  places.map((place) => ({ id: place.id, code: place.code, text: place.text, join: false, ...change(place) }));
const sheet = async (id: string, n = 1): Promise<Sheet> => {
  const { draftId, edits = 0 } = await version(id, n);
  return { unitCode: "sao-mai", id: draftId, n, edits };
};
const said = async (id: string, n = 1): Promise<string[]> =>
  (await version(id, n)).positions.map((one) => `${one.code} ${one.text}`);

const TEXT =
  "Điều 1. Phạm vi\nQuy ước này quy định hai việc. Việc thứ hai nói ở dưới.\nĐiều 2. Đối tượng\nHộ trong thôn\nMục lạc chỗ";

test("split, join, move, another kind and code; undone one by one; data and not text are kept", async () => {
  const id = await startDraft(deps, "sao-mai", FIELDS, file(TEXT), BY);
  const before = await said(id);
  const { positions } = await version(id);
  const edit = async (change: (place: Position) => Partial<EditedPlace>, n = 1): Promise<void> =>
    correctStructure(deps, await sheet(id, n), rows((await version(id, n)).positions, change), BY);
  await edit((one) =>
    one.text.startsWith("Quy ước này") ? { text: "Quy ước này quy định hai việc.\nViệc thứ hai nói ở dưới." } : {},
  );
  expect(await said(id)).toEqual([
    "D1 Điều 1. Phạm vi",
    "D1.¶1 Quy ước này quy định hai việc.",
    "D1.¶2 Việc thứ hai nói ở dưới.",
    "D2 Điều 2. Đối tượng",
    "D2.¶1 Hộ trong thôn",
    "D2.¶2 Mục lạc chỗ",
  ]);
  await edit((one) =>
    one.text === "Hộ trong thôn" ? { join: true } : one.text === "Mục lạc chỗ" ? { after: "D1" } : {},
  );
  expect(await said(id)).toEqual([
    "D1 Điều 1. Phạm vi",
    "D1.¶1 Mục lạc chỗ",
    "D1.¶2 Quy ước này quy định hai việc.",
    "D1.¶3 Việc thứ hai nói ở dưới.",
    "D2 Điều 2. Đối tượng Hộ trong thôn",
  ]);
  await edit((one) => (one.text === "Mục lạc chỗ" ? { kind: "khoan", code: "D1.0" } : {}));
  expect((await version(id)).positions[1]).toMatchObject({ kind: "khoan", code: "D1.0" });
  await expect(edit((one) => (one.code === "D2" ? { code: "D1" } : {}))).rejects.toMatchObject({
    fields: { code: "Có hai vị trí trùng mã" },
  });
  await expect(edit((one) => (one.code === "D2" ? { after: "D9" } : {}))).rejects.toMatchObject({
    fields: { after: expect.stringContaining("D9") },
  });
  // nothing changed is no step
  await edit(() => ({}));
  expect((await version(id)).steps).toHaveLength(3);
  for (let n = 0; n < 3; n += 1) await undoCorrection(deps, await sheet(id));
  expect(await said(id)).toEqual(before);
  expect((await version(id)).positions.map((one) => one.id)).toEqual(positions.map((one) => one.id));
  await expect(undoCorrection(deps, await sheet(id))).rejects.toMatchObject({ status: 409 });
});

test("corrections are offered for the next version and taken over; comments' places keep their ids", async () => {
  const id = await startDraft(deps, "sao-mai", FIELDS, file(TEXT), BY);
  const first = await version(id);
  const join = (one: Position) => (one.text === "Hộ trong thôn" ? { join: true } : {});
  await correctStructure(deps, await sheet(id), rows(first.positions, join), BY);
  await publishDraft(deps, "sao-mai", id, PERIOD);
  await expect(correctStructure(deps, await sheet(id), rows(first.positions, join), BY)).rejects.toMatchObject({
    status: 409,
  });
  await addDraftVersion(deps, "sao-mai", id, file(TEXT.replace("Mục lạc chỗ", "Mục lạc chỗ đã sửa lại cho rõ")), BY);
  expect(await offeredCorrections(await version(id, 2))).toHaveLength(1);
  expect(await takeOverCorrections(deps, await sheet(id, 2), BY)).toBe(1);
  const [one, two] = [await version(id, 1), await version(id, 2)];
  expect(two.positions.map((place) => place.id).slice(0, 3)).toEqual(
    one.positions.map((place) => place.id).slice(0, 3),
  );
  expect(await offeredCorrections(two)).toEqual([]);
});

test("publishing waits until everything that was not read for sure was looked at", async () => {
  const strange = docx({ body: p(t("Điều 1. Phạm vi")) + p(`<w:la>${t("chữ lạ")}</w:la>`) + '<w:altChunk r:id="x"/>' });
  const id = await startDraft(deps, "sao-mai", FIELDS, file(strange), BY);
  expect((await version(id)).doubts).toMatchObject([{ text: "chữ lạ", seenBy: "" }, { seenBy: "" }]);
  const refused = { fields: { doubts: expect.stringContaining("Còn 2 chỗ") } };
  await expect(publishDraft(deps, "sao-mai", id, PERIOD)).rejects.toMatchObject(refused);
  expect(await tickDoubts(await sheet(id), [0, 7], BY)).toBe(1);
  await expect(publishDraft(deps, "sao-mai", id, PERIOD)).rejects.toMatchObject({ status: 422 });
  expect(await tickDoubts(await sheet(id), [1], BY)).toBe(0);
  await publishDraft(deps, "sao-mai", id, PERIOD);
});

test("letters of an old font are compared before anything is stored", async () => {
  const old = file(readFileSync("test/fixtures/cases/15-tcvn3-font.docx"));
  const count = async (): Promise<number> => (await listDrafts("ben-lua", ["editing"])).length;
  const refused = await startDraft(deps, "ben-lua", FIELDS, old, BY).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LettersToCompare);
  expect((refused as LettersToCompare).shows.conversion.samples[0]).toEqual({
    original: "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    converted: "Cộng hoà xã hội chủ nghĩa Việt Nam",
  });
  expect(await count()).toBe(0);
  const id = await startDraft(deps, "ben-lua", FIELDS, { ...old, lettersSeen: true }, BY);
  expect(await version(id)).toMatchObject({ letters: "TCVN3 (ABC)" });
  expect((await version(id)).positions[0]?.text).toBe("Cộng hoà xã hội chủ nghĩa Việt Nam");
});

test("a version's note and codes given by hand are judged like all that residents read", async () => {
  const LINK = "Nộp tại https://vay.top/x";
  const id = await startDraft(deps, "sao-mai", FIELDS, file(TEXT), BY);
  const upload = { ...file(TEXT), note: LINK };
  await expect(addDraftVersion(deps, "sao-mai", id, upload, BY)).rejects.toMatchObject({
    fields: { note: expect.stringContaining("vay.top") },
  });
  const { positions } = await version(id);
  const call = (code: string) => async (): Promise<void> =>
    correctStructure(
      deps,
      await sheet(id),
      rows(positions.slice(0, 1), () => ({ code })),
      BY,
    );
  await expect(call("https://vay.top/x")()).rejects.toMatchObject({
    fields: { code: expect.stringContaining("vay.top") },
  });
  await expect(call("D".repeat(41))()).rejects.toMatchObject({ fields: { code: expect.stringContaining("40 chữ") } });
  await call("D".repeat(40))();
  // what was stored before the gate stood there is met by the second person
  await DraftVersionModel.updateOne({ draftId: id }, { $set: { note: LINK } });
  await expect(publishDraft(deps, "sao-mai", id, PERIOD)).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining("vay.top"),
  });
  await DraftVersionModel.updateOne({ draftId: id }, { $set: { note: "Sửa theo ý kiến thôn 3" } });
  const seen = await lookAt(draftPublication, deps, "sao-mai", id);
  await DraftVersionModel.updateOne({ draftId: id }, { $set: { note: "Ghi chú khác" } });
  const press = { unitCode: "sao-mai", id, seen, by: { id: "leader", name: "Lãnh đạo" }, wish: undefined };
  await expect(decide(draftPublication, deps, press)).rejects.toMatchObject({ status: 409 });
});

test("a list of versions holds what it shows, not their texts", async () => {
  const id = await startDraft(deps, "sao-mai", FIELDS, { ...file(TEXT), note: "bản đầu" }, BY);
  const { positions } = await version(id);
  await correctStructure(
    deps,
    await sheet(id),
    rows(positions, (one) => (one.code === "D2.¶1" ? { join: true } : {})),
    BY,
  );
  const [line] = await listVersions(id);
  expect(line).toMatchObject({ n: 1, note: "bản đầu", by: BY });
  expect(Object.keys(line ?? {}).toSorted()).toEqual(["_id", "at", "by", "fileName", "fileSha", "n", "note"]);
});

test("of several who add a version at the same time one is told so, and it is that one's text", async () => {
  const id = await startDraft(deps, "sao-mai", FIELDS, file(TEXT), BY);
  const { _id: _, claim: __, ...first } = await version(id);
  for (let n = 2; n < 14; n += 1) {
    const one = (words: string) => ({ ...first, n, note: words, fileName: words });
    const names = ["một", "hai", "ba", "bốn"];
    const took = await Promise.all(names.map(async (words) => ((await addVersion(one(words))) ? [words] : [])));
    const [winner, ...others] = took.flat();
    expect(others).toEqual([]);
    expect((await findDraft(id))?.newest).toBe(winner === undefined ? n - 1 : n);
    if (winner === undefined) expect(await addVersion(one("năm"))).toBe(true);
    expect((await version(id, n)).note).toBe(winner ?? "năm");
  }
  // what a cut left without its draft is put in its place; a text of a later claim is not
  await DraftVersionModel.create({ ...first, n: 14, note: "bỏ dở" });
  expect(await addVersion({ ...first, n: 14, note: "nhập lại" })).toBe(true);
  expect((await version(id, 14)).note).toBe("nhập lại");
  await DraftVersionModel.create({ ...first, n: 15, note: "của người sau", claim: 1000 });
  expect(await addVersion({ ...first, n: 15, note: "đến muộn" })).toBe(false);
  expect([(await version(id, 15)).note, (await findDraft(id))?.newest]).toEqual(["của người sau", 14]);
});
