import { z } from "zod";
import { listItems } from "../content/item.store.ts";
import { days } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDate, formatWeekday, localParts, parseLocal, startOfDay, startOfMonth } from "../kernel/dates.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { formatLunar, shortLunar } from "../kernel/lunar.ts";
import { dayKey, isTet } from "../kernel/send-hours.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Terms } from "../zalo/terms.ts";
import { removeEntry, removeOwnDay } from "./calendar.store.ts";
import { movePlanned, planEntry, saveOwnDay } from "./plan-entry.ts";
import { ENTRY_CHANNELS } from "./calendar.model.ts";
import { daysOn, upcoming } from "./days.ts";
import { knownDays, type Planned, type Reach, readBudget, readPlanned } from "./read-calendar.ts";
import { weeksOf } from "./reach-budget.ts";
import { rowOf } from "../kernel/table.ts";

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  article: "Tin bài, phát chung",
  personal: "Tin tư vấn, từng người",
  loudspeaker: "Loa truyền thanh",
  other: "Kênh khác",
};
const dayText = z
  .string()
  .regex(/^(\d{4}-\d{2}-\d{2})?$/)
  .default("");
const VIEWS = [
  { key: "thang", name: "Tháng" },
  { key: "tuan", name: "Tuần" },
  { key: "danh-sach", name: "Danh sách" },
] as const;

