import { type Fact, factOfRows, type FactRow } from "../kernel/fact.ts";
import { copiesDuring } from "./copy.store.ts";
import type { LegalKind } from "./legal-kinds.ts";
import { waitOf } from "./tell-trouble.ts";
import { troublesDuring } from "./trouble.store.ts";

type Told = Awaited<ReturnType<typeof copiesDuring>>[number];
const rowOf = (copy: Told, at: Date, n = 1): FactRow => ({
  id: copy._id,
  at,
  unit: copy.unitCode,
  title: `${copy.code} · ${copy.title}`,
  n,
  path: `/console/goi-tu-so/${copy._id}`,
});
const LOUDSPEAKER: LegalKind = "truyen-thanh";

/** What was handed down, what a unit made of it, and its loudspeaker as its officers told it. */
export const packageFacts: readonly Fact[] = [
  factOfRows({ code: "troubles.told", name: "Vướng mắc báo cấp trên", noun: "việc" }, async (whose, span) =>
    (await troublesDuring(whose, span)).map((one) => ({
      id: one._id,
      at: one.at,
      unit: one.unitCode,
      title: `${one.about} · ${one.answer ? "đã trả lời sau" : "chờ"} ${waitOf(one, span.to)}`,
      n: 1,
      path: "/console/vuong-mac",
    })),
  ),
  factOfRows({ code: "packages.received", name: "Mục nội dung nhận từ Sở", noun: "mục" }, async (whose, span) =>
    (await copiesDuring(whose, "pushedAt", span)).map((copy) => rowOf(copy, copy.pushedAt)),
  ),
  factOfRows({ code: "packages.taken", name: "Mục đã nhận dùng", noun: "mục" }, async (whose, span) =>
    (await copiesDuring(whose, "decided.at", span)).flatMap((copy) =>
      copy.decided && !copy.declined ? [rowOf(copy, copy.decided.at)] : [],
    ),
  ),
  factOfRows({ code: "packages.published", name: "Mục đã đăng, phát", noun: "mục" }, async (whose, span) =>
    (await copiesDuring(whose, "publishedAt", span)).map((copy) => rowOf(copy, copy.publishedAt ?? copy.pushedAt)),
  ),
  factOfRows({ code: "packages.loudspeaker", name: "Lượt phát loa", noun: "mục" }, async (whose, span) =>
    (await copiesDuring(whose, "publications.at", span)).flatMap((copy) => {
      const plays = copy.publications.filter(({ kind, at }) => kind === LOUDSPEAKER && at >= span.from && at < span.to);
      const [last] = plays.map(({ at }) => at).toSorted((a, b) => Number(b) - Number(a));
      return last ? [rowOf(copy, last, plays.length)] : [];
    }),
  ),
];
