import type { Clock } from "../kernel/clock.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { campaignsFor } from "./campaigns-of-unit.ts";
import type { Person } from "./item.model.ts";
import { createItem, findItem, findPicture, type ItemFields, saveFields } from "./item.store.ts";

interface Deps {
  clock: Clock;
}

/** The version a form was made from; `id` "" for an item that is not there yet. */
export interface ItemForm {
  id: string;
  version: number;
}

/**
 * Saves a draft's words. What it points at must be the unit's own: its pictures, and campaigns of the unit and those
 * above it. @throws AppError 422 by field, 404 for another unit's item, 409 when it was saved by somebody else or waits
 */
export async function saveItem(
  deps: Deps,
  unitCode: string,
  form: ItemForm,
  fields: ItemFields,
  by: Person,
): Promise<ItemForm> {
  const now = deps.clock.now();
  if (form.id !== "" && !(await findItem(unitCode, form.id))) throw notFound("nội dung này");
  const problems = await foreignParts(unitCode, fields, now);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (form.id === "") {
    const id = await createItem({ unitCode, ...fields, author: by, createdAt: now });
    return { id, version: 1 };
  }
  if (!(await saveFields(unitCode, form.id, form.version, fields, now)))
    throw conflict(
      "Người khác đã lưu nội dung này trong lúc Ông/Bà sửa, hoặc nội dung đang chờ duyệt. Chữ Ông/Bà gõ vẫn ở trên màn hình.",
    );
  return { id: form.id, version: form.version + 1 };
}

async function foreignParts(unitCode: string, fields: ItemFields, now: Date): Promise<FieldErrors> {
  const problems: FieldErrors = {};
  if (fields.pictureId !== "" && !(await findPicture(unitCode, fields.pictureId)))
    problems["picture"] = "Ảnh này không còn trong thư viện của đơn vị. Tải lại ảnh";
  const campaigns = fields.belongings.length > 0 ? await campaignsFor(unitCode, now) : [];
  const known = fields.belongings.every(({ campaignId, topic }) => {
    const campaign = campaigns.find((one) => String(one._id) === campaignId);
    return campaign && (topic === "" || campaign.topics.some((one) => one.key === topic));
  });
  if (!known) problems["belongs"] = "Có chiến dịch hoặc chủ đề không còn. Chọn lại chiến dịch của nội dung";
  return problems;
}
