import { isUnderEmbargo } from "../content/kinds.ts";
import type { AudienceRule } from "../citizens/audience.ts";
import { officeOf } from "../content/decide-item.ts";
import type { Item, Person } from "../content/item.model.ts";
import { findItem, findPicture } from "../content/item.store.ts";
import { composeMessage, problemsOf, wordsOfItem } from "../content/rules.ts";
import { refusalOf } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { type Channel, type Content, emptyRun, type PlanFigures } from "./broadcast.model.ts";
import { createBroadcast, findOfUnit, moveState } from "./broadcast.store.ts";
import { wishProblems } from "./check-wish.ts";
import { URGENT_TEXT_MAX } from "./rules.ts";

/** What an official chose on the plan's page. */
export interface Choice {
  itemIds: string[];
  audience: AudienceRule;
  audienceName: string;
  channel: Channel;
  templateId: string;
  alsoArticle: boolean;
  cities: string[];
  units: string[];
  urgent: boolean;
  sendAt: Date | null;
  plan: PlanFigures;
}

/** Copies items as they stand, with the exact message they make. Everything an item must hold is checked here. */
export async function copyContents(whose: Whose, itemIds: string[], urgent: boolean, on: Date): Promise<Content[]> {
  const office = await officeOf(codeOf(whose));
  const contents: Content[] = [];
  for (const itemId of itemIds) {
    const item = await findItem(whose, itemId);
    if (!item) throw notFound("nội dung này");
    if (item.state === "withdrawn") throw conflict(`“${item.title}” đã bị thu hồi. Chọn nội dung khác`);
    const problems = problemsOf(item, office, on);
    if (isUnderEmbargo(item.details, on))
      problems["sendAt"] = "Thông cáo này chưa được đăng vào giờ gửi. Chọn giờ gửi từ lúc hết cấm đăng";
    if (urgent && graphemes(item.text) > URGENT_TEXT_MAX)
      problems["text"] = `Tin khẩn cấp cần ngắn: ${graphemes(item.text)} ký tự, tối đa ${URGENT_TEXT_MAX}`;
    const refusal = await refusalOf(codeOf(whose), Object.values(wordsOfItem(item)), on);
    if (refusal !== "") problems["text"] = refusal;
    if (Object.keys(problems).length > 0) throw invalid(problems);
    if (item.pictureId && !(await findPicture(whose, item.pictureId)))
      throw invalid({ picture: "Ảnh của nội dung này không còn. Mở nội dung và tải lại ảnh" });
    contents.push(await contentOfItem(item, office, on));
  }
  if (contents.length === 0) throw invalid({ item: "Chọn nội dung để gửi" });
  return contents;
}

async function contentOfItem(item: Item, office: string, on: Date): Promise<Content> {
  const picture = item.pictureId ? await findPicture(item.unitCode, item.pictureId) : null;
  return {
    itemId: String(item._id),
    kind: item.kind,
    details: item.details,
    title: item.title,
    body: item.text,
    source: item.source,
    pictureId: item.pictureId,
    pictureAlt: item.pictureAlt,
    pictureSha: picture?.sha256 ?? "",
    message: composeMessage(item, office, on),
    authorId: item.author.id,
    authorName: item.author.name,
  };
}

/** Writes a plan down as a draft, or over the draft it was made from. Nothing leaves by this. */
export async function saveDraft(
  deps: { clock: Clock },
  whose: Whose,
  choice: Choice,
  by: Person,
  draftId = "",
): Promise<string> {
  const now = deps.clock.now();
  const oa = await findOaOfUnit(codeOf(whose));
  if (!oa && choice.units.length === 0) throw conflict("Đơn vị chưa kết nối OA. Vào trang Kết nối OA trước khi gửi.");
  const problems = await wishProblems(whose, choice, now);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const contents = await copyContents(whose, choice.itemIds, choice.urgent, choice.sendAt ?? now);
  for (const id of choice.itemIds)
    if ((await findItem(whose, id))?.state === "waiting")
      throw invalid({ item: "Nội dung này đang chờ duyệt. Chờ duyệt xong hoặc rút về rồi lập kế hoạch" });
  const { itemIds: _, ...chosen } = choice;
  const fields = {
    ...chosen,
    contents,
    title:
      contents.length > 1 ? `${contents[0]?.title} và ${contents.length - 1} bài khác` : (contents[0]?.title ?? ""),
    tests: [],
    approvals: [],
    fingerprint: "",
  };
  if (draftId !== "") {
    const draft = await findOfUnit(whose, draftId);
    // of a unit that came whole to this one it becomes a plan of this one, reckoned for its OA
    const mine = { ...fields, unitCode: codeOf(whose), oaId: oa?._id ?? "" };
    if (!draft || !(await moveState(draftId, ["draft"], "draft", mine)))
      throw conflict("Đợt gửi này không còn là bản nháp.");
    return draftId;
  }
  return createBroadcast({
    ...emptyRun(),
    ...fields,
    unitCode: codeOf(whose),
    oaId: oa?._id ?? "",
    createdBy: by,
    createdAt: now,
  });
}
