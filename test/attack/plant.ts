import type { Day } from "./run-day.ts";

/**
 * The same loot as it would be had the product kept what it kept before: comments in the order in which they came, with
 * their hour; the message that opened a chat comment, with name and moment; sessions of the mini-app in clear. An attack
 * that does not see this sees nothing.
 */
export function plantOldTraces({ truth, loot }: Day): Day {
  const arrival = new Map(truth.map((one, n) => [one.id, { n, at: one.at }]));
  const rows = loot.rows
    .filter((row) => row.collection !== "comment_log")
    .map((row) => {
      const came = row.collection === "comments" ? arrival.get(String(row.doc["_id"])) : undefined;
      const hour = came && new Date(Math.floor(came.at / 3_600_000) * 3_600_000);
      return came ? { ...row, place: came.n, doc: { ...row.doc, at: hour } } : row;
    });
  const openings = truth
    .filter((one) => one.way === "chat")
    .map((one, place) => ({
      collection: "old_messages",
      place,
      doc: { userId: one.userId, at: new Date(one.at - 60_000) },
      text: `{"userId":"${one.userId}","text":""}`,
    }));
  const appOf = new Map(
    loot.rows
      .filter((row) => row.collection === "citizens")
      .map((row) => [String(row.doc["userId"]), String(row.doc["userIdByApp"])]),
  );
  const sessions = truth
    .filter((one) => one.way === "mini-app")
    .map((one) => `session ${appOf.get(one.userId)} ${one.at}`.padEnd(400));
  return { truth, loot: { ...loot, rows: [...rows, ...openings], redis: sessions.join("\n") } };
}