/** Lịch: what is planned beside solar and lunar days, quiet days, and how many people a month can still reach. */
export function calendarRoutes(deps: { terms: Terms }): ConsoleRoute[] {
  const cellOf = (
    date: Date,
    rows: Planned[],
    known: Awaited<ReturnType<typeof knownDays>>,
    quiet: string[],
    now: Date,
  ) => ({
    key: dayKey(date),
    day: localParts(date).day,
    lunar: shortLunar(date),
    weekday: formatWeekday(date),
    date: formatDate(date),
    today: dayKey(date) === dayKey(now),
    quiet: isTet(date) || quiet.includes(dayKey(date)),
    holidays: daysOn(date, known).map((one) => one.name),
    rows: rows.filter((row) => row.day === dayKey(date)),
  });
  const budgetView = (budget: Reach | undefined) =>
    budget
      ? {
          ...budget,
          tight: budget.merges.length > 0 || budget.never.length > 0,
          planned: budget.items.length,
          items: budget.items.map((item) => ({ ...item, date: formatDate(new Date(`${item.day}T00:00:00+07:00`)) })),
          merges: budget.merges.map((merge) => ({
            ids: merge.items
              .filter((item) => !item.fixed)
              .map((item) => item.id)
              .join(","),
            titles: merge.items.map((item) => item.title),
            count: merge.items.length,
            day: merge.day,
            date: formatDate(merge.slot),
            hour: localParts(merge.slot).hour,
          })),
          nextMonth: budget.nextMonth ? formatDate(budget.nextMonth) : "",
        }
      : null;

  const show = async (context: RouteContext, view: (typeof VIEWS)[number]["key"], at: Date) => {
    const { me, now } = context;
    const unit = await findUnit(me.scope.unit);
    const quiet = unit?.sendHours.quietDays ?? [];
    const monday = new Date(startOfDay(at).getTime() - days((localParts(at).weekday + 6) % 7));
    const [from, to] =
      view === "tuan" ? [monday, new Date(monday.getTime() + days(7))] : [startOfMonth(at), startOfMonth(at, 1)];
    const [rows, known, budget] = await Promise.all([
      readPlanned(me.scope, from, to),
      knownDays(me.scope, now),
      readBudget(me.scope, at, now, deps.terms),
    ]);
    const cell = (date: Date) => cellOf(date, rows, known, quiet, now);
    const list = Array.from({ length: Math.round((to.getTime() - from.getTime()) / 86_400_000) }, (_, n) =>
      cell(new Date(from.getTime() + days(n))),
    );
    const { month, year } = localParts(at);
    const step = (n: number): string =>
      view === "tuan" ? dayKey(new Date(monday.getTime() + days(7 * n))) : dayKey(startOfMonth(at, n));
    return page("calendar/calendar", "Lịch", {
      view,
      views: VIEWS.map((one) => ({ ...one, current: one.key === view })),
      isMonth: view === "thang",
      isWeek: view === "tuan",
      isList: view === "danh-sach",
      caption:
        view === "tuan"
          ? `Tuần từ ${formatDate(from)} đến ${formatDate(new Date(to.getTime() - 1))}`
          : `Tháng ${month}/${year}`,
      at: dayKey(at),
      previous: step(-1),
      next: step(1),
      weeks: weeksOf(at).map((week) => week.map((date) => (date ? cell(date) : null))),
      cells: list,
      filled: list.filter((one) => one.rows.length > 0 || one.holidays.length > 0 || one.quiet),
      budget: budgetView(budget),
      suggestions: upcoming(startOfDay(now), 45, known).map(({ at: date, known: one }) => ({
        name: one.name,
        date: formatDate(date),
        lunar: one.lunar ? formatLunar(date) : "",
        by: formatDate(new Date(date.getTime() - days(one.leadDays))),
        day: dayKey(new Date(Math.max(date.getTime() - days(one.leadDays), startOfDay(now).getTime()))),
        titles: one.suggestions,
      })),
      canEdit: me.permissions.includes("calendar.edit"),
    });
  };

  return [
    route({
      method: "get",
      path: "/lich",
      may: "calendar.view",
      query: z.object({ xem: z.enum(["thang", "tuan", "danh-sach"]).default("thang"), ngay: dayText }),
      handle: (context) => show(context, context.query.xem, parseLocal(context.query.ngay) ?? context.now),
    }),
    route({
      method: "get",
      path: "/lich/them",
      may: "calendar.edit",
      query: z.object({ ngay: dayText, ten: z.string().max(200).default("") }),
      handle: (context) =>
        addPage(context, { day: context.query.ngay || dayKey(context.now), title: context.query.ten }),
    }),
    route({
      method: "post",
      path: "/lich/them",
      may: "calendar.edit",
      body: z.object({
        day: z.string().max(12).default(""),
        time: z.string().max(5).default(""),
        title: z.string().max(300).default(""),
        channel: z.enum(ENTRY_CHANNELS).default("article"),
        item: z.string().max(30).default(""),
      }),
      async handle(context) {
        const { me, body, now } = context;
        const at = await planEntry(me.scope, body, { id: me.id, name: me.name }, now);
        await context.audit("calendar-changed", body.title, { ngày: formatDate(at) });
        return redirect(`/console/lich?ngay=${body.day}`, "Đã thêm vào lịch.");
      },
    }),
    route({
      method: "post",
      path: "/lich/chuyen",
      may: "calendar.edit",
      body: z.object({ ids: z.string().max(2000).default(""), day: z.string().max(12).default("") }),
      async handle(context) {
        const day = parseLocal(context.body.day);
        if (!day) throw invalid({ day: "Chọn ngày để chuyển tới" });
        const moved = await movePlanned(context.me.scope, context.body.ids.split(","), day, context.now);
        await context.audit("calendar-changed", `chuyển ${moved} việc`, { ngày: formatDate(day) });
        return redirect(`/console/lich?ngay=${dayKey(day)}`, `Đã chuyển ${moved} việc sang ngày ${formatDate(day)}.`);
      },
    }),
    route({
      method: "post",
      path: "/lich/bo",
      may: "calendar.edit",
      body: z.object({ id: z.string().max(30) }),
      async handle(context) {
        if (!(await removeEntry(context.me.scope, context.body.id))) throw notFound("việc này trong lịch");
        await context.audit("calendar-changed", "bỏ một việc");
        return redirect("/console/lich", "Đã bỏ khỏi lịch.");
      },
    }),
    route({
      method: "get",
      path: "/lich/ngay",
      may: "calendar.view",
      async handle({ me, now }) {
        const known = await knownDays(me.scope, now);
        const next = upcoming(startOfDay(now), 400, known);
        return page("calendar/days", "Ngày đáng nhớ", {
          rows: known.map((one) => ({
            ...one,
            when: `${one.day}/${one.month} ${one.lunar ? "âm lịch" : "dương lịch"}`,
            next: (() => {
              const found = next.find((row) => row.known === one);
              return found ? formatDate(found.at) : "–";
            })(),
            suggestions: one.suggestions.join("; "),
          })),
          canEdit: me.permissions.includes("calendar.edit"),
        });
      },
    }),
    route({
      method: "post",
      path: "/lich/ngay",
      may: "calendar.edit",
      body: z.object({
        name: z.string().max(120).default(""),
        lunar: z.string().optional(),
        day: z.coerce.number().int().min(1).max(31).catch(0).default(0),
        month: z.coerce.number().int().min(1).max(12).catch(0).default(0),
        leadDays: z.coerce.number().int().min(0).max(120).catch(7).default(7),
        suggestions: z.string().max(600).default(""),
        remove: z.string().max(30).default(""),
      }),
      async handle(context) {
        const { me, body } = context;
        if (body.remove) {
          if (!(await removeOwnDay(me.scope, body.remove))) throw notFound("ngày này");
        } else {
          await saveOwnDay({
            unitCode: me.scope.unit,
            name: body.name,
            lunar: Boolean(body.lunar),
            day: body.day,
            month: body.month,
            leadDays: body.leadDays,
            suggestions: nfc(body.suggestions)
              .split(/\r?\n/)
              .map((line) => line.trim())
              .filter(Boolean)
              .slice(0, 5),
          });
        }
        await context.audit("day-saved", body.name || "bỏ một ngày");
        return redirect("/console/lich/ngay", "Đã lưu.");
      },
    }),
  ];

  async function addPage(context: RouteContext, values: Record<string, string>) {
    const items = await listItems(context.me.scope, ["approved", "draft", "returned"], 60);
    return page("calendar/add", "Thêm vào lịch", {
      values: { time: "08:00", channel: "article", item: "", ...values },
      channels: ENTRY_CHANNELS.map((value) => ({
        value,
        name: rowOf(CHANNEL_NAMES, value),
        selected: value === (values["channel"] ?? "article"),
      })),
      items: items.map((item) => ({
        id: String(item._id),
        title: item.title,
        selected: String(item._id) === values["item"],
      })),
    });
  }
}
