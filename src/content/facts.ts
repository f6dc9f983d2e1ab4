import { type Fact, factOfRows, type FactRow } from "../kernel/fact.ts";
import { listApprovedIn } from "./item.store.ts";

export const contentFacts: readonly Fact[] = [
  factOfRows({ code: "content.published", name: "Tin, bài đã duyệt đăng", noun: "bài" }, async (whose, span) =>
    (await listApprovedIn(whose, span)).map(
      (row): FactRow => ({
        id: String(row._id),
        at: row.approval?.at ?? row.updatedAt,
        unit: row.unitCode,
        title: row.title,
        n: 1,
        path: `/console/noi-dung/${String(row._id)}`,
      }),
    ),
  ),
];
