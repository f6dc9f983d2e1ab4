import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { countDemand, type DemandRow } from "./demand.store.ts";
import { rowOf } from "../kernel/table.ts";
import { INTENT_NAMES } from "./commands.ts";

/** A topic that fewer people asked for is not shown (S2-02). */
const LEAST_PEOPLE = 5;

export interface Demand {
  rows: (DemandRow & { name: string; share: number })[];
  /** topics left out because too few people asked */
  hidden: number;
}

/** Pure: what may be shown of what was asked, most people first. */
export function presentDemand(rows: DemandRow[]): Demand {
  const shown = rows
    .filter((row) => row.people >= LEAST_PEOPLE)
    .toSorted((a, b) => b.people - a.people || a.intent.localeCompare(b.intent));
  const most = shown[0]?.people ?? 1;
  return {
    rows: shown.map((row) => ({
      ...row,
      name: rowOf(INTENT_NAMES, row.intent) ?? row.intent,
      share: Math.round((row.people / most) * 420),
    })),
    hidden: rows.length - shown.length,
  };
}

export function demandRoutes(): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/ba-con-hoi",
      may: "demand.view",
      async handle({ me, now }) {
        const since = new Date(now.getTime() - days(30));
        const demand = presentDemand(await countDemand(me.scope, since));
        return page("chatbot/demand", "Bà con hỏi gì", {
          ...demand,
          rows: demand.rows.map((row, n) => ({ ...row, y: n * 40 })),
          height: Math.max(1, demand.rows.length) * 40,
          since,
          until: now,
          least: LEAST_PEOPLE,
        });
      },
    }),
  ];
}
