/** People per chunk: one range of the ledger. */
export const CHUNK_SIZE = 250;

export const rowId = (broadcastId: string, n: number): string => `${broadcastId}:${String(n).padStart(8, "0")}`;
export const chunkId = (broadcastId: string, k: number): string => `${broadcastId}:${k}`;
export const rangeOf = (broadcastId: string, k: number) => ({
  $gte: rowId(broadcastId, k * CHUNK_SIZE),
  $lt: rowId(broadcastId, (k + 1) * CHUNK_SIZE),
});
export const chunkOfRow = (id: string): { b: string; k: number } => {
  const [b = "", n = "0"] = id.split(":");
  return { b, k: Math.floor(Number(n) / CHUNK_SIZE) };
};
