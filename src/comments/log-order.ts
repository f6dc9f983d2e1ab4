import { streamBlocks } from "./log.store.ts";

/** Where each comment stands in the draft's log: blocks follow each other, within one the order was drawn by lot. */
interface Order {
  read: number;
  places: ReadonlyMap<string, number>;
}
const orders = new Map<string, Order>();
const MOST_KEPT = 20;

/**
 * The order in which comments became public, by their ids; what waits for its batch is not in it. Blocks never change,
 * so that only those behind the last one read are read.
 */
export async function logOrder(draftId: string): Promise<ReadonlyMap<string, number>> {
  const known: Order = orders.get(draftId) ?? { read: 0, places: new Map() };
  let { read } = known;
  const received: string[] = [];
  for await (const { n, entries } of streamBlocks(draftId, read)) {
    for (const { what, ref } of entries) if (what === "received") received.push(ref);
    read = n;
  }
  if (read === known.read) return known.places;
  const places = new Map(known.places);
  for (const ref of received) if (!places.has(ref)) places.set(ref, places.size);
  if (orders.size >= MOST_KEPT && !orders.has(draftId)) orders.clear();
  orders.set(draftId, { read, places });
  return places;
}
