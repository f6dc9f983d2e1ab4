import { z } from "zod";
import { problemsAtGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDate } from "../kernel/dates.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { holds, ownAndAbove, ownAndBelow } from "../kernel/scope.ts";
import type { Campaign, Level } from "./campaign.model.ts";
import {
  addName,
  createCampaign,
  findCampaign,
  listCampaigns,
  listNames,
  listPublished,
  removeName,
  saveCampaign,
  settleConflict,
} from "./campaign.store.ts";
import { mayEditCampaign } from "./campaign.policy.ts";
import { campaignsFor } from "./campaigns-of-unit.ts";
import { type CampaignRows, readLists, showLists } from "./parse-campaign.ts";
import { coverageOf, resolvePhases } from "./phases.ts";

const LEVELS: Readonly<Record<Level, string>> = {
  commune: "Cấp xã",
  province: "Cấp tỉnh, thành phố",
  nation: "Toàn quốc",
};
const text = z.string().max(300);
const texts = z
  .union([text, z.array(text)])
  .default([])
  .transform((given) => [given].flat());
const form = z.object({
  name: z.string().max(200).default(""),
  officialName: z.string().max(300).default(""),
  level: z.enum(["commune", "province", "nation"]).default("commune"),
  parentId: z.string().max(30).default(""),
  eventName: texts,
  eventDay: texts,
  phaseName: texts,
  phaseFrom: texts,
  phaseTo: texts,
  phaseDocument: texts,
  topics: z.string().max(6000).default(""),
});
type Form = z.infer<typeof form>;
const rowsOf = (body: Form): CampaignRows => ({
  events: body.eventName.map((name, n) => ({ name, day: body.eventDay[n] ?? "" })),
  phases: body.phaseName.map((name, n) => ({
    name,
    from: body.phaseFrom[n] ?? "",
    to: body.phaseTo[n] ?? "",
    document: body.phaseDocument[n] ?? "",
  })),
  topics: body.topics,
});
/** What people read of the rows, by field. */
const wordsOf = ({ events, phases }: CampaignRows): Record<string, string> => ({
  ...Object.fromEntries(events.map(({ name }, n) => [`eventName.${n}`, name])),
  ...Object.fromEntries(phases.map(({ name }, n) => [`phaseName.${n}`, name])),
  ...Object.fromEntries(phases.map(({ document }, n) => [`phaseDocument.${n}`, document])),
});
type Values = Pick<Campaign, "name" | "officialName" | "level" | "parentId"> & CampaignRows;
const day = (key: string): string => (key ? formatDate(new Date(`${key}T00:00:00+07:00`)) : "");

/** Whether `parentId` may stand above `id`: it is known, and no way leads up from it to `id`. */
function isAbove(known: readonly Campaign[], parentId: string, id: string): boolean {
  const at = new Map(known.map((one) => [String(one._id), one.parentId]));
  if (!at.has(parentId)) return false;
  const seen = new Set<string>();
  for (let up = at.get(parentId) ?? ""; up !== "" && !seen.has(up); up = at.get(up) ?? "") {
    if (up === id) return false;
    seen.add(up);
  }
  return true;
}

