import { BroadcastModel, type Broadcast } from "../../src/broadcasts/broadcast.model.ts";
import { decideBroadcast } from "../../src/broadcasts/approvals.store.ts";
import { findBroadcast } from "../../src/broadcasts/broadcast.store.ts";
import { submitBroadcast } from "../../src/broadcasts/decide-broadcast.ts";
import { type Choice, saveDraft } from "../../src/broadcasts/prepare-broadcast.ts";
import { settleItems } from "../../src/broadcasts/settle-items.ts";
import { startDue } from "../../src/broadcasts/start-broadcast.ts";
import { keysNeeded, totalOf } from "../../src/broadcasts/rules.ts";
import { type AudienceRule, EVERYBODY } from "../../src/citizens/audience.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { broadcastDeps } from "../../src/compose.ts";
import { currentFingerprint } from "../../src/content/decide-item.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { createItem, decideItem, findItem, moveToWaiting } from "../../src/content/item.store.ts";
import { eventually, OA, userNumber, type World } from "./world.ts";

export const deps = (world: World) => broadcastDeps(world.core);
const OFFICER = { id: "officer", name: "Cán bộ" };

/** A plan as an official would have chosen it. */
export const choice = (itemIds: string[], more: Partial<Choice> = {}): Choice => ({
  itemIds,
  audience: EVERYBODY,
  audienceName: "Người quan tâm OA",
  channel: "personal",
  templateId: "",
  alsoArticle: false,
  cities: [],
  units: [],
  urgent: false,
  sendAt: null,
  plan: {
    at: new Date(),
    audience: 0,
    reached: 0,
    consultationFree: 0,
    consultationCharged: 0,
    template: 0,
    article: 0,
    costVnd: 0,
    stoppedReached: 0,
    twice: 0,
    takesMinutes: 0,
    unreachable: {},
  },
  ...more,
});

/** Drafted, submitted and approved by as many leaders as it needs; it leaves when it is due. The six digits are tested on the page. */
export async function approvedBroadcast(world: World, chosen: Choice, unitCode = "sao-mai"): Promise<string> {
  const id = await saveDraft(deps(world), unitCode, chosen, OFFICER);
  await submitBroadcast(deps(world), unitCode, id, OFFICER);
  const waiting = await findBroadcast(id);
  const at = world.core.clock.now();
  const keys = keysNeeded(chosen.urgent);
  for (let n = 0; n < keys; n += 1) {
    const key = { by: { id: `leader-${n}`, name: `Lãnh đạo ${n}` }, at, fingerprint: waiting?.fingerprint ?? "" };
    await decideBroadcast(id, n, key, n === keys - 1 ? (chosen.sendAt ?? at) : null);
  }
  await settleItems(id, at);
  return id;
}

/** Followers in MongoDB as a synchronisation would have left them. */
export async function knowFollowers(from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n += 500)
    await addFollowers(
      OA,
      "sao-mai",
      Array.from({ length: Math.min(500, from + count - n) }, (_, k) => userNumber(n + k)),
      new Date(),
      new Date(),
    );
}

/** An item that somebody wrote and somebody else approved. */
export async function approvedItem(world: World, title: string, unitCode = "sao-mai"): Promise<string> {
  const now = world.core.clock.now();
  const author = { id: "author", name: "Người soạn" };
  const id = await createItem({
    unitCode,
    kind: "tin",
    details: { ...NO_DETAILS, privatePeople: "khong" },
    belongings: [],
    title,
    text: "Mời bà con theo dõi trên loa truyền thanh.",
    pictureId: "",
    pictureAlt: "",
    source: "UBND xã Sao Mai",
    sourceClass: "cong-khai",
    state: "draft",
    author,
    version: 1,
    updatedAt: now,
    submittedAt: null,
    approval: null,
    returned: null,
    createdAt: now,
  });
  await moveToWaiting(unitCode, id, 1, author, now);
  const item = await findItem(unitCode, id);
  if (!item) throw new Error("item is gone");
  await decideItem(unitCode, id, item.version, {
    by: { id: "leader", name: "Người duyệt" },
    at: now,
    fingerprint: await currentFingerprint(item),
  });
  return id;
}

export async function send(
  world: World,
  audience: AudienceRule = EVERYBODY,
  title = "Lịch họp thôn",
  more: Partial<Choice> = {},
): Promise<string> {
  const id = await approvedBroadcast(world, choice([await approvedItem(world, title)], { audience, ...more }));
  await startDue(deps(world));
  return id;
}

export const read = async (id: string): Promise<Broadcast> =>
  (await BroadcastModel.findById(id).lean<Broadcast>().exec()) as Broadcast;

/** Waits for the end; the eight numbers must add up to the audience. */
export async function ended(id: string, ms = 120_000): Promise<Broadcast> {
  const broadcast = await eventually(
    `the end of ${id}`,
    () => read(id),
    (b) => b.state.startsWith("done"),
    ms,
  );
  if (totalOf(broadcast.counts) !== broadcast.total)
    throw new Error(`the counts do not add up to ${broadcast.total}: ${JSON.stringify(broadcast.counts)}`);
  return broadcast;
}
