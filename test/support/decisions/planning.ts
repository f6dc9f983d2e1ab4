import { EntryModel } from "../../../src/calendar/calendar.model.ts";
import { decide } from "../../../src/decisions/decide.ts";
import { type IssueWish, planIssue, planReview, planSigning } from "../../../src/plans/plan.decision.ts";
import { findingsOf } from "../../../src/plans/plan-faults.ts";
import { PlanModel } from "../../../src/plans/plan.model.ts";
import { findPlan } from "../../../src/plans/plan.store.ts";
import { importPlan, settle } from "../../../src/plans/steer-plan.ts";
import { type Cast, type Place, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";
/** One phase without an end, a task with a day and one without. */
export const SMALL_PLAN = `UBND XÃ SAO MAI
Số:      /KH-UBND
KẾ HOẠCH
Tuyên truyền năm 2026
Căn cứ Kế hoạch số 38/KH-UBND ngày 10/02/2026 của UBND Tỉnh về tuyên truyền;
I. MỤC ĐÍCH
- Thông tin kịp thời.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Gửi báo cáo trước ngày 06/12/2026.
- Chuẩn bị nội dung.
Nơi nhận:
- UBND tỉnh (b/c);
`;

const startPlan = async (cast: Cast): Promise<Place> => {
  const id = await importPlan(cast.deps, UNIT, { name: "a.txt", bytes: Buffer.from(SMALL_PLAN) }, WRITER);
  return { unitCode: UNIT, id };
};
async function settleAll(cast: Cast, id: string): Promise<void> {
  for (;;) {
    const plan = await findPlan(id);
    const open = plan && findingsOf(plan).find((one) => !one.settled);
    if (!plan || !open) return;
    await settle(cast.deps, plan, { finding: open.id, choice: open.choices[0] ?? "", reason: "Đã xem kỹ" }, WRITER);
  }
}
const upTo = async (cast: Cast, state: "draft" | "reviewed" | "signed"): Promise<Place> => {
  const place = await startPlan(cast);
  await settleAll(cast, place.id);
  if (state !== "draft") await PlanModel.updateOne({ _id: place.id }, { $set: { state } });
  return place;
};
const shownIn = (states: readonly string[]) => async (place: Place) => {
  const plan = await findPlan(place.id);
  return plan && states.includes(plan.state) ? plan.title : "";
};
/** other words under the same record: the revision moves on */
const swap = async ({ id }: Place): Promise<RegExp> => {
  await PlanModel.updateOne({ _id: id }, { $set: { title: "Tuyên truyền năm 2027" }, $inc: { revision: 1 } });
  return /Trích yếu: trước “Tuyên truyền năm 2026”, nay “Tuyên truyền năm 2027”/;
};

export const reviewScenario = (cast: Cast): Scenario => ({
  ...cast.presses(planReview, cast.deps, undefined),
  arrange: () => upTo(cast, "draft"),
  swap,
  shown: shownIn(["reviewed", "signed", "issued"]),
  async whole({ id }) {
    expect(await findPlan(id)).toMatchObject({ state: "reviewed", reviewed: { by: { id: cast.leader.id } } });
  },
});

export const signingScenario = (cast: Cast): Scenario => ({
  ...cast.presses(planSigning, cast.deps, undefined),
  arrange: () => upTo(cast, "reviewed"),
  swap,
  shown: shownIn(["signed", "issued"]),
  async whole({ id }) {
    expect(await findPlan(id)).toMatchObject({ state: "signed", signing: { by: { id: cast.leader.id } } });
  },
});

/** A number of its own for each plan, which another process finds as well. */
const wishOf = ({ id }: Place): IssueWish => ({ number: 1 + (Number.parseInt(id.slice(-6), 16) % 90_000), day: DAY });
const DAY = "2026-11-01";
export const issueScenario = (cast: Cast): Scenario => {
  const { look } = cast.presses(planIssue, cast.deps, { number: 0, day: DAY }, null);
  return {
    look,
    press: (place, seen) => decide(planIssue, cast.deps, { ...place, seen, by: cast.leader, wish: wishOf(place) }),
    pressWrong: null,
    arrange: () => upTo(cast, "signed"),
    swap,
    shown: shownIn(["issued"]),
    async whole({ id }) {
      const plan = await findPlan(id);
      expect(plan).toMatchObject({ state: "issued", day: DAY });
      expect(plan?.tasksDue).toBeUndefined();
      const rows = await EntryModel.find({ title: /Gửi báo cáo/, "createdBy.id": cast.leader.id }).lean();
      expect(rows.filter((one) => one.day === "2026-12-06").length).toBeGreaterThan(0);
    },
  };
};
