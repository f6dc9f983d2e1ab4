import { z } from "zod";
import { type AudienceRule, audienceSchema } from "../citizens/audience.ts";
import type { Person } from "../content/item.model.ts";
import { findItem, listItems } from "../content/item.store.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatDuration, formatLocal, formatMoment, parseLocal } from "../kernel/dates.ts";
import { AppError, type FieldErrors, invalid } from "../kernel/errors.ts";
import { nextAllowed } from "../kernel/send-hours.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { phraseOf } from "../zalo/error-meanings.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import { findOfUnit } from "./broadcast.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { LANGUAGES } from "./check-wish.ts";
import type { ChannelPlan } from "./channels.ts";
import { makePlan, type PlanDeps, type MadePlan } from "./make-plan.ts";
import { copyContents, saveDraft } from "./prepare-broadcast.ts";
import { URGENT_TEXT_MAX } from "./rules.ts";

const list = (most: number) =>
  z
    .union([
      z.array(z.string().max(60)),
      z
        .string()
        .max(60)
        .transform((one) => [one]),
    ])
    .default([])
    .transform((all) => [...new Set(all.filter(Boolean))].slice(0, most));
const wishForm = z.object({
  item: list(10),
  topic: list(20),
  language: z.string().max(3).default(""),
  unit: list(500),
  city: list(70),
  when: z.enum(["", "ngay", "hen"]).default(""),
  at: z.string().max(20).default(""),
  urgent: z.string().optional(),
  draft: z.string().max(40).default(""),
  channel: z.enum(["", "personal", "personal-template", "article", "urgent-all"]).default(""),
  template: z.string().max(12).default(""),
  tinh: z.string().optional(),
});
type WishForm = z.infer<typeof wishForm>;

/** Codes of Zalo's article broadcast worth having (zalo/openapi.md §2.6); the provinces of before July 2025. */
const CITIES: readonly { code: string; name: string }[] = [
  { code: "9", name: "Hà Nội" },
  { code: "4", name: "TP. Hồ Chí Minh" },
  { code: "20", name: "Đà Nẵng" },
  { code: "57", name: "Hải Phòng" },
  { code: "45", name: "Cần Thơ" },
  { code: "16", name: "Đồng Nai" },
  { code: "15", name: "Tây Ninh" },
  { code: "29", name: "Bình Dương" },
  { code: "49", name: "Bà Rịa – Vũng Tàu" },
];

/** "Người quan tâm OA", "Người chọn chủ đề Tin xã, Văn hóa · tiếng Việt". */
function nameAudience(rule: AudienceRule, unit: Pick<Unit, "topics"> | null, cities: string[], units: number): string {
  const topics = rule.topics.map((key) => unit?.topics.find((topic) => topic.key === key)?.name ?? key);
  const parts = [topics.length > 0 ? `Người chọn chủ đề ${topics.join(", ")}` : "Người quan tâm OA"];
  const language = LANGUAGES.find(({ key }) => key === rule.language);
  if (language) parts.push(language.name.toLowerCase());
  const places = cities.flatMap((code) => CITIES.find((city) => city.code === code)?.name ?? []);
  if (places.length > 0) parts.push(places.join(", "));
  if (units > 0) parts.push(`${units} đơn vị`);
  return parts.join(" · ");
}

const channelKeyOf = (draft: Pick<Broadcast, "channel" | "templateId" | "urgent">): WishForm["channel"] =>
  draft.channel === "article"
    ? "article"
    : draft.urgent
      ? "urgent-all"
      : draft.templateId
        ? "personal-template"
        : "personal";

const withReasons = (plan: ChannelPlan, at: Date, now: Date) => ({
  ...plan,
  ...plan.figures,
  takes: formatDuration(plan.takesMinutes * 60_000),
  endsAt: formatMoment(new Date(Math.max(at.getTime(), now.getTime()) + plan.takesMinutes * 60_000), now),
  missing: plan.figures.audience - plan.figures.reached,
  reasons: Object.entries(plan.figures.unreachable).map(([reason, n]) => ({ ...phraseOf(reason), n })),
});

