import { BroadcastModel } from "../../../src/broadcasts/broadcast.model.ts";
import { broadcastApproval } from "../../../src/broadcasts/broadcast.decision.ts";
import { submitBroadcast, withdrawBroadcast } from "../../../src/broadcasts/decide-broadcast.ts";
import { saveDraft } from "../../../src/broadcasts/prepare-broadcast.ts";
import { submitItem, withdrawItem } from "../../../src/content/decide-item.ts";
import { itemApproval } from "../../../src/content/item.decision.ts";
import { ItemModel } from "../../../src/content/item.model.ts";
import { createItem, findItem, saveFields } from "../../../src/content/item.store.ts";
import { NO_DETAILS } from "../../../src/content/kinds.ts";
import { saveConnection } from "../../../src/zalo/oa.store.ts";
import { choice } from "../send.ts";
import { OA } from "../world.ts";
import { type Cast, type Place, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

async function writeItem(cast: Cast): Promise<string> {
  const now = cast.clock.now();
  return createItem({
    unitCode: UNIT,
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    belongings: [],
    title: "Lịch tiêm chủng",
    text: "Mời bà con đưa trẻ đến trạm y tế ngày 3 tháng 12.",
    pictureId: "",
    pictureAlt: "",
    source: "Trạm Y tế xã Sao Mai",
    sourceClass: "cong-khai",
    state: "draft",
    author: WRITER,
    version: 1,
    updatedAt: now,
    submittedAt: null,
    approval: null,
    returned: null,
    createdAt: now,
  });
}

const connectOa = (at: Date): Promise<unknown> =>
  saveConnection(
    { _id: OA, unitCode: UNIT, name: "Xã Sao Mai", oaType: 4, packageName: "", packageUntil: "", followerCount: 3 },
    { accessToken: "-", refreshToken: "-", accessExpiresAt: at, refreshExpiresAt: at },
    at,
  );

async function rewrite(cast: Cast, id: string, text: string): Promise<void> {
  const item = await findItem(UNIT, id);
  if (!item) throw new Error("no item");
  const { kind, details, belongings, title, pictureId, pictureAlt, source, sourceClass } = item;
  const fields = { kind, details, belongings, title, text, pictureId, pictureAlt, source, sourceClass };
  await saveFields(UNIT, id, item.version, fields, cast.clock.now());
}

export const itemScenario = (cast: Cast): Scenario => ({
  ...cast.presses(itemApproval, cast.deps, undefined),
  async arrange() {
    const id = await writeItem(cast);
    await submitItem(cast.deps, UNIT, id, WRITER);
    return { unitCode: UNIT, id };
  },
  async swap({ id }) {
    await withdrawItem(cast.deps, UNIT, id);
    await rewrite(cast, id, "Mời bà con đưa trẻ đến trạm y tế ngày 9 tháng 12.");
    await submitItem(cast.deps, UNIT, id, WRITER);
    return /Nội dung: trước “.*ngày 3 tháng 12.*nay “.*ngày 9 tháng 12/;
  },
  async shown({ id }) {
    const item = await ItemModel.findById(id).lean();
    return item?.state === "approved" ? item.text : "";
  },
  async whole({ id }) {
    const item = await ItemModel.findById(id).lean();
    expect(item).toMatchObject({ state: "approved", approval: { by: { id: cast.leader.id } } });
  },
});

export const broadcastScenario = (cast: Cast): Scenario => {
  const itemOf = async ({ id }: Place): Promise<string> =>
    (await BroadcastModel.findById(id).lean())?.contents[0]?.itemId ?? "";
  const plan = async (itemId: string, draftId = ""): Promise<string> => {
    await connectOa(cast.clock.now());
    const id = await saveDraft(cast.deps, UNIT, choice([itemId]), WRITER, draftId);
    await submitBroadcast(cast.deps, UNIT, id, WRITER);
    return id;
  };
  return {
    ...cast.presses(broadcastApproval, cast.deps, undefined),
    arrange: async () => ({ unitCode: UNIT, id: await plan(await writeItem(cast)) }),
    async swap(place) {
      const itemId = await itemOf(place);
      await withdrawBroadcast(cast.deps, UNIT, place.id);
      await rewrite(cast, itemId, "Mời bà con đưa trẻ đến trạm y tế ngày 9 tháng 12.");
      await plan(itemId, place.id);
      return /Nội dung: trước “.*ngày 3 tháng 12.*nay “.*ngày 9 tháng 12/s;
    },
    async shown({ id }) {
      const broadcast = await BroadcastModel.findById(id).lean();
      return broadcast?.state === "scheduled" ? (broadcast.contents[0]?.message ?? "") : "";
    },
    async whole(place) {
      const broadcast = await BroadcastModel.findById(place.id).lean();
      expect(broadcast).toMatchObject({ state: "scheduled", dueAt: cast.clock.now() });
      expect(broadcast?.approvals.map((key) => key.by.id)).toEqual([cast.leader.id]);
      expect((await ItemModel.findById(await itemOf(place)).lean())?.state).toBe("approved");
    },
  };
};
