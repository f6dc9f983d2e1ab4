import type { AudienceRule } from "../citizens/audience.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { isDepartment } from "../units/kinds.ts";
import { templatesRefused } from "../zalo/notice.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";

/** Languages an audience can be chosen by. */
export const LANGUAGES = [{ key: "vi", name: "Tiếng Việt" }] as const;

/** A minute passes between the page and the press. */
export const PATIENCE_MS = 60_000;

/** What is wrong with the units a plan is for: only a department plans for others, and only for those under it today. */
export async function unitProblems(whose: Whose, units: readonly string[], now: Date): Promise<FieldErrors> {
  if (units.length === 0) return {};
  const own = await findUnit(codeOf(whose));
  const below = isDepartment(own) ? await listChildren(codeOf(whose), now) : [];
  const known = new Set(below.map((unit) => unit._id));
  return units.every((code) => known.has(code))
    ? {}
    : { unit: "Có đơn vị không do Ông/Bà quản lý. Chọn lại đơn vị nhận" };
}

export const NO_TEMPLATE = "Mẫu tin này không còn trong danh sách của đơn vị, hoặc Zalo không cho dùng. Chọn lại mẫu";
/** Templates of a unit that its OA can send by: Zalo may refuse one, or take it back. */
export async function usableTemplates(unit: Unit | null, oaId: string): Promise<Unit["templates"]> {
  if (!unit || unit.templates.length === 0) return [];
  const refused = await templatesRefused(oaId);
  return unit.templates.filter(({ id }) => !refused.has(id));
}

export interface Wished {
  audience: AudienceRule;
  templateId: string;
  units: readonly string[];
  sendAt: Date | null;
}

/** What a plan may not be saved with, by field; the page offers none of it. */
export async function wishProblems(whose: Whose, wish: Wished, now: Date): Promise<FieldErrors> {
  const problems = await unitProblems(whose, wish.units, now);
  const unit = await findUnit(codeOf(whose));
  if (wish.audience.topics.some((key) => !unit?.topics.some((topic) => topic.key === key)))
    problems["topic"] = "Có chủ đề không còn trong danh sách của đơn vị. Chọn lại chủ đề";
  if (wish.audience.language !== "" && !LANGUAGES.some(({ key }) => key === wish.audience.language))
    problems["topic"] = "Chọn lại ngôn ngữ";
  if (wish.templateId !== "" && !(await hasTemplate(unit, wish.templateId))) problems["channel"] = NO_TEMPLATE;
  if (wish.sendAt && wish.sendAt.getTime() < now.getTime() - PATIENCE_MS)
    problems["at"] = "Giờ gửi đã qua. Chọn giờ khác";
  return problems;
}

const hasTemplate = async (unit: Unit | null, id: string): Promise<boolean> =>
  (await usableTemplates(unit, (await findOaOfUnit(unit?._id ?? ""))?._id ?? "")).some((one) => one.id === id);
