import type { AudienceRule } from "../citizens/audience.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";

/** Languages an audience can be chosen by. */
export const LANGUAGES = [{ key: "vi", name: "Tiếng Việt" }] as const;

/** A minute passes between the page and the press. */
const PATIENCE_MS = 60_000;

/** What is wrong with the units a plan is for: only a department plans for others, and only for those under it today. */
export async function unitProblems(unitCode: string, units: readonly string[], now: Date): Promise<FieldErrors> {
  if (units.length === 0) return {};
  const own = await findUnit(unitCode);
  const below = own?.kind === "department" ? await listChildren(unitCode, now) : [];
  const known = new Set(below.map((unit) => unit._id));
  return units.every((code) => known.has(code))
    ? {}
    : { unit: "Có đơn vị không do Ông/Bà quản lý. Chọn lại đơn vị nhận" };
}

export interface Wished {
  audience: AudienceRule;
  templateId: string;
  units: readonly string[];
  sendAt: Date | null;
}

/** What a plan may not be saved with, by field; the page offers none of it. */
export async function wishProblems(unitCode: string, wish: Wished, now: Date): Promise<FieldErrors> {
  const problems = await unitProblems(unitCode, wish.units, now);
  const unit = await findUnit(unitCode);
  if (wish.audience.topics.some((key) => !unit?.topics.some((topic) => topic.key === key)))
    problems["topic"] = "Có chủ đề không còn trong danh sách của đơn vị. Chọn lại chủ đề";
  if (wish.audience.language !== "" && !LANGUAGES.some(({ key }) => key === wish.audience.language))
    problems["topic"] = "Chọn lại ngôn ngữ";
  if (wish.templateId !== "" && !unit?.templates.some((one) => one.id === wish.templateId))
    problems["channel"] = "Mẫu tin này không còn trong danh sách của đơn vị. Chọn lại mẫu";
  if (wish.sendAt && wish.sendAt.getTime() < now.getTime() - PATIENCE_MS)
    problems["at"] = "Giờ gửi đã qua. Chọn giờ khác";
  return problems;
}
