import type { Person } from "../content/item.model.ts";
import { findItem } from "../content/item.store.ts";
import { ENDED, liveWord } from "../content/kinds.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { whyQuiet } from "../kernel/send-hours.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findOfUnit, moveState } from "./broadcast.store.ts";
import { fingerprintOf, sameAsItem } from "./rules.ts";
import { settleItems } from "./settle-items.ts";

interface Deps {
  clock: Clock;
}

const load = async (unitCode: string, id: string): Promise<Broadcast> => {
  const broadcast = await findOfUnit(unitCode, id);
  if (!broadcast) throw notFound("đợt gửi này");
  return broadcast;
};

/** What the copy was made of, compared letter by letter with the item as it stands now. */
export async function whatChanged(broadcast: Broadcast): Promise<string | undefined> {
  for (const content of broadcast.contents) {
    const item = await findItem(broadcast.unitCode, content.itemId);
    if (!item) return `Nội dung “${content.title}” không còn nữa`;
    if (!sameAsItem(content, item)) return `Nội dung “${content.title}” đã khác bản trong kế hoạch`;
  }
  return fingerprintOf(broadcast) === broadcast.fingerprint ? undefined : "Kế hoạch đã khác bản được duyệt";
}

/** Asks for approval: fixes the fingerprint of texts, pictures, audience, channel and time, and locks the items. */
export async function submitBroadcast(deps: Deps, unitCode: string, id: string, by: Person): Promise<void> {
  const draft = await load(unitCode, id);
  // a draft of version 0.4 says nothing of it; what is asked for now is asked for as a whole
  const broadcast = { ...draft, alsoArticle: draft.alsoArticle ?? false };
  const now = deps.clock.now();
  await refuseBadTime(broadcast, now);
  const fingerprint = fingerprintOf(broadcast);
  if ((await whatChanged({ ...broadcast, fingerprint })) !== undefined)
    throw conflict("Nội dung đã được sửa sau khi lập kế hoạch. Mở lại kế hoạch để lấy bản mới.");
  if (
    !(await moveState(id, ["draft"], "waiting", {
      fingerprint,
      alsoArticle: broadcast.alsoArticle,
      approvals: [],
      returned: null,
      submittedAt: now,
      createdBy: by,
      itemsDue: true,
    }))
  )
    throw conflict("Đợt gửi này đã được trình hoặc đã huỷ.");
  await settleItems(id, now);
}

export async function refuseBadTime(broadcast: Broadcast, now: Date): Promise<void> {
  if (broadcast.contents.some(({ kind, details }) => liveWord(kind, details, broadcast.sendAt ?? now) === ENDED))
    throw invalid({ sendAt: "Buổi trực tiếp đã kết thúc vào giờ gửi. Mở lại kế hoạch và chọn giờ khác." });
  if (broadcast.urgent) return;
  const unit = await findUnit(broadcast.unitCode);
  if (broadcast.sendAt && broadcast.sendAt.getTime() < now.getTime() - 60_000)
    throw invalid({ sendAt: "Giờ gửi đã qua. Mở lại kế hoạch và chọn giờ khác." });
  const why = unit && broadcast.sendAt ? whyQuiet(broadcast.sendAt, unit.sendHours) : undefined;
  if (why) throw invalid({ sendAt: why });
}

const wordsOf = (broadcast: Broadcast): string => broadcast.contents.map((content) => content.message).join("\n\n");

/** The author takes it back to change it; what was approved so far is void. */
export async function withdrawBroadcast(deps: Deps, unitCode: string, id: string): Promise<void> {
  const broadcast = await load(unitCode, id);
  if (
    !(await moveState(id, ["waiting", "scheduled"], "draft", {
      approvals: [],
      fingerprint: "",
      dueAt: null,
      previous: wordsOf(broadcast),
      itemsDue: true,
    }))
  )
    throw conflict("Đợt gửi này không còn chờ duyệt hay chờ giờ gửi.");
  await settleItems(id, deps.clock.now());
}

export async function returnBroadcast(
  deps: Deps,
  unitCode: string,
  id: string,
  by: Person,
  reason: string,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  const broadcast = await load(unitCode, id);
  const returned = { by, at: deps.clock.now(), reason: reason.trim() };
  if (
    !(await moveState(id, ["waiting"], "draft", {
      returned,
      approvals: [],
      fingerprint: "",
      dueAt: null,
      previous: wordsOf(broadcast),
      itemsDue: true,
    }))
  )
    throw conflict("Đợt gửi này không còn chờ duyệt.");
  await settleItems(id, deps.clock.now());
}