/** The same plan at another hour. */
function linkTo(form: WishForm, at: Date): string {
  const query = new URLSearchParams({ when: "hen", at: formatLocal(at), language: form.language, draft: form.draft });
  for (const [name, values] of [
    ["item", form.item],
    ["topic", form.topic],
    ["unit", form.unit],
    ["city", form.city],
  ] as const)
    for (const value of values) query.append(name, value);
  if (form.urgent) query.set("urgent", "1");
  return `/console/gui-tin/moi?${query.toString()}`;
}

/** Gửi tin → Kế hoạch gửi: who, when, by which channel, at what cost; before anything is sent. */
export function planRoutes(deps: PlanDeps): ConsoleRoute[] {
  const timeOf = (form: WishForm): Date | null => (form.when === "hen" ? (parseLocal(form.at) ?? null) : null);
  const audienceOf = (form: WishForm): AudienceRule => {
    const parsed = audienceSchema.safeParse({ topics: form.topic, language: form.language });
    if (!parsed.success) throw invalid({ topic: "Nhóm người nhận này không chọn được" });
    return parsed.data;
  };
  const planOf = (context: RouteContext, form: WishForm): Promise<MadePlan> =>
    makePlan(deps, {
      unitCode: context.me.unitCode,
      units: form.unit,
      items: form.item.length,
      audience: audienceOf(form),
      at: timeOf(form) ?? context.now,
      urgent: Boolean(form.urgent),
    });

  async function planPage(context: RouteContext, form: WishForm) {
    const { me, now } = context;
    const unit = await findUnit(me.unitCode);
    const department = unit?.kind === "department";
    const [items, oa, oas, children] = await Promise.all([
      listItems(me.unitCode, ["approved", "draft", "returned"], 60),
      findOaOfUnit(me.unitCode),
      department ? listOas() : [],
      department ? listChildren(me.unitCode, now) : [],
    ]);
    const connected = new Set(oas.map((row) => row.unitCode));
    const at = timeOf(form) ?? now;
    const chosen = form.item.length > 0;
    let made: MadePlan | undefined;
    let problems: FieldErrors = {};
    let preview: { title: string; text: string; pictureId: string; pictureAlt: string }[] = [];
    if (chosen && (oa || form.unit.length > 0)) {
      try {
        preview = (await copyContents(me.unitCode, form.item, Boolean(form.urgent), at)).map((content) => ({
          ...content,
          text: content.message,
        }));
        made = await planOf(context, form);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        problems = Object.keys(error.fields).length > 0 ? error.fields : { item: error.message };
      }
    }
    if (chosen && department && form.unit.length === 0) problems = { unit: "Chọn ít nhất một đơn vị nhận" };
    const proposed = made?.proposed;
    return page("broadcasts/plan", "Kế hoạch gửi", {
      items: await Promise.all(
        items.map(async (item) => ({
          id: String(item._id),
          title: item.title || "(chưa có tiêu đề)",
          approved: item.state === "approved",
          checked: form.item.includes(String(item._id)),
        })),
      ),
      topics: (unit?.topics ?? []).map((topic) => ({ ...topic, checked: form.topic.includes(topic.key) })),
      languages: LANGUAGES.map((language) => ({ ...language, selected: language.key === form.language })),
      cities: CITIES.map((city) => ({ ...city, checked: form.city.includes(city.code) })),
      anyCity: form.city.length > 0,
      department,
      units: children
        .filter((child) => connected.has(child._id))
        .map((child) => ({ code: child._id, name: child.name, checked: form.unit.includes(child._id) }))
        .toSorted((a, b) => byVietnamese(a.name, b.name)),
      unitCount: children.length,
      connectedCount: children.filter((child) => connected.has(child._id)).length,
      form,
      scheduled: form.when === "hen",
      at: formatLocal(
        parseLocal(form.at) ??
          nextAllowed(new Date(now.getTime() + 3_600_000), unit?.sendHours ?? { from: 6, to: 22, quietDays: [] }),
      ),
      urgentMax: URGENT_TEXT_MAX,
      hasOa: Boolean(oa) || department,
      problems: Object.values(problems),
      templates: unit?.templates ?? [],
      audienceName: nameAudience(audienceOf(form), unit, form.city, form.unit.length),
      plan: made
        ? {
            ...made,
            perMinute: made.perMinute,
            channels: made.plans.map((channel) => ({
              ...withReasons(channel, at, now),
              usable: channel.blocked === "",
              checked: channel.key === (form.channel || proposed?.key),
              suggestion:
                channel.quiet && channel.earliest.getTime() > at.getTime() + 60_000
                  ? { words: formatMoment(channel.earliest, now), href: linkTo(form, channel.earliest) }
                  : null,
            })),
            best: proposed ? withReasons(proposed, at, now) : null,
            everyone: made.plans[0]?.figures.audience ?? 0,
          }
        : null,
      preview,
      office: unit?.office ?? "",
      when: form.when === "hen" ? formatMoment(at, now) : "ngay khi được duyệt",
    });
  }

  return [
    route({
      method: "get",
      path: "/gui-tin/moi",
      may: "broadcasts.send",
      query: wishForm,
      async handle(context) {
        const form = context.query;
        if (form.draft === "" || form.item.length > 0) return planPage(context, form);
        const draft = await findOfUnit(context.me.unitCode, form.draft);
        if (!draft) return planPage(context, form);
        return planPage(context, {
          ...form,
          item: draft.contents.map((content) => content.itemId),
          topic: draft.audience.topics,
          language: draft.audience.language,
          unit: draft.units,
          city: draft.cities,
          when: draft.sendAt ? "hen" : "ngay",
          at: draft.sendAt ? formatLocal(draft.sendAt) : "",
          ...(draft.urgent ? { urgent: "1" } : {}),
          channel: channelKeyOf(draft),
        });
      },
    }),
    route({
      method: "post",
      path: "/gui-tin/moi",
      may: "broadcasts.send",
      body: wishForm,
      async handle(context) {
        const form = context.body;
        const { me, now } = context;
        for (const id of form.item)
          if (!(await findItem(me.unitCode, id))) throw invalid({ item: "Chọn nội dung để gửi" });
        if (form.when === "hen" && !parseLocal(form.at)) throw invalid({ at: "Chọn ngày và giờ gửi" });
        const made = await planOf(context, form);
        const channel = made.plans.find((plan) => plan.key === form.channel);
        if (!channel) throw invalid({ channel: "Chọn kênh gửi" });
        if (channel.blocked !== "") throw invalid({ channel: channel.blocked });
        const unit = await findUnit(me.unitCode);
        const template = form.template || (unit?.templates[0]?.id ?? "");
        if (form.template !== "" && !unit?.templates.some((one) => one.id === form.template))
          throw invalid({ channel: "Mẫu tin này không còn trong danh sách của đơn vị. Chọn lại mẫu" });
        const audience = audienceOf(form);
        const by: Person = { id: me.id, name: me.name };
        const id = await saveDraft(
          deps,
          me.unitCode,
          {
            itemIds: form.item,
            audience,
            audienceName: nameAudience(audience, unit, channel.key === "article" ? form.city : [], form.unit.length),
            channel: channel.key === "article" ? "article" : "personal",
            templateId: channel.figures.template > 0 ? template : "",
            alsoArticle: channel.key === "urgent-all" && channel.figures.article > 0,
            cities:
              channel.key === "article" ? form.city.filter((code) => CITIES.some((city) => city.code === code)) : [],
            units: form.unit,
            urgent: Boolean(form.urgent),
            sendAt: timeOf(form),
            plan: { ...channel.figures, takesMinutes: channel.takesMinutes, at: now },
          },
          by,
          form.draft,
        );
        const saved = await findOfUnit(me.unitCode, id);
        await context.audit("broadcast-created", saved?.title ?? "", { "người nhận": saved?.audienceName ?? "" });
        return redirect(`/console/gui-tin/${id}`, "Đã lưu kế hoạch. Chưa có tin nào được gửi.");
      },
    }),
  ];
}
