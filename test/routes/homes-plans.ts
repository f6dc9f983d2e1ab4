import type { Core } from "../../src/compose.ts";
import { importPlan } from "../../src/plans/steer-plan.ts";
import { addDoor } from "../../src/training/serve-door.ts";
import { type ClassFields, mustFindCourse, openClass, planClass } from "../../src/training/steer-class.ts";
import { CourseModel, SeatModel } from "../../src/training/class.model.ts";
import { openPeriod } from "../../src/period-reports/open-period.ts";
import { beginReport } from "../../src/period-reports/unit-report.store.ts";
import { enterPropagandist } from "../../src/kits/keep-register.ts";
import { KitModel } from "../../src/kits/kit.model.ts";
import { at, id, WRITER } from "./homes-base.ts";

/** A draft of a plan, whose words carry the unit's mark. */
export async function plans(core: Core, unit: string, mark: string) {
  const text = `KẾ HOẠCH\nTuyên truyền ${mark}\nI. MỤC ĐÍCH\n- Thông tin.\nIII. TỔ CHỨC THỰC HIỆN\n1. Phòng Văn hóa\n- Chuẩn bị.\n`;
  const course = await planClass(core, unit, smallClass(mark, unit), WRITER);
  await CourseModel.updateOne({ _id: course }, { $set: { state: "running" } });
  const plan = await importPlan(core, unit, { name: "ke-hoach.txt", bytes: Buffer.from(text) }, WRITER);
  const door = await addDoor(core, await mustFindCourse(course), "A", WRITER);
  const classOpen = await planClass(core, unit, smallClass(mark, unit), WRITER);
  await CourseModel.updateOne({ _id: classOpen }, { $set: { state: "approved" } });
  await openClass(await mustFindCourse(classOpen));
  const seat = (await SeatModel.findOne({ classId: classOpen }).lean())?._id ?? "";
  return {
    plan,
    class: course,
    classOpen,
    seat,
    door,
    ...(await period(core, unit, mark)),
    ...(await kits(core, unit, mark)),
  };
}

/** A kit nobody issued yet, and somebody to carry one. */
async function kits(core: Core, unitCode: string, mark: string) {
  const kit = { unitCode, title: `Bộ tài liệu ${mark}`, state: "draft" as const, author: WRITER, updatedAt: at(-1) };
  const propagandist = await enterPropagandist(core, unitCode, { name: mark, area: "Thôn 1", contact: "", from: "" });
  return { kit: id(await KitModel.create(kit)), propagandist };
}

export const smallClass = (title: string, unit: string): ClassFields => ({
  planId: "",
  title,
  objectives: ["Nâng cao kỹ năng"],
  halfDays: 1,
  year: 2026,
  quarter: 4,
  startsAt: null,
  venue: "Hội trường",
  mapUrl: "",
  mode: "Trực tiếp",
  money: "Ngân sách năm 2026",
  capacity: 1,
  groups: [{ key: "xa", name: "Xã, phường", units: [{ code: unit, name: unit }], each: 1, posts: [] }],
  agenda: [
    { title: "Kỹ năng viết", speaker: "Báo cáo viên mẫu", minutes: 45, document: "không nêu văn bản", file: "" },
  ],
});

/** A period the unit's department asks for, and the report a unit of it has begun. */
async function period(core: Core, unit: string, mark: string) {
  const department = unit === "so" || unit === "sao-mai" ? "so" : "so-bac";
  const reportUnit = unit === "so" ? "sao-mai" : unit;
  // communes read it as well: words of one of them have no place in it
  const title = unit === department ? `Báo cáo ${mark}` : "Báo cáo nhanh";
  const days = { from: "2025-12-01", cutoff: "2026-05-30", due: "2026-06-06", strictness: "before" as const };
  const fields = { kind: "request" as const, title, wish: "Theo yêu cầu", ...days };
  const { id } = await openPeriod(core, department, fields, WRITER);
  await beginReport(id, reportUnit, 1);
  return { period: id, reportUnit };
}
