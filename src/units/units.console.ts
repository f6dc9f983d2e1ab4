import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import {
  type ConsoleRoute,
  page,
  redirect,
  route,
  type RouteContext,
  type RouteResult,
} from "../kernel/console-route.ts";
import { conflict, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { parseLocal } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { byVietnamese, fold, nfc } from "../kernel/vietnamese.ts";
import { listOas } from "../zalo/oa.store.ts";
import { rowOf } from "../kernel/table.ts";
import { findUnit, isInForce, listUnits, removeTester, saveOwnFields, visibleUnitCodes } from "./unit.store.ts";

const PAGE_SIZE = 50;
const KINDS: Readonly<Record<string, string>> = {
  department: "Sở",
  commune: "Xã",
  ward: "Phường",
  "special-zone": "Đặc khu",
  district: "Huyện (cũ)",
};

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** Who sends them tests, at the own unit. */
const mayNameTesters = (me: { unitCode: string; permissions: readonly string[] }, code: string): boolean =>
  me.unitCode === code && me.permissions.includes("broadcasts.send");

/** Đơn vị: the tree as of today, units that have ended, and what the contact card of each says. */
export function unitsRoutes(deps: {
  clock: Clock;
  /** what may not be said of the words of a unit's card, by field: residents are sent them */
  problemsAtGate(
    writer: { unitCode: string; officialId: string; now: Date },
    words: Record<string, string>,
  ): Promise<Record<string, string>>;
}): ConsoleRoute[] {
  const editPage = async ({ params, me }: RouteContext): Promise<RouteResult> => {
    const unit = await findUnit(params["code"] ?? "");
    if (!unit) throw notFound("đơn vị này");
    return page("units/edit", unit.name, {
      unit: {
        ...unit,
        code: unit._id,
      },
      kindName: rowOf(KINDS, unit.kind) ?? unit.kind,
      topics: unit.topics.map((topic) => topic.name).join("\n"),
      quietDays: unit.sendHours.quietDays.map((day) => day.split("-").toReversed().join("/")).join("\n"),
      templates: unit.templates.map((template) => `${template.id} ${template.name}`).join("\n"),
      canEdit: me.permissions.includes("units.edit"),
      testers: mayNameTesters(me, unit._id)
        ? unit.testers.map(({ name, at }) => ({ name, at, since: at.toISOString() }))
        : [],
    });
  };
  return [
    route({
      method: "get",
      path: "/don-vi",
      may: "units.view",
      query: z.object({ tim: z.string().max(80).default(""), trang: z.coerce.number().int().min(1).default(1) }),
      async handle({ query, me }) {
        const [units, oas] = await Promise.all([listUnits(), listOas()]);
        const connected = new Map(oas.map((oa) => [oa.unitCode, oa]));
        const wanted = fold(query.tim);
        const found = units
          .filter((unit) => wanted === "" || fold(unit.name).includes(wanted) || unit._id.includes(wanted))
          .toSorted(
            (a, b) => Number(a.kind !== "department") - Number(b.kind !== "department") || byVietnamese(a.name, b.name),
          );
        const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
        const current = Math.min(query.trang, pages);
        const now = deps.clock.now();
        const rows = found.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE).map((unit) => {
          const oa = connected.get(unit._id);
          return {
            ...unit,
            code: unit._id,
            kindName: rowOf(KINDS, unit.kind) ?? unit.kind,
            inForce: isInForce(unit, now),
            oa: oa ? { name: oa.name, connected: oa.state === "connected", followers: oa.followerCount } : null,
          };
        });
        return page("units/list", "Đơn vị", {
          rows,
          total: found.length,
          find: query.tim,
          canEdit: me.permissions.includes("units.edit"),
          page: current,
          pages,
          previous: current > 1 ? current - 1 : 0,
          next: current < pages ? current + 1 : 0,
        });
      },
    }),
    route({
      method: "get",
      path: "/don-vi/:code",
      may: "units.view",
      handle: (context) => editPage(context),
    }),
    route({
      method: "post",
      path: "/don-vi/:code/nguoi-xem-thu/bo",
      may: "broadcasts.send",
      // `of` is the broadcast whose page it was pressed on; those of a commune do not see the page of the unit
      body: z.object({
        since: z.iso.datetime(),
        of: z
          .string()
          .regex(/^([0-9a-f]{24})?$/)
          .default(""),
      }),
      async handle(context) {
        const code = context.params["code"] ?? "";
        if (!mayNameTesters(context.me, code)) throw forbidden();
        const tester = (await findUnit(code))?.testers.find((one) => one.at.toISOString() === context.body.since);
        if (!tester) throw conflict("Người này không còn trong danh sách. Vui lòng tải lại trang.");
        await removeTester(tester.userId, code);
        await context.audit("tester-removed", code);
        const { of } = context.body;
        const back = of === "" ? `/console/don-vi/${code}` : `/console/gui-tin/${of}`;
        return redirect(back, `Đã bỏ ${tester.name} khỏi danh sách xem thử.`);
      },
    }),
    route({
      method: "post",
      path: "/don-vi/:code",
      may: "units.edit",
      body: z.object({
        address: z.string().max(300),
        hours: z.string().max(300),
        phone: z.string().max(60),
        dutyPhone: z.string().max(60),
        topics: z.string().max(600),
        from: z.coerce.number().int().min(0).max(23),
        to: z.coerce.number().int().min(1).max(24),
        quietDays: z.string().max(2000).default(""),
        templates: z.string().max(2000).default(""),
      }),
      async handle(context) {
        const code = context.params["code"] ?? "";
        const unit = await findUnit(code);
        if (!unit) throw notFound("đơn vị này");
        if (!(await visibleUnitCodes(context.me.unitCode, deps.clock.now())).includes(code)) throw forbidden();
        const { topics, from, to, quietDays, templates, ...contact } = context.body;
        const days = linesOf(quietDays).map((line) => ({
          line,
          day: parseLocal(line.split("/").toReversed().join("-")),
        }));
        const problems: Record<string, string> = {};
        if (from >= to) problems["from"] = "Giờ bắt đầu phải trước giờ kết thúc";
        const wrong = days.find(({ day }) => !day);
        if (wrong) problems["quietDays"] = `Ngày “${wrong.line}” chưa đúng. Ghi như 20/11/2026`;
        const forms = linesOf(templates).map((line) => /^(\d{3,12})\s+(.{2,80})$/.exec(line));
        if (forms.includes(null)) problems["templates"] = "Mỗi dòng là mã mẫu (chữ số), dấu cách, rồi tên mẫu";
        if (Object.keys(problems).length === 0)
          Object.assign(
            problems,
            await deps.problemsAtGate(
              { unitCode: code, officialId: context.me.id, now: deps.clock.now() },
              { ...contact, topics, templates: forms.map((match) => match?.[2] ?? "").join("\n") },
            ),
          );
        if (Object.keys(problems).length > 0) throw invalid(problems);
        const named = nfc(topics)
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean)
          .slice(0, 5);
        await saveOwnFields(code, {
          contact,
          sendHours: { from, to, quietDays: days.flatMap(({ day }) => (day ? [dayKey(day)] : [])) },
          templates: forms.flatMap((match) => (match ? [{ id: match[1] ?? "", name: nfc(match[2] ?? "") }] : [])),
          topics: named.map(
            (name) =>
              unit.topics.find((topic) => topic.name === name) ?? {
                key: fold(name).replace(/ /g, "-").slice(0, 40),
                name,
              },
          ),
        });
        await context.audit("unit-edited", unit.name);
        return redirect(`/console/don-vi/${code}`, "Đã lưu thông tin đơn vị.");
      },
    }),
  ];
}