/** Chiến dịch: the tree of campaigns, phases and their conflicts, checklists with coverage; and official names. */
export function campaignsRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<Campaign> => {
    const codes = ownAndAbove(context.me.scope);
    const campaign = await findCampaign(codes, context.params["id"] ?? "");
    if (!campaign) throw notFound("chiến dịch này");
    return campaign;
  };
  const editPage = async (context: RouteContext, id: string, values: Values) => {
    const others = (await campaignsFor(context.me.scope, context.now)).filter((one) => String(one._id) !== id);
    return page("content/campaign-edit", id ? "Sửa chiến dịch" : "Thêm chiến dịch", {
      id,
      values,
      // one empty row more is there to be filled
      events: [...values.events, { name: "", day: "" }],
      phases: [...values.phases, { name: "", from: "", to: "", document: "" }],
      levels: Object.entries(LEVELS).map(([value, name]) => ({ value, name, selected: value === values.level })),
      parents: others.map((one) => ({
        id: String(one._id),
        name: one.name,
        selected: String(one._id) === values.parentId,
      })),
    });
  };
  const save = async (context: RouteContext<Form>, id: string) => {
    const { me, body } = context;
    const rows = rowsOf(body);
    const { lists, errors } = readLists(rows);
    if (body.name.trim() === "") errors["name"] = "Cần có tên chiến dịch";
    const known = await campaignsFor(me.scope, context.now);
    if (body.parentId !== "" && (!isAbove(known, body.parentId, id) || body.parentId === id))
      errors["parentId"] = "Không có chiến dịch cấp trên này";
    const { name, officialName, topics } = body;
    const writer = { unitCode: me.scope.unit, officialId: me.id, now: context.now };
    if (Object.keys(errors).length === 0)
      Object.assign(errors, await problemsAtGate(writer, { name, officialName, topics, ...wordsOf(rows) }));
    if (Object.keys(errors).length > 0) throw invalid(errors);
    const fields = {
      name: nfc(body.name.trim()),
      officialName: nfc(body.officialName.trim()),
      level: body.level,
      parentId: body.parentId,
      ...lists,
    };
    let saved = id;
    if (id === "")
      saved = await createCampaign({ ...fields, unitCode: me.scope.unit, settlements: [], createdAt: context.now });
    else if (!(await saveCampaign(me.scope, id, fields))) throw conflict("Chỉ đơn vị lập chiến dịch mới sửa được.");
    await context.audit("campaign-saved", fields.name);
    return redirect(`/console/chien-dich/${saved}`, "Đã lưu chiến dịch.");
  };

  return [
    route({
      method: "get",
      path: "/chien-dich",
      may: "calendar.view",
      async handle({ me, now }) {
        const all = await campaignsFor(me.scope, now);
        const names = await listNames(ownAndAbove(me.scope));
        const tree: { id: string; name: string; level: string; depth: number; mine: boolean; open: number }[] = [];
        const walk = (parentId: string, depth: number): void => {
          for (const one of all.filter(
            (c) => c.parentId === parentId || (depth === 0 && !all.some((p) => String(p._id) === c.parentId)),
          )) {
            if (tree.some((row) => row.id === String(one._id))) continue;
            const { conflicts } = resolvePhases(one);
            tree.push({
              id: String(one._id),
              name: one.name,
              level: LEVELS[one.level],
              depth,
              mine: holds(me.scope, one.unitCode),
              open: conflicts.filter((c) => !c.settled).length,
            });
            walk(String(one._id), depth + 1);
          }
        };
        walk("", 0);
        return page("content/campaigns", "Chiến dịch", {
          tree,
          names: names.map((name) => ({
            ...name,
            id: String(name._id),
            mine: holds(me.scope, name.unitCode),
            wrong: name.wrong.join(", "),
          })),
          canEdit: me.permissions.includes("calendar.edit"),
        });
      },
    }),
    route({
      method: "get",
      path: "/chien-dich/moi",
      may: "calendar.edit",
      handle: (context) =>
        editPage(context, "", {
          name: "",
          officialName: "",
          level: "commune",
          parentId: "",
          events: [],
          phases: [],
          topics: "Văn hóa, nghệ thuật, thể thao của địa phương",
        }),
    }),
    route({
      method: "post",
      path: "/chien-dich/moi",
      may: "calendar.edit",
      mostFields: 1000,
      body: form,
      handle: (context) => save(context, ""),
    }),
    route({
      method: "get",
      path: "/chien-dich/:id",
      may: "calendar.view",
      async handle(context) {
        const campaign = await load(context);
        const { me } = context;
        const { phases, conflicts } = resolvePhases(campaign);
        const codes = [...new Set([...ownAndBelow(me.scope), ...ownAndAbove(me.scope)])];
        const coverage = coverageOf(campaign, await listPublished(String(campaign._id), codes));
        const parent = (await listCampaigns(codes)).find((one) => String(one._id) === campaign.parentId);
        return page("content/campaign", campaign.name, {
          id: String(campaign._id),
          campaign,
          level: LEVELS[campaign.level],
          parentName: parent?.name ?? "",
          phases: phases.map((phase) => ({
            ...phase,
            from: day(phase.from) || "chưa có ngày",
            to: day(phase.to) || "để mở",
          })),
          conflicts,
          openConflicts: conflicts.filter((one) => !one.settled).length,
          coverage,
          empty: coverage.filter((row) => row.total === 0).length,
          canEdit: mayEditCampaign(me, campaign),
        });
      },
    }),
    route({
      method: "get",
      path: "/chien-dich/:id/sua",
      may: "calendar.edit",
      async handle(context) {
        const campaign = await load(context);
        const { name, officialName, level, parentId } = campaign;
        return editPage(context, String(campaign._id), { name, officialName, level, parentId, ...showLists(campaign) });
      },
    }),
    route({
      method: "post",
      path: "/chien-dich/:id/sua",
      may: "calendar.edit",
      mostFields: 1000,
      body: form,
      handle: (context) => save(context, context.params["id"] ?? ""),
    }),
    route({
      method: "post",
      path: "/chien-dich/:id/mau-thuan",
      may: "calendar.edit",
      body: z.object({
        subject: z.string().max(300),
        choice: z.string().max(80).default(""),
        reason: z.string().max(500).default(""),
      }),
      async handle(context) {
        const campaign = await load(context);
        const { subject, choice, reason } = context.body;
        const found = resolvePhases(campaign).conflicts.find((one) => one.subject === subject);
        if (!found || !found.options.some((option) => option.value === choice))
          throw invalid({ choice: "Chọn một ngày hoặc một giai đoạn" });
        if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do chọn" });
        const settlement = {
          subject,
          choice,
          reason: nfc(reason.trim()),
          by: byMe(context),
          at: deps.clock.now(),
        };
        if (!(await settleConflict(context.me.scope, String(campaign._id), settlement)))
          throw conflict("Chỉ đơn vị lập chiến dịch mới chọn được.");
        await context.audit("conflict-settled", campaign.name, { "lý do": reason });
        return redirect(`/console/chien-dich/${String(campaign._id)}`, "Đã ghi lựa chọn.");
      },
    }),
    route({
      method: "post",
      path: "/ten-goi",
      may: "calendar.edit",
      body: z.object({
        name: z.string().max(200).default(""),
        wrong: z.string().max(500).default(""),
        remove: z.string().max(30).default(""),
      }),
      async handle(context) {
        const { name, wrong, remove } = context.body;
        if (remove) {
          if (!(await removeName(context.me.scope, remove))) throw notFound("tên này");
        } else {
          if (name.trim() === "") throw invalid({ name: "Cần có tên chính thức" });
          await addName({
            unitCode: context.me.scope.unit,
            name: nfc(name.trim()),
            wrong: nfc(wrong)
              .split(",")
              .map((one) => one.trim())
              .filter(Boolean)
              .slice(0, 10),
          });
        }
        await context.audit("name-saved", name || "xoá một tên");
        return redirect("/console/chien-dich", "Đã lưu tên chính thức.");
      },
    }),
  ];
}
