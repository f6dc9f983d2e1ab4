import { eachAlone } from "../kernel/each-alone.ts";
import { whyQuiet } from "../kernel/send-hours.ts";
import { findOa } from "../zalo/oa.store.ts";
import { ofPackage, type Terms } from "../zalo/terms.ts";
import { type Broadcast, emptyRun } from "./broadcast.model.ts";
import { saveWhile } from "./broadcast.store.ts";
import { createChild, isMade, listUrgentWithArticle } from "./broadcast-parts.store.ts";
import { joinWhole, wholeOf } from "./join-whole.ts";
import { articlesUsed } from "./make-plan.ts";

export interface AlsoArticleDeps {
  terms: Pick<Terms, "broadcastHours" | "broadcastsAMonth">;
  enqueueFreeze(broadcastId: string, urgent: boolean): Promise<void>;
  enqueueCancel(broadcastId: string): Promise<void>;
}

/**
 * The article of an emergency: a broadcast of its own under the one that goes person by person, with a ledger of its
 * own. Made once, when the emergency starts or goes on, or by the sweep after a cut; left out, with the reason, when
 * Zalo's hours, the day's turn or the month's cap do not allow it by then. What a person holds gets none meanwhile.
 */
export async function addArticle(deps: AlsoArticleDeps, broadcast: Broadcast, now: Date): Promise<void> {
  if (!broadcast.alsoArticle || broadcast.units.length > 0 || broadcast.articleLeftOut !== "") return;
  const id = String(broadcast._id);
  if ((await isMade(id, broadcast.unitCode)) || (await wholeOf(id)).is !== "going") return;
  const why = await whyNoArticle(deps, broadcast, now);
  if (why) {
    await saveWhile(id, ["freezing", "sending", "paused", "done", "done-with-errors"], { articleLeftOut: why });
    return;
  }
  const { _id: _, ...rest } = broadcast;
  const made = await createChild({
    ...rest,
    ...emptyRun(),
    channel: "article",
    urgent: true,
    fingerprint: broadcast.fingerprint,
    approvals: broadcast.approvals,
    dueAt: broadcast.dueAt,
    submittedAt: broadcast.submittedAt,
    parentId: id,
    state: "freezing",
    startedAt: now,
  });
  if (made && (await joinWhole(deps, made, id))) await deps.enqueueFreeze(made, true);
}

async function whyNoArticle(deps: AlsoArticleDeps, broadcast: Broadcast, now: Date): Promise<string | undefined> {
  const { terms } = deps;
  const quiet = whyQuiet(now, { ...terms.broadcastHours.value, quietDays: [] });
  if (quiet)
    return `Zalo chỉ nhận tin bài từ ${terms.broadcastHours.value.from}:00 đến ${terms.broadcastHours.value.to - 1}:59`;
  const [oa, used] = [await findOa(broadcast.oaId), await articlesUsed([broadcast.unitCode], now)];
  const { month, day } = used.get(broadcast.unitCode) ?? { month: 0, day: 0 };
  if (day > 0) return "Hôm nay OA đã phát một tin bài; Zalo chỉ cho mỗi người một lượt mỗi ngày";
  const cap = ofPackage(terms.broadcastsAMonth.value, oa?.packageName ?? "");
  return month >= cap ? `Đã dùng hết ${cap} lượt phát tin bài của tháng` : undefined;
}

/** Emergencies of the last hours whose article a cut may have kept from being made. */
export async function addMissingArticles(deps: AlsoArticleDeps, now: Date): Promise<void> {
  const urgent = await listUrgentWithArticle(new Date(now.getTime() - 3 * 3_600_000));
  await eachAlone(urgent, (broadcast) => addArticle(deps, broadcast, now));
}
