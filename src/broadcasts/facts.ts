import { type Fact, factOfRows, type FactRow } from "../kernel/fact.ts";
import type { BroadcastHead } from "./broadcast.model.ts";
import { listStarted } from "./broadcast-times.store.ts";
import { acceptedOf } from "./rules.ts";

const fact = (code: string, name: string, noun: string, n: (row: BroadcastHead) => number): Fact =>
  factOfRows({ code: `broadcasts.${code}`, name, noun }, async (whose, span) =>
    (await listStarted(whose, span)).map(
      (row): FactRow => ({
        id: String(row._id),
        at: row.startedAt ?? row.createdAt,
        unit: row.unitCode,
        title: row.title,
        n: n(row),
        path: `/console/gui-tin/${String(row._id)}`,
      }),
    ),
  );

/** What left the unit's OA. A department's own row sends nothing and counts nowhere. */
export const broadcastFacts: readonly Fact[] = [
  fact("sent", "Đợt gửi tin", "đợt gửi", () => 1),
  fact("reached", "Lượt tin Zalo đã nhận để chuyển", "đợt gửi", ({ counts }) => acceptedOf(counts)),
];
