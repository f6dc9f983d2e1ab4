import { z } from "zod";
import { findCitizen } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import {
  type ConsoleRoute,
  page,
  redirect,
  route,
  type RouteContext,
  type RouteResult,
} from "../kernel/console-route.ts";
import { formatDuration, formatNumber } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";

import { readSettings, saveSettings } from "./inbox-settings.store.ts";
import { CODE_HOURS, makeWatchCode } from "./join-watch.ts";
import { weeksOf } from "./response-times.ts";
import { readTyped, weekOfDuty } from "./settings-form.ts";
import { drawTimes } from "./draw-times.ts";
import { dropWatcher, findWatcher } from "./watcher.store.ts";

export interface SettingsDeps {
  clock: Clock;
  priceVnd: number;
}

const WEEKS = 12;

/** How the unit runs its inbox, how long people waited, and whom Zalo tells. */
export function settingsRoutes(deps: SettingsDeps): ConsoleRoute[] {
  const settingsPage = async ({ me, now }: Pick<RouteContext, "me" | "now">, code = ""): Promise<RouteResult> => {
    const [{ duty, labels, ...settings }, watcher] = await Promise.all([
      readSettings(me.scope.unit),
      findWatcher(me.id),
    ]);
    const joined = Boolean(watcher?.userId);
    const citizen = watcher && joined ? await findCitizen(watcher.oaId, watcher.userId) : null;
    const month = watcher?.month === dayKey(now).slice(0, 7);
    return page("inbox/settings", "Thiết lập hộp thư", {
      ...settings,
      labels: labels.join(", "),
      week: weekOfDuty(duty),
      hasDuty: duty.length > 0,
      code,
      codeHours: CODE_HOURS,
      joined,
      window: joined ? replyWindow(citizen?.lastInteractionAt ?? null, now) : "",
      told: month ? (watcher?.told ?? 0) : 0,
      cost: formatNumber((month ? (watcher?.charged ?? 0) : 0) * deps.priceVnd),
      price: formatNumber(deps.priceVnd),
    });
  };
  return [
    route({
      method: "get",
      path: "/hop-thu/thiet-lap",
      may: "inbox.use",
      handle: (context) => settingsPage(context),
    }),
    route({
      method: "post",
      path: "/hop-thu/thiet-lap",
      may: "inbox.use",
      body: z
        .object({
          handoverHours: z.string().default(""),
          awayText: z.string().max(4000).default(""),
          asks: z.string().default(""),
          labels: z.string().max(4000).default(""),
        })
        .catchall(z.unknown()),
      async handle({ me, body, now, audit }) {
        const times = Object.fromEntries(
          Object.entries(body).filter((one): one is [string, string] => typeof one[1] === "string"),
        );
        const { handoverHours, awayText, asks, labels } = body;
        const settings = readTyped({ handoverHours, awayText, labels, asks: asks !== "", times });
        if (settings.awayText !== "")
          await passGate({ unitCode: me.scope.unit, officialId: me.id, now }, { awayText: settings.awayText });
        await saveSettings(me.scope.unit, settings);
        await audit("inbox-settings-saved", me.scope.unit, { giờ: settings.handoverHours });
        return redirect("/console/hop-thu/thiet-lap", "Đã lưu thiết lập hộp thư.");
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/thiet-lap/ma-truc",
      may: "inbox.use",
      async handle(context) {
        const code = await makeWatchCode(deps, context.me.scope.unit, context.me);
        await context.audit("watch-code-made", context.me.name);
        return settingsPage(context, code);
      },
    }),
    route({
      method: "post",
      path: "/hop-thu/thiet-lap/thoi-bao",
      may: "inbox.use",
      async handle({ me, audit }) {
        await dropWatcher(me.id);
        await audit("watch-ended", me.name);
        return redirect("/console/hop-thu/thiet-lap", "Đã thôi báo qua Zalo.");
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/thoi-gian",
      may: "inbox.use",
      async handle({ me, now }) {
        const weeks = await weeksOf(me.scope, now, WEEKS);
        return page("inbox/times", "Thời gian trả lời", {
          chart: drawTimes(weeks),
          weeks: weeks.map((one) => ({
            ...one,
            monday: one.week.split("-").toReversed().join("/"),
            median: one.answers > 0 ? formatDuration(one.medianMs) : "–",
            p90: one.answers > 0 ? formatDuration(one.p90Ms) : "–",
          })),
          any: weeks.some(({ answers }) => answers > 0),
          asked: weeks.some(({ asked }) => asked > 0),
        });
      },
    }),
    route({
      method: "get",
      path: "/hop-thu/thoi-gian.csv",
      may: "inbox.use",
      async handle({ me, now }) {
        const minutes = (ms: number): string => (ms / 60_000).toFixed(1).replace(".", ",");
        const rows = (await weeksOf(me.scope, now, WEEKS)).map((one) =>
          [
            one.week,
            one.answers,
            one.answers > 0 ? minutes(one.medianMs) : "",
            one.answers > 0 ? minutes(one.p90Ms) : "",
            one.asked,
            one.solved,
            one.partly,
            one.open,
          ].join(";"),
        );
        const head =
          "tuan_tu_thu_hai;so_cau_tra_loi;trung_vi_phut;p90_phut;da_hoi;da_duoc_tra_loi;duoc_mot_phan;chua_duoc";
        const body = Buffer.from(`\ufeff${[head, ...rows].join("\r\n")}\r\n`);
        return { kind: "file", name: "thoi-gian-tra-loi.csv", type: "text/csv; charset=utf-8", body };
      },
    }),
  ];
}
