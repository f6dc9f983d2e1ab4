import { classApproval } from "../../../src/training/class.decision.ts";
import { CourseModel } from "../../../src/training/class.model.ts";
import { findCourse } from "../../../src/training/class.store.ts";
import { planClass } from "../../../src/training/steer-class.ts";
import { smallClass } from "../../routes/homes-plans.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

export const classScenario = (cast: Cast): Scenario => ({
  ...cast.presses(classApproval, cast.deps, undefined),
  async arrange() {
    return { unitCode: UNIT, id: await planClass(cast.deps, UNIT, smallClass("Lớp kỹ năng", UNIT), WRITER) };
  },
  async swap({ id }) {
    await CourseModel.updateOne({ _id: id }, { $set: { venue: "Nhà văn hóa" }, $inc: { revision: 1 } });
    return /Địa điểm: trước “Hội trường.*nay “Nhà văn hóa/;
  },
  async shown({ id }) {
    const course = await findCourse(id);
    return course && course.state !== "draft" ? course.title : "";
  },
  async whole({ id }) {
    expect(await findCourse(id)).toMatchObject({ state: "approved", approval: { by: { id: cast.leader.id } } });
  },
});
