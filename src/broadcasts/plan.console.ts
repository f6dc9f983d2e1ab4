import { findItem } from "../content/item.store.ts";
import { byMe, type ConsoleRoute, redirect, route } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import type { Unit } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { findOfUnit } from "./broadcast.store.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { NO_TEMPLATE, usableTemplates } from "./check-wish.ts";
import type { ChannelPlan } from "./channels.ts";
import type { MadePlan, PlanDeps } from "./make-plan.ts";
import { saveDraft } from "./prepare-broadcast.ts";
import { audienceOf, CITIES, nameAudience, planOf, timeOf, type WishForm, wishForm } from "./plan-wish.ts";
import { planPage } from "./plan-page.ts";

const channelKeyOf = (draft: Pick<Broadcast, "channel" | "templateId" | "urgent">): WishForm["channel"] =>
  draft.channel === "article"
    ? "article"
    : draft.urgent
      ? "urgent-all"
      : draft.templateId
        ? "personal-template"
        : "personal";

/** The one chosen, else the first that Zalo lets leave. */
async function templateOf(form: WishForm, unit: Unit | null): Promise<string> {
  const usable = await usableTemplates(unit, (await findOaOfUnit(unit?._id ?? ""))?._id ?? "");
  if (form.template !== "" && !usable.some(({ id }) => id === form.template)) throw invalid({ channel: NO_TEMPLATE });
  return form.template || (usable[0]?.id ?? "");
}

const channelOf = (form: WishForm, made: MadePlan): ChannelPlan => {
  const channel = made.plans.find((plan) => plan.key === form.channel);
  if (!channel) throw invalid({ channel: "Chọn kênh gửi" });
  if (channel.blocked !== "") throw invalid({ channel: channel.blocked });
  return channel;
};

/** Gửi tin → Kế hoạch gửi. */
export function planRoutes(deps: PlanDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/gui-tin/moi",
      may: "broadcasts.send",
      query: wishForm,
      async handle(context) {
        const form = context.query;
        if (form.draft === "" || form.item.length > 0) return planPage(deps, context, form);
        const draft = await findOfUnit(context.me.scope, form.draft);
        if (!draft) return planPage(deps, context, form);
        return planPage(deps, context, {
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
          if (!(await findItem(me.scope, id))) throw invalid({ item: "Chọn nội dung để gửi" });
        if (form.when === "hen" && !parseLocal(form.at)) throw invalid({ at: "Chọn ngày và giờ gửi" });
        const channel = channelOf(form, await planOf(deps, context, form));
        const unit = await findUnit(me.scope.unit);
        const template = await templateOf(form, unit);
        const audience = audienceOf(form);
        const by = byMe(context);
        const id = await saveDraft(
          deps,
          me.scope,
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
        const saved = await findOfUnit(me.scope, id);
        await context.audit("broadcast-created", saved?.title ?? "", { "người nhận": saved?.audienceName ?? "" });
        return redirect(`/console/gui-tin/${id}`, "Đã lưu kế hoạch. Chưa có tin nào được gửi.");
      },
    }),
  ];
}
