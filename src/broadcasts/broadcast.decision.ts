import { canonical } from "../decisions/compare.ts";
import { beforeOwn, defineDecision, type Parts } from "../decisions/decision.ts";
import { formatLocal } from "../kernel/dates.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { conflict } from "../kernel/errors.ts";
import { sixDigits } from "../officials/six-digits.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { decideBroadcast, listItemsDue } from "./approvals.store.ts";
import { findOfUnit } from "./broadcast.store.ts";
import { refuseBadTime, whatChanged } from "./decide-broadcast.ts";
import { keysNeeded } from "./rules.ts";
import { settleItems } from "./settle-items.ts";

const partsOf = (broadcast: Broadcast): Parts => ({
  ...Object.fromEntries(
    broadcast.contents.flatMap((content, n) => {
      const name = broadcast.contents.length > 1 ? ` (tin ${n + 1})` : "";
      return [
        [`Tiêu đề${name}`, content.title],
        [`Nội dung${name}`, content.message],
        [`Nguồn${name}`, content.source],
        [`Ảnh${name}`, `${content.pictureAlt} ${content.pictureSha}`],
      ];
    }),
  ),
  "Người nhận": `${broadcast.audienceName} ${canonical(broadcast.audience)}`,
  "Đơn vị": [...broadcast.units].toSorted().join(", "),
  "Cách gửi": [broadcast.channel, broadcast.templateId, broadcast.alsoArticle ? "cùng tin bài" : ""].join(" ").trim(),
  "Khẩn cấp": broadcast.urgent ? "có" : "không",
  "Giờ gửi": broadcast.sendAt ? formatLocal(broadcast.sendAt) : "khi được duyệt",
  "Số người và chi phí": canonical([broadcast.plan?.reached ?? 0, broadcast.plan?.costVnd ?? 0]),
});

/**
 * A plan may go: texts, pictures, audience, channel, units and time at once. One person who wrote neither text nor plan,
 * with six digits; two for an emergency. The last key's write fixes the schedule.
 */
export const broadcastApproval = defineDecision<Broadcast, { clock: Clock; box: SecretBox }>({
  name: "broadcast",
  what: "đợt gửi này",
  may: "broadcasts.approve",
  sixDigits,
  keys: (broadcast) => keysNeeded(broadcast.urgent),
  given: (broadcast) => broadcast.approvals,
  notBy: (broadcast) => [broadcast.createdBy.id, ...broadcast.contents.map((content) => content.authorId)],
  notByWords: "Người soạn không tự duyệt.",
  load: (_, whose, id) => findOfUnit(whose, id),
  isOpen: (broadcast) => broadcast.state === "waiting",
  closedWords: "Đợt gửi này không còn chờ duyệt.",
  covers: partsOf,
  fingerprint: (broadcast) => broadcast.fingerprint,
  async check(deps, broadcast) {
    const changed = await whatChanged(broadcast, deps.clock.now());
    if (changed) throw conflict(`${changed}. Xem lại trước khi duyệt.`);
    await refuseBadTime(broadcast, deps.clock.now());
  },
  apply: (_, broadcast, __, { by, at, fingerprint, last }) =>
    decideBroadcast(
      String(broadcast._id),
      broadcast.approvals.length,
      { by, at, fingerprint },
      last ? (broadcast.sendAt ?? at) : null,
    ),
  follow: {
    due: ({ clock }) => listItemsDue(beforeOwn(clock.now())),
    finish: (deps, id) => settleItems(id, deps.clock.now()),
  },
});
