import { ItemModel } from "../../src/content/item.model.ts";
import { adaptCopy, declineCopy, takeCopy } from "../../src/distribution/answer-copy.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import { followCopies } from "../../src/distribution/follow-copy.ts";
import { followPackages } from "../../src/distribution/follow-package.ts";
import { ContentModel } from "../../src/distribution/content.model.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { readPackage } from "../../src/distribution/package.store.ts";
import { pushPackage, unitsBelow, withdrawEntries } from "../../src/distribution/push-package.ts";
import { hashOf } from "../../src/distribution/rules.ts";
import { mustFindPackage } from "../../src/distribution/save-package.ts";
import { verifyPackage } from "../../src/distribution/verify-package.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { type NamedUnit, saveUnits } from "../../src/units/unit.store.ts";
import { WRITER } from "../support/decisions/scenario.ts";
import { openStage, type Stage } from "../support/decisions/stage.ts";
import { releasedPackage } from "../support/released-package.ts";

/** 126 communes and 32 entries, handed down on the day two of them become one: every copy is accounted for. */
const FROM = new Date("2025-07-01T00:00:00+07:00");
const OFFICER = { id: "officer", name: "Cán bộ mẫu C" };
let stage: Stage;
let deps: { clock: Stage["cast"]["clock"]; cancelBroadcasts(): Promise<void> };
const code = (n: number): string => `xa-${String(n).padStart(3, "0")}`;
const unit = (_id: string, from: Date, kind: NamedUnit["kind"] = "commune"): NamedUnit => ({
  _id,
  name: `Xã Mẫu ${_id.slice(3)}`,
  office: `UBND xã Mẫu ${_id.slice(3)}`,
  kind,
  province: "",
  from,
  to: null,
  population: 1,
  households: 1,
  hamlets: 1,
  topics: [],
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
  parents: kind === "department" ? [] : [{ code: "so", from: FROM, to: null }],
});

let id = "";
beforeAll(async () => {
  stage = await openStage();
  deps = { clock: stage.cast.clock, cancelBroadcasts: async () => undefined };
  await saveUnits([unit("so", FROM, "department"), ...Array.from({ length: 126 }, (_, n) => unit(code(n + 1), FROM))]);
  id = await releasedPackage(deps, { title: "Gói 32", items: 32, writer: WRITER, leader: stage.cast.leader });
});
afterAll(() => stage.close());

async function sweep(): Promise<void> {
  stage.cast.clock.at = new Date(deps.clock.now().getTime() + 5 * 60_000);
  await followPackages(deps, deps.clock.now());
  for (let n = 0; n < 5 && (await followCopies(deps)) > 0; n += 1);
}
const verdict = async () => {
  const read = await readPackage(id);
  if (!read) throw new Error("no package");
  return verifyPackage(read);
};
const pushAll = async () => {
  const units = (await unitsBelow("so", deps.clock.now())).map(({ _id }) => _id);
  await pushPackage(deps, await mustFindPackage("so", id), { units, ways: [] }, WRITER);
  return units.length;
};
const seen = (n: number, entry: string) => ({ id: `${code(n)}.${id}.${entry}`, revision: 1 });

test("126 × 32 are 4,032 copies, and a replay adds none", async () => {
  expect(await pushAll()).toBe(126);
  expect(await verdict()).toMatchObject({ problems: [], sent: 4032, received: 4032, waiting: 4032 });
  await pushAll();
  expect(await CopyModel.countDocuments({ packageId: id })).toBe(4032);
});

test("two communes become one that day: pushed again, the heir gets nothing twice", async () => {
  const day = deps.clock.now();
  await saveUnits([unit("xa-moi", day)]);
  await UnitModel.updateOne({ _id: "xa-moi" }, { $set: { held: [1, 2].map((n) => ({ code: code(n), from: day })) } });
  await UnitModel.updateMany({ _id: { $in: [code(1), code(2)] } }, { $set: { to: day } });
  stage.cast.clock.at = new Date(day.getTime() + 60_000);
  expect(await pushAll()).toBe(125);
  expect(await verdict()).toMatchObject({ problems: [], received: 4032 });
});

test("40 accept, 20 adapt, 5 decline, a version later, a withdrawal: every copy is accounted for", async () => {
  const heir = await scopeOf({ unitCode: "xa-moi" }, deps.clock.now());
  for (let n = 1; n <= 40; n += 1) await takeCopy(deps, n <= 2 ? heir : code(n), seen(n, "BT01"), OFFICER);
  for (let n = 41; n <= 60; n += 1)
    await adaptCopy(deps, code(n), seen(n, "BT01"), { note: "Tại nhà văn hóa.", own: [] }, OFFICER);
  for (let n = 61; n <= 65; n += 1)
    await declineCopy(deps, code(n), seen(n, "BT01"), { ground: "khac", words: "Đã đăng bài riêng" }, OFFICER);
  await sweep();
  expect(await verdict()).toMatchObject({ problems: [], published: 40, adapted: 20, declined: 5, waiting: 3967 });
  // the same entry in other words: who answered is asked, who did not gets the new one at once
  const read = await mustFindPackage("so", id);
  const [first] = read.entries;
  const old = await ContentModel.findById(first?.contents[0]).lean();
  if (!first || !old) throw new Error("no entry");
  const words = { ...old, text: "Mời bà con đọc bài 1, bản mới." };
  const content = await ContentModel.create({ ...words, _id: hashOf(words) });
  const entries = read.entries.map((one) => (one.code === "BT01" ? { ...one, contents: [content._id] } : one));
  const version = { n: 2, by: stage.cast.leader, at: deps.clock.now(), fingerprint: "g", entries };
  await PackageModel.updateOne({ _id: id }, { $set: { entries, version: 2 }, $push: { versions: version } });
  await pushAll();
  await sweep();
  expect(await CopyModel.countDocuments({ packageId: id, "offer.version": 2 })).toBe(65);
  expect(await verdict()).toMatchObject({ problems: [], received: 4032, published: 40, adapted: 20, declined: 5 });
  const wish = { codes: ["BT01", "BT32"], replacedBy: "", reason: "Số liệu sai" };
  await withdrawEntries(deps, await mustFindPackage("so", id), wish, WRITER);
  await sweep();
  const last = await verdict();
  expect(last).toMatchObject({ problems: [], received: 4032, withdrawn: 252, waiting: 3780 });
  expect(await ItemModel.countDocuments({ unitCode: /^xa-/, state: "approved" })).toBe(0);
});
