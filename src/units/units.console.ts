import { z } from "zod";
import { readDay } from "../console/read-days.ts";
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
import { isDepartment, kindName } from "./kinds.ts";
import { historyOf, historyWords } from "./lines.ts";
import { mayEditUnit, mayNameTesters } from "./unit.policy.ts";
import { findUnit, isInForce, listUnits, removeTester, saveOwnFields } from "./unit.store.ts";

const PAGE_SIZE = 50;
const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

const MOST_TOPICS = 5;
/** Fields of rows that repeat, or one text of lines as scripts send it. */
const rows = (most: number) =>
  z.union([z.string().max(most), z.array(z.string().max(most)).max(400)]).transform((all) => [all].flat().join("\n"));

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
      kindName: kindName(unit.kind),
      history: await historyOf(unit, deps.clock.now()),
      formerly: unit.formerNames.map(({ name, from, to }) => ({ name, from, to })),
      ended: !isInForce(unit, deps.clock.now()),
      topics: [...unit.topics.map(({ name }) => ({ name })), { name: "" }].slice(0, MOST_TOPICS),
      quietDays: [...unit.sendHours.quietDays, ""].map((day) => ({ day })),
      templates: [...unit.templates, { id: "", name: "" }],
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
          .filter(({ _id, name, formerNames }) =>
            [_id, name, ...formerNames.map((one) => one.name)].some((word) => fold(word).includes(wanted)),
          )
          .toSorted((a, b) => Number(isDepartment(b)) - Number(isDepartment(a)) || byVietnamese(a.name, b.name));
        const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
        const current = Math.min(query.trang, pages);
        const now = deps.clock.now();
        const nameOf = (code: string): string => units.find((unit) => unit._id === code)?.name ?? code;
        const rows = found.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE).map((unit) => {
          const oa = connected.get(unit._id);
          return {
            ...unit,
            code: unit._id,
            history: historyWords(unit, now, nameOf),
            formerly: unit.formerNames.map((one) => one.name).join(", "),
            kindName: kindName(unit.kind),
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
        topics: rows(600),
        from: z.coerce.number().int().min(0).max(23),
        to: z.coerce.number().int().min(1).max(24),
        quietDays: rows(2000).default(""),
        templates: rows(2000).default(""),
        templateId: rows(1000).default(""),
        templateName: rows(4000).default(""),
      }),
      async handle(context) {
        const code = context.params["code"] ?? "";
        const unit = await findUnit(code);
        if (!unit) throw notFound("đơn vị này");
        if (!mayEditUnit(context.me, code)) throw forbidden();
        const { topics, from, to, quietDays, templateId, templateName, ...rest } = context.body;
        const { templates: typed, ...contact } = rest;
        const names = templateName.split("\n");
        const templates = [typed, ...templateId.split("\n").map((id, n) => `${id} ${names[n] ?? ""}`.trim())].join(
          "\n",
        );
        const days = linesOf(quietDays).map((line) => ({
          line,
          day: parseLocal(readDay(line, false).value),
        }));
        const problems: Record<string, string> = {};
        if (from >= to) problems["from"] = "Giờ bắt đầu phải trước giờ kết thúc";
        const wrong = days.find(({ day }) => !day);
        if (wrong) problems["quietDays"] = `Ngày “${wrong.line}” chưa đúng. Ghi như 20/11/2026`;
        const forms = linesOf(templates).map((line) => /^(\d{3,12})\s+(.{2,80})$/.exec(line));
        if (forms.includes(null)) problems["templates"] = "Mỗi mẫu cần mã (3 đến 12 chữ số) và tên (2 đến 80 ký tự)";
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
          .slice(0, MOST_TOPICS);
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
