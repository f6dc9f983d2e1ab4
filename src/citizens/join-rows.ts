import type { Citizen } from "./citizen.model.ts";
import { addressesOf, dropJoined, findRow, joinInto, type JoinedFacts, lastWords } from "./one-person.store.ts";

const ROUNDS = 10;

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** What was chosen under either address, less what was last refused under either. */
function joinTopics(rows: { topics: string[]; words: ReadonlyMap<string, boolean> }[]): string[] {
  const refused = (topic: string): boolean =>
    rows.some(({ topics, words }) => !topics.includes(topic) && words.get(topic) === false);
  return [...new Set(rows.flatMap(({ topics }) => topics))].filter((topic) => !refused(topic));
}

/**
 * One person's facts from two rows. A refusal wins, and so does a question whether to stop that is not answered; whether
 * somebody follows is the newer word of the same OA.
 */
export function joinFacts(kept: Citizen, gone: Citizen, topics: string[]): JoinedFacts {
  const sameOa = kept.oaId === gone.oaId;
  const newer = sameOa && gone.followChangedAt > kept.followChangedAt ? gone : kept;
  return {
    set: {
      receiving: kept.receiving && gone.receiving,
      receivingChangedAt: later(kept.receivingChangedAt, gone.receivingChangedAt),
      isFollower: newer.isFollower,
      followChangedAt: newer.followChangedAt,
      followedAt: newer.followedAt ?? kept.followedAt,
      displayName: kept.displayName || gone.displayName,
      createdAt: kept.createdAt < gone.createdAt ? kept.createdAt : gone.createdAt,
      topics,
    },
    latest: {
      // a reply window is one OA's own
      ...(sameOa && gone.lastInteractionAt ? { lastInteractionAt: gone.lastInteractionAt } : {}),
      ...(gone.stopAskedAt ? { stopAskedAt: gone.stopAskedAt } : {}),
    },
    formerIds: uniqueIds(kept, addressesOf(gone)),
  };
}

const uniqueIds = (kept: Citizen, ids: { oaId: string; userId: string }[]) => [
  ...new Map(
    ids
      .filter((one) => one.oaId !== kept.oaId || one.userId !== kept.userId)
      .map(({ oaId, userId }) => [`${oaId}:${userId}`, { oaId, userId }]),
  ).values(),
];

/**
 * Makes two rows of one person one. Consents, signed comments, reports and the ledger stay where they were written,
 * under the former id, which the row that stays remembers: own data, answers and erasure reach them by it. The facts
 * are joined first and the other row goes after it, each only over what it was read as; cut off or met by another
 * session in between, it is done again.
 */
export async function joinRows(first: Citizen, other: Citizen): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [kept, gone] = [await findRow(first), await findRow(other)];
    if (!kept || !gone) return;
    const rows = await Promise.all(
      [kept, gone].map(async (row) => ({
        topics: row.topics,
        words: await lastWords({ oaId: row.oaId, userId: row.userId }),
      })),
    );
    if ((await joinInto(kept, joinFacts(kept, gone, joinTopics(rows)))) && (await dropJoined(gone))) return;
  }
}
