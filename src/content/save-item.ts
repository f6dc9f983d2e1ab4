import type { Clock } from "../kernel/clock.ts";
import { formatMoment } from "../kernel/dates.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
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
  whose: Whose,
  form: ItemForm,
  fields: ItemFields,
  by: Person,
): Promise<ItemForm> {
  const now = deps.clock.now();
  if (form.id !== "" && !(await findItem(whose, form.id))) throw notFound("nội dung này");
  const problems = await foreignParts(whose, fields, now);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (form.id === "") {
    const id = await createItem({ unitCode: codeOf(whose), ...fields, author: by, createdAt: now });
    return { id, version: 1 };
  }
  if (!(await saveFields(whose, form.id, form.version, fields, now, by)))
    throw conflict(await whatStands(whose, form.id, by, now));
  return { id: form.id, version: form.version + 1 };
}

const KEPT = "Chữ Ông/Bà gõ vẫn ở trên màn hình; bản đang lưu ở ngay dưới ô nào khác nhau. Chọn chữ rồi lưu lại.";

/** Who saved what stands now, and when. */
async function whatStands(whose: Whose, id: string, by: Person, now: Date): Promise<string> {
  const item = await findItem(whose, id);
  if (!item) return KEPT;
  const when = formatMoment(item.submittedAt ?? item.updatedAt, now);
  if (item.state === "waiting")
    return `Nội dung này đang chờ duyệt: ${item.author.name} trình ${when}. Rút về thì mới sửa được. ${KEPT}`;
  if (item.state === "approved" || item.state === "withdrawn")
    return `Nội dung này không còn là bản nháp từ ${formatMoment(item.updatedAt, now)}. ${KEPT}`;
  const who = item.savedBy ?? item.author;
  const saved = formatMoment(item.updatedAt, now);
  return who.id === by.id
    ? `Ông/Bà đã lưu nội dung này ở thẻ hoặc máy khác ${saved}. ${KEPT}`
    : `${who.name} đã lưu nội dung này ${saved}, trong lúc Ông/Bà sửa. ${KEPT}`;
}

async function foreignParts(whose: Whose, fields: ItemFields, now: Date): Promise<FieldErrors> {
  const problems: FieldErrors = {};
  if (fields.pictureId !== "" && !(await findPicture(whose, fields.pictureId)))
    problems["picture"] = "Ảnh này không còn trong thư viện của đơn vị. Tải lại ảnh";
  const campaigns = fields.belongings.length > 0 ? await campaignsFor(whose, now) : [];
  const known = fields.belongings.every(({ campaignId, topic }) => {
    const campaign = campaigns.find((one) => String(one._id) === campaignId);
    return campaign && (topic === "" || campaign.topics.some((one) => one.key === topic));
  });
  if (!known) problems["belongs"] = "Có chiến dịch hoặc chủ đề không còn. Chọn lại chiến dịch của nội dung";
  return problems;
}
