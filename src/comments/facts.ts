import { type Fact, factOfRows, type FactRow, type Span } from "../kernel/fact.ts";
import { listSpokenTo } from "../drafts/draft.store.ts";
import { countAnswered } from "./answer.store.ts";
import { countReceived } from "./received.store.ts";

/** A row a draft: who said what, and when, stands in no figure. */
const fact = (
  code: string,
  name: string,
  count: (draftIds: readonly string[], span: Span) => Promise<Map<string, number>>,
): Fact =>
  factOfRows({ code: `comments.${code}`, name, noun: "dự thảo" }, async (whose, span) => {
    const drafts = await listSpokenTo(whose, span.to);
    const counts = await count(
      drafts.map(({ _id }) => String(_id)),
      span,
    );
    return drafts.flatMap(({ _id, unitCode, title, openAt }): FactRow[] => {
      const n = counts.get(String(_id)) ?? 0;
      return n === 0
        ? []
        : [{ id: String(_id), at: openAt, unit: unitCode, title, n, path: `/console/du-thao/${String(_id)}` }];
    });
  });

export const commentFacts: readonly Fact[] = [
  fact("received", "Ý kiến góp ý đã nhận", countReceived),
  fact("answered", "Vị trí đã trả lời, giải trình", countAnswered),
];
