import { kitIssue } from "../../../src/kits/kit.decision.ts";
import { KitModel } from "../../../src/kits/kit.model.ts";
import { findKit } from "../../../src/kits/kit.store.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

export const kitScenario = (cast: Cast): Scenario => ({
  ...cast.presses(kitIssue, cast.deps, undefined),
  async arrange() {
    const words = { title: "Bộ tháng 12", points: ["Nói ngắn"], questions: [], entries: [], parts: [] };
    const kit = { unitCode: UNIT, state: "waiting" as const, author: WRITER, updatedAt: new Date() };
    return { unitCode: UNIT, id: String((await KitModel.create({ ...kit, ...words }))._id) };
  },
  async swap({ id }) {
    await KitModel.updateOne({ _id: id }, { $set: { title: "Bộ khác" }, $inc: { revision: 1 } });
    return /Tên bộ: trước “Bộ tháng 12.*nay “Bộ khác/;
  },
  async shown({ id }) {
    const kit = await findKit(id);
    return kit?.state === "issued" ? kit.title : "";
  },
  async whole({ id }) {
    expect(await findKit(id)).toMatchObject({ state: "issued", approval: { by: { id: cast.leader.id } } });
  },
});
