import { isDeepStrictEqual } from "node:util";
import { currentFingerprint } from "../content/decide-item.ts";
import type { Item, Person } from "../content/item.model.ts";
import { approveVersion, findItem, moveToDraft, moveToWaiting } from "../content/item.store.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { conflict, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { whyQuiet } from "../kernel/send-hours.ts";
import { approveWith } from "../officials/approve-with.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { addApproval, findOfUnit, moveState } from "./broadcast.store.ts";
import { fingerprintOf, keysNeeded } from "./rules.ts";

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
    const same =
      nfc(item.title) === nfc(content.title) &&
      nfc(item.text) === nfc(content.body) &&
      nfc(item.source) === nfc(content.source) &&
      nfc(item.pictureAlt) === nfc(content.pictureAlt) &&
      item.pictureId === content.pictureId &&
      item.kind === content.kind &&
      isDeepStrictEqual(item.details, content.details);
    if (!same) return `Nội dung “${content.title}” đã khác bản trong kế hoạch`;
  }
  return fingerprintOf(broadcast) === broadcast.fingerprint ? undefined : "Kế hoạch đã khác bản được duyệt";
}

/** Asks for approval: fixes the fingerprint of texts, pictures, audience, channel and time, and locks the items. */
export async function submitBroadcast(deps: Deps, unitCode: string, id: string, by: Person): Promise<void> {
  const broadcast = await load(unitCode, id);
  const now = deps.clock.now();
  await refuseBadTime(broadcast, now);
  const fingerprint = fingerprintOf(broadcast);
  if ((await whatChanged({ ...broadcast, fingerprint })) !== undefined)
    throw conflict("Nội dung đã được sửa sau khi lập kế hoạch. Mở lại kế hoạch để lấy bản mới.");
  for (const item of await itemsOf(broadcast))
    if (item.state === "draft" || item.state === "returned")
      await moveToWaiting(unitCode, String(item._id), item.version, item.author, now);
  if (
    !(await moveState(id, ["draft"], "waiting", {
      fingerprint,
      approvals: [],
      returned: null,
      submittedAt: now,
      createdBy: by,
    }))
  )
    throw conflict("Đợt gửi này đã được trình hoặc đã huỷ.");
}

async function refuseBadTime(broadcast: Broadcast, now: Date): Promise<void> {
  if (broadcast.urgent) return;
  const unit = await findUnit(broadcast.unitCode);
  if (broadcast.sendAt && broadcast.sendAt.getTime() < now.getTime() - 60_000)
    throw invalid({ sendAt: "Giờ gửi đã qua. Mở lại kế hoạch và chọn giờ khác." });
  const why = unit && broadcast.sendAt ? whyQuiet(broadcast.sendAt, unit.sendHours) : undefined;
  if (why) throw invalid({ sendAt: why });
}

const itemsOf = async (broadcast: Broadcast): Promise<Item[]> =>
  (await Promise.all(broadcast.contents.map((content) => findItem(broadcast.unitCode, content.itemId)))).flatMap(
    (item) => (item ? [item] : []),
  );

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
    }))
  )
    throw conflict("Đợt gửi này không còn chờ duyệt hay chờ giờ gửi.");
  for (const content of broadcast.contents) await moveToDraft(unitCode, content.itemId, deps.clock.now());
}

/**
 * One yes to exactly what was on the screen (`fingerprint`), with six digits, by somebody who wrote neither the text nor
 * the plan. The last key needed fixes the schedule; an emergency needs two persons. Returns how many keys are missing.
 */
export async function approveBroadcast(
  deps: Deps & { box: SecretBox },
  unitCode: string,
  id: string,
  fingerprint: string,
  by: Person,
  code: string,
): Promise<number> {
  const broadcast = await load(unitCode, id);
  if (broadcast.state !== "waiting") throw conflict("Đợt gửi này không còn chờ duyệt.");
  const authors = [broadcast.createdBy.id, ...broadcast.contents.map((content) => content.authorId)];
  if (authors.includes(by.id)) throw forbidden("Người soạn không tự duyệt.");
  const changed = broadcast.fingerprint === fingerprint ? await whatChanged(broadcast) : "Nội dung đã thay đổi";
  if (changed) throw conflict(`${changed}. Xem lại trước khi duyệt.`);
  if (broadcast.approvals.some((approval) => approval.by.id === by.id))
    throw conflict("Ông/Bà đã duyệt rồi. Cần thêm một người khác.");
  await refuseBadTime(broadcast, deps.clock.now());
  await approveWith(deps, by.id, code);
  const at = deps.clock.now();
  if (!(await addApproval(id, { by, at, fingerprint })))
    throw conflict("Nội dung đã thay đổi. Xem lại trước khi duyệt.");
  const keys = (await load(unitCode, id)).approvals.length;
  const missing = keysNeeded(broadcast.urgent) - keys;
  if (missing > 0) return missing;
  for (const item of await itemsOf(broadcast))
    if (item.state === "waiting")
      await approveVersion(unitCode, String(item._id), item.version, {
        by,
        at,
        fingerprint: await currentFingerprint(item),
      });
  await moveState(id, ["waiting"], "scheduled", { dueAt: broadcast.sendAt ?? at });
  return 0;
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
    }))
  )
    throw conflict("Đợt gửi này không còn chờ duyệt.");
  for (const content of broadcast.contents) await moveToDraft(unitCode, content.itemId, deps.clock.now());
}
