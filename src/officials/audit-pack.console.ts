import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { formatDate, localParts, parseLocal, startOfMonth } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { type AuditPack, packMonth, packProblems } from "./audit-pack.ts";
import { ROLE_NAMES } from "./rules.ts";
import { verifyAudit } from "./verify-audit.ts";

/** As long as lines are kept. */
const MONTHS = 12;
const keyOf = (at: Date): string => {
  const { year, month } = localParts(at);
  return `${year}-${String(month).padStart(2, "0")}`;
};
const wordsOf = (month: string): string => `tháng ${Number(month.slice(5))}/${month.slice(0, 4)}`;
const asked = z.object({
  thang: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .catch(""),
});

/** Who did what how often, person by person; never a rank. */
function deedsOf({ lines }: AuditPack, actionName: (action: string) => string) {
  const rows = new Map<string, { name: string; role: string; deed: string; n: number; first: Date; last: Date }>();
  for (const { name, role, action, at } of lines) {
    const key = JSON.stringify([name, role, action]);
    const row = rows.get(key) ?? {
      name,
      role: rowOf(ROLE_NAMES, role) ?? role,
      deed: actionName(action),
      n: 0,
      first: at,
      last: at,
    };
    rows.set(key, { ...row, n: row.n + 1, last: at });
  }
  return [...rows.values()]
    .toSorted((a, b) => byVietnamese(a.name, b.name) || byVietnamese(a.deed, b.deed))
    .map((row) => ({ ...row, first: formatDate(row.first), last: formatDate(row.last) }));
}

/** A month's audit pack, for the unit itself: a page that sums it up, and the lines as a file that proves itself. */
export function auditPackRoutes(deps: {
  clock: Clock;
  /** every deed of the rooms in words */
  deedWords(): Readonly<Record<string, string>>;
}): ConsoleRoute[] {
  const actionName = (action: string): string => rowOf(deps.deedWords(), action) ?? action;
  return [
    route({
      method: "get",
      path: "/nhat-ky/thang",
      may: "audit.view",
      query: asked,
      async handle({ me, now, query }) {
        const month = query.thang || keyOf(now);
        const pack = await packMonth(me.scope.unit, month, now);
        return page("officials/audit-pack", `Gói kiểm tra ${wordsOf(month)}`, {
          words: wordsOf(month),
          months: Array.from({ length: MONTHS }, (_, n) => keyOf(startOfMonth(now, -n))).map((key) => ({
            key,
            name: wordsOf(key),
            selected: key === month,
          })),
          month,
          // the file says the same later only once nothing can be added to it
          isOver: startOfMonth(parseLocal(`${month}-01`) ?? now, 1) <= now,
          lines: pack.lines.length,
          firstNumber: pack.lines.at(0)?.n ?? 0,
          lastNumber: pack.lines.at(-1)?.n ?? 0,
          head: pack.next.hash,
          // a line of this month that stood behind another's is missed by the log alone
          problems: packProblems(pack).length + (await verifyAudit(me.scope.unit)).problems.length,
          rows: deedsOf(pack, actionName),
        });
      },
    }),
    route({
      method: "get",
      path: "/nhat-ky/thang.json",
      may: "audit.view",
      query: asked,
      async handle({ me, now, query }) {
        const month = query.thang || keyOf(now);
        const pack = await packMonth(me.scope.unit, month, now);
        if (pack.lines.length === 0) throw notFound(`việc nào trong ${wordsOf(month)}`);
        return {
          kind: "file",
          name: `goi-kiem-tra-${month}.json`,
          type: "application/json; charset=utf-8",
          body: Buffer.from(`${JSON.stringify(pack, null, 2)}\n`),
        };
      },
    }),
  ];
}
