import type { Person } from "../content/item.model.ts";
import { findItem } from "../content/item.store.ts";
import { ENDED, isUnderEmbargo, liveWord } from "../content/kinds.ts";
import type { Clock } from "../kernel/clock.ts";
import { formatDate } from "../kernel/dates.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { whyQuiet } from "../kernel/send-hours.ts";
import type { Whose } from "../kernel/scope.ts";
import { scopeOf } from "../units/scope-of.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { findOfUnit, moveState } from "./broadcast.store.ts";
import { fingerprintOf, sameAsItem } from "./rules.ts";
import { settleItems } from "./settle-items.ts";

interface Deps {
  clock: Clock;
}

const load = async (whose: Whose, id: string): Promise<Broadcast> => {
  const broadcast = await findOfUnit(whose, id);
  if (!broadcast) throw notFound("đợt gửi này");
  return broadcast;
};

/** What the copy was made of, compared letter by letter with the item as it stands now. */
export async function whatChanged(broadcast: Broadcast, now: Date): Promise<string | undefined> {
  // an item of a unit that came whole to this one may stand in its plan
  const whose = await scopeOf(broadcast, now);
  for (const content of broadcast.contents) {
    const item = await findItem(whose, content.itemId);
    if (!item) return `Nội dung “${content.title}” không còn nữa`;
    if (item.state === "withdrawn") return `Nội dung “${content.title}” đã bị thu hồi`;
    if (!sameAsItem(content, item)) return `Nội dung “${content.title}” đã khác bản trong kế hoạch`;
  }
  return fingerprintOf(broadcast) === broadcast.fingerprint ? undefined : "Kế hoạch đã khác bản được duyệt";
}

/** Asks for approval: fixes the fingerprint of texts, pictures, audience, channel and time, and locks the items. */
export async function submitBroadcast(deps: Deps, whose: Whose, id: string, by: Person): Promise<void> {
  const draft = await load(whose, id);
  // a draft of version 0.4 says nothing of it; what is asked for now is asked for as a whole
  const broadcast = { ...draft, alsoArticle: draft.alsoArticle ?? false };
  const now = deps.clock.now();
  await refuseEnded(broadcast, now);
  await refuseBadTime(broadcast, now);
  const fingerprint = fingerprintOf(broadcast);
  if ((await whatChanged({ ...broadcast, fingerprint }, now)) !== undefined)
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

/** What a unit that has ended planned is sent by nobody; saved anew, it is the plan of whoever takes its place. */
async function refuseEnded({ unitCode }: Broadcast, now: Date): Promise<void> {
  const unit = await findUnit(unitCode);
  if (unit?.to && unit.to <= now)
    throw conflict(
      `${unit.name} đã kết thúc từ ${formatDate(unit.to)}. Đơn vị nhận trọn mở lại kế hoạch, xem người nhận, lưu rồi trình duyệt.`,
    );
}

export async function refuseBadTime(broadcast: Broadcast, now: Date): Promise<void> {
  const silent = broadcast.contents.find(({ details }) => isUnderEmbargo(details, broadcast.sendAt ?? now));
  if (silent)
    throw invalid({
      sendAt: `Thông cáo “${silent.title}” chưa được đăng vào giờ gửi. Mở lại kế hoạch và chọn giờ sau.`,
    });
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
export async function withdrawBroadcast(deps: Deps, whose: Whose, id: string): Promise<void> {
  const broadcast = await load(whose, id);
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

export async function returnBroadcast(deps: Deps, whose: Whose, id: string, by: Person, reason: string): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  const broadcast = await load(whose, id);
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
