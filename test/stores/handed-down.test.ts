import { ItemModel } from "../../src/content/item.model.ts";
import { bringItem, withdrawShown } from "../../src/content/item.store.ts";
import { adaptCopy, takeCopy, tellPublished } from "../../src/distribution/answer-copy.ts";
import { CopyModel, TakeModel } from "../../src/distribution/copy.model.ts";
import { followCopies, noteApproved } from "../../src/distribution/follow-copy.ts";
import { offerVersion } from "../../src/distribution/copy.store.ts";
import { followPackages } from "../../src/distribution/follow-package.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { readPackage } from "../../src/distribution/package.store.ts";
import { pushPackage, withdrawEntries } from "../../src/distribution/push-package.ts";
import { mustFindPackage } from "../../src/distribution/save-package.ts";
import { finishTakes, takeSeveral } from "../../src/distribution/take-several.ts";
import { verifyPackage } from "../../src/distribution/verify-package.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { scopeOf } from "../../src/units/scope-of.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { WRITER } from "../support/decisions/scenario.ts";
import { openStage, type Stage } from "../support/decisions/stage.ts";
import { releasedPackage } from "../support/released-package.ts";

const FROM = new Date("2025-07-01T00:00:00+07:00");
const OFFICER = { id: "officer", name: "Cán bộ mẫu C" };
let stage: Stage;
let deps: { clock: Stage["cast"]["clock"]; cancelBroadcasts(): Promise<void> };

beforeAll(async () => {
  stage = await openStage();
  deps = { clock: stage.cast.clock, cancelBroadcasts: async () => undefined };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const facts = { province: "", from: FROM, to: null, population: 1, households: 1, hamlets: 1, topics: [], contact };
  const below = [{ code: "so", from: FROM, to: null }];
  await saveUnits([
    { ...facts, _id: "so", name: "Sở", office: "Sở", kind: "department", parents: [] },
    { ...facts, _id: "xa-a", name: "Xã A", office: "UBND xã A", kind: "commune", parents: below },
    { ...facts, _id: "xa-b", name: "Xã B", office: "UBND xã B", kind: "commune", parents: below },
  ]);
});
afterAll(() => stage.close());

/** A released package of two entries. */
const released = (): Promise<string> =>
  releasedPackage(deps, { title: "Gói", items: 2, writer: WRITER, leader: stage.cast.leader });

/** The sweep of a later minute, when every lease and every lock of a process that died is over. */
async function sweepLater(): Promise<void> {
  stage.cast.clock.at = new Date(deps.clock.now().getTime() + 5 * 60_000);
  await followPackages(deps, deps.clock.now());
  await finishTakes(deps, deps.clock.now());
  await followCopies(deps);
}
const verdict = async (id: string) => {
  const read = await readPackage(id);
  if (!read) throw new Error("no package");
  return verifyPackage(read);
};
const push = async (id: string) =>
  pushPackage(deps, await mustFindPackage("so", id), { units: ["xa-a", "xa-b"], ways: [] }, WRITER);
const seenOf = async (id: string) =>
  (await CopyModel.find({ packageId: id, unitCode: "xa-a" }).lean()).map(({ _id, revision }) => ({
    id: _id,
    revision,
  }));

const DEEDS = {
  push: {
    arrange: released,
    press: push,
    async whole(id: string) {
      expect(await verdict(id)).toMatchObject({ problems: [], sent: 4, received: 4, waiting: 4 });
    },
  },
  withdrawal: {
    async arrange() {
      const id = await released();
      await push(id);
      await takeCopy(deps, "xa-a", { id: `xa-a.${id}.BT01`, revision: 1 }, OFFICER);
      return id;
    },
    press: async (id: string) =>
      withdrawEntries(
        deps,
        await mustFindPackage("so", id),
        { codes: ["BT01"], replacedBy: "", reason: "Sai giờ" },
        WRITER,
      ),
    async whole(id: string) {
      expect(await verdict(id)).toMatchObject({ problems: [], sent: 4, received: 4, waiting: 2, withdrawn: 2 });
    },
  },
  "taking all": {
    async arrange() {
      const id = await released();
      await push(id);
      return id;
    },
    press: async (id: string) => takeSeveral(deps, "xa-a", id, seen.get(id) ?? [], OFFICER),
    async whole(id: string) {
      expect(await verdict(id)).toMatchObject({ problems: [], sent: 4, published: 2, waiting: 2 });
    },
  },
} as const;
const seen = new Map<string, { id: string; revision: number }[]>();

