import { z } from "zod";
import { rangesOf } from "../kernel/charts.ts";
import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { formatDate } from "../kernel/dates.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOwn } from "./find-own.ts";
import { compareUnits } from "./compare-units.ts";
import { exportCsv } from "./export-ledger.ts";
import { leavingByTopic } from "./present-result.ts";
import { makeProof } from "./prove-broadcast.ts";

/** After the send: result per person, proof, leaving by topic, communes side by side. */
export function resultRoutes(deps: { leaveAlarm: number; outside: Outside }): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/gui-tin/:id/ket-qua.csv",
      may: "broadcasts.view",
      query: z.object({ loc: z.enum(["", "failed", "skipped", "unknown"]).default("") }),
      async handle(context) {
        const broadcast = await findOwn(context);
        await context.audit("broadcast-exported", broadcast.title);
        return {
          kind: "file",
          name: `ket-qua-${String(broadcast._id)}${context.query.loc ? `-${context.query.loc}` : ""}.csv`,
          type: "text/csv; charset=utf-8",
          body: exportCsv(String(broadcast._id), broadcast.chunks, context.query.loc || undefined),
        };
      },
    }),
    route({
      method: "get",
      path: "/gui-tin/:id/giay-xac-nhan.pdf",
      may: "broadcasts.view",
      async handle(context) {
        const broadcast = await findOwn(context);
        const unit = await findUnit(broadcast.unitCode);
        await context.audit("broadcast-proved", broadcast.title);
        return {
          kind: "file",
          name: `giay-xac-nhan-${String(broadcast._id)}.pdf`,
          type: "application/pdf",
          body: await makeProof(deps, broadcast, unit?.office ?? broadcast.unitCode, context.now),
        };
      },
    }),
    route({
      method: "get",
      path: "/theo-chu-de",
      may: "broadcasts.view",
      async handle({ me, now }) {
        const since = new Date(now.getTime() - days(90));
        const rows = await leavingByTopic(me.scope, since, deps.leaveAlarm);
        const most = Math.max(deps.leaveAlarm * 1.25, ...rows.map((row) => row.rate));
        const drawn = rows.map((row, index) => ({
          ...row,
          y: index * 44,
          width: Math.round((row.rate / most) * 380),
          words: row.small ? "dưới 5 người" : row.rate.toFixed(1).replace(".", ","),
        }));
        return page("broadcasts/topics", "Người rời đi theo chủ đề", {
          rows: drawn,
          height: Math.max(44, rows.length * 44),
          alarmX: Math.round((deps.leaveAlarm / most) * 380),
          alarm: deps.leaveAlarm,
          since: formatDate(since),
          now,
        });
      },
    }),
    route({
      method: "get",
      path: "/so-sanh",
      may: "units.view",
      query: z.object({
        ngay: z.enum(["30", "90", "365"]).default("90"),
        tren: z.enum(["quan-tam", "dan"]).default("quan-tam"),
      }),
      async handle({ me, now, query }) {
        const since = new Date(now.getTime() - days(Number(query.ngay)));
        const rows = await compareUnits(me.scope.unit, since, now, query.tren === "dan" ? "residents" : "followers");
        const enough = rows.filter((row) => row.broadcasts > 0);
        const most = Math.max(1, ...enough.map((row) => row.high));
        return page("broadcasts/compare", "So sánh các xã, phường", {
          rows,
          drawn: rangesOf(enough, most, 420, 22),
          height: Math.max(22, enough.length * 22),
          most: Math.ceil(most),
          missing: rows.length - enough.length,
          perResidents: query.tren === "dan",
          period: query.ngay,
          since: formatDate(since),
          now,
          periods: ["30", "90", "365"].map((value) => ({ value, selected: value === query.ngay })),
        });
      },
    }),
  ];
}
