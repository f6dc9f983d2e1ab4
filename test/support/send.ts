import { BroadcastModel, type Broadcast } from "../../src/broadcasts/broadcast.model.ts";
import { draftBroadcast, startBroadcast } from "../../src/broadcasts/start-broadcast.ts";
import { totalOf } from "../../src/broadcasts/rules.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import type { AudienceRule } from "../../src/citizens/citizen.store.ts";
import { currentFingerprint } from "../../src/content/decide-item.ts";
import { approveVersion, createItem, findItem, moveToWaiting } from "../../src/content/item.store.ts";
import { eventually, OA, userNumber, type World } from "./world.ts";

export const deps = (world: World) => ({
  clock: world.core.clock,
  enqueueFreeze: world.core.enqueue.freeze,
  enqueueChunks: world.core.enqueue.chunks,
});

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
export async function approvedItem(world: World, title: string): Promise<string> {
  const now = world.core.clock.now();
  const author = { id: "author", name: "Người soạn" };
  const id = await createItem({
    unitCode: "sao-mai",
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
  await moveToWaiting("sao-mai", id, 1, author, now);
  const item = await findItem("sao-mai", id);
  if (!item) throw new Error("item is gone");
  await approveVersion("sao-mai", id, item.version, {
    by: { id: "leader", name: "Người duyệt" },
    at: now,
    fingerprint: await currentFingerprint(item),
  });
  return id;
}

export async function send(
  world: World,
  audience: AudienceRule = { kind: "all", value: "" },
  title = "Lịch họp thôn",
): Promise<string> {
  const id = await draftBroadcast(deps(world), "sao-mai", await approvedItem(world, title), audience, "mọi người", {
    id: "officer",
    name: "Cán bộ",
  });
  await startBroadcast(deps(world), id);
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