/** Cut before its first write and after each: nothing of it is there or, after the sweep, all; pressed again it is once. */
test.each(["push", "withdrawal", "taking all"] as const)(
  "%s, cut at each write, is whole or not at all",
  async (name) => {
    const deed = DEEDS[name];
    for (let n = 0, cut = true; cut; n += 1) {
      const how = n === 0 ? "before" : "after";
      const id = await deed.arrange();
      seen.set(id, await seenOf(id));
      stage.cutter.cutAt(Math.max(1, n), how);
      await deed.press(id).catch(() => undefined);
      cut = stage.cutter.wasCut();
      await stage.back();
      await sweepLater();
      const copies = await CopyModel.find({ packageId: id, unitCode: "xa-a" }).lean();
      const states = new Set(copies.map(({ state }) => state));
      if (name === "taking all") expect([n, how, states.size]).toEqual([n, how, 1]);
      expect((await verdict(id)).problems).toEqual([]);
      expect(await TakeModel.countDocuments({ due: true })).toBe(0);
      await deed.press(id);
      await sweepLater();
      await deed.whole(id);
    }
  },
);

test("items that a cut run made and did not note, or makes too late, are shown to nobody", async () => {
  const before = new Set((await ItemModel.find({ unitCode: "xa-a" }, { _id: 1 }).lean()).map(({ _id }) => String(_id)));
  const id = await released();
  await push(id);
  await takeCopy(deps, "xa-a", { id: `xa-a.${id}.BT01`, revision: 1 }, OFFICER);
  // made under version 1 and not noted; meanwhile version 2 says the same
  const { versions, entries } = await mustFindPackage("so", id);
  const [first] = versions;
  await PackageModel.updateOne({ _id: id }, { $set: { version: 2, versions: [first, { ...first, n: 2, entries }] } });
  const cut = { state: "taken", items: [], publications: [], due: true, version: 2 };
  await CopyModel.updateOne({ _id: `xa-a.${id}.BT01` }, { $set: cut });
  await followCopies(deps);
  const shown = () =>
    ItemModel.find({ unitCode: "xa-a", title: { $in: ["Bài số 1", "Bài số 2"] }, state: "approved" }).lean();
  const copy = await CopyModel.findById(`xa-a.${id}.BT01`).lean();
  const ofThis = (await shown()).filter(({ _id }) => !before.has(String(_id)));
  expect(ofThis.map(({ _id }) => String(_id))).toEqual(copy?.items);
  // taken, nothing made yet, withdrawn and settled: who made it slowly comes too late
  const decided = { by: OFFICER, at: deps.clock.now(), unit: "xa-a" };
  await CopyModel.updateOne({ _id: `xa-a.${id}.BT02` }, { $set: { state: "taken", decided, due: true } });
  const wish = { codes: ["BT01", "BT02"], replacedBy: "", reason: "Sai" };
  await withdrawEntries(deps, await mustFindPackage("so", id), wish, WRITER);
  const late = await ItemModel.findOne({ unitCode: "xa-a", title: "Bài số 2", createdAt: decided.at }).lean();
  expect(late?.state).toBe("withdrawn");
  if (late) await bringItem({ ...late, state: "approved" });
  expect((await ItemModel.findById(late?._id).lean())?.state).toBe("withdrawn");
});

test("a newer version that says what is held again takes the offer between them away", async () => {
  const id = await released();
  await push(id);
  const at = `xa-a.${id}.BT01`;
  await takeCopy(deps, "xa-a", { id: at, revision: 1 }, OFFICER);
  const { entries } = await mustFindPackage("so", id);
  const [entry] = entries;
  if (!entry) throw new Error("no entry");
  const now = deps.clock.now();
  await offerVersion(id, ["xa-a"], { ...entry, contents: ["0".repeat(64)] }, 2, now);
  expect((await CopyModel.findById(at).lean())?.offer?.version).toBe(2);
  await offerVersion(id, ["xa-a"], entry, 3, now);
  expect(await CopyModel.findById(at).lean()).toMatchObject({ version: 3, offer: null, contents: entry.contents });
});

test("told to people before the approver let it out: it stays with the approver, and nothing of it is lost", async () => {
  const id = await released();
  await push(id);
  const at = `xa-a.${id}.BT01`;
  await adaptCopy(deps, "xa-a", { id: at, revision: 1 }, { note: "Tại nhà văn hóa.", own: [] }, OFFICER);
  const { revision = 0 } = (await CopyModel.findById(at).lean()) ?? {};
  const told = {
    kind: "truyen-thanh",
    place: "Loa thôn",
    at: deps.clock.now(),
    proof: "time",
    link: "",
    pictureId: "",
  } as const;
  const copy = await tellPublished(deps, "xa-a", { id: at, revision }, told, OFFICER);
  expect(copy).toMatchObject({ state: "adapted", publications: [{ kind: "truyen-thanh" }] });
  await ItemModel.updateMany({ _id: { $in: copy.items } }, { $set: { state: "approved" } });
  // decided anew at this moment: what is approved is of the words before
  await CopyModel.updateOne({ _id: at }, { $set: { due: true } });
  await noteApproved(deps);
  expect((await CopyModel.findById(at).lean())?.state).toBe("adapted");
  await CopyModel.updateOne({ _id: at }, { $unset: { due: 1 } });
  await noteApproved(deps);
  expect(await CopyModel.findById(at).lean()).toMatchObject({
    state: "published",
    publications: [{ kind: "truyen-thanh" }, { proof: "system" }],
  });
  // the unit's own leader takes it back: that is a deed of the unit, and everything adds up
  await withdrawShown("xa-a", copy.items[0] ?? "", { by: OFFICER, at: deps.clock.now(), reason: "Sai giờ" });
  expect((await verdict(id)).problems).toEqual([]);
});

test("pushed again after communes became another: nothing twice, the heir decides about what it came with", async () => {
  const id = await released();
  await push(id);
  await takeCopy(deps, "xa-a", { id: `xa-a.${id}.BT01`, revision: 1 }, OFFICER);
  const day = deps.clock.now();
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const facts = { province: "", from: day, to: null, population: 1, households: 1, hamlets: 1, topics: [], contact };
  const parents = [{ code: "so", from: FROM, to: null }];
  await saveUnits([{ ...facts, _id: "xa-moi", name: "Xã Mới", office: "UBND xã Mới", kind: "commune", parents }]);
  await UnitModel.updateOne({ _id: "xa-moi" }, { $set: { held: [{ code: "xa-a", from: day }] } });
  await UnitModel.updateOne({ _id: "xa-a" }, { $set: { to: day } });
  stage.cast.clock.at = new Date(day.getTime() + 60_000);
  const read = await mustFindPackage("so", id);
  await expect(pushPackage(deps, read, { units: ["xa-a"], ways: [] }, WRITER)).rejects.toMatchObject({
    fields: { units: expect.stringMatching(/Xã A đã thôi hoạt động từ .*Chọn đơn vị nhận thay/) },
  });
  await pushPackage(deps, read, { units: ["xa-b", "xa-moi"], ways: [] }, WRITER);
  expect(await verdict(id)).toMatchObject({ problems: [], received: 4, published: 1, waiting: 3 });
  const heir = await scopeOf({ unitCode: "xa-moi" }, deps.clock.now());
  const taken = await takeCopy(deps, heir, { id: `xa-a.${id}.BT02`, revision: 1 }, OFFICER);
  expect(taken).toMatchObject({ unitCode: "xa-a", state: "published", decided: { unit: "xa-moi" } });
  expect(await ItemModel.findById(taken.items[0]).lean()).toMatchObject({ unitCode: "xa-moi", state: "approved" });
  const wish = { codes: ["BT01", "BT02"], replacedBy: "", reason: "Sai" };
  await withdrawEntries(deps, await mustFindPackage("so", id), wish, WRITER);
  expect(await verdict(id)).toMatchObject({ problems: [], withdrawn: 4 });
});
