import { z } from "zod";
import { type AudienceRule, audienceSchema } from "../citizens/audience.ts";
import type { RouteContext } from "../kernel/console-route.ts";
import { parseLocal } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import type { Broadcast } from "./broadcast.model.ts";
import { type PlanDeps, type MadePlan, makePlan } from "./make-plan.ts";
import type { Unit } from "../units/unit.model.ts";
import { LANGUAGES } from "./check-wish.ts";

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

/** Codes of Zalo's article broadcast worth having (zalo/openapi.md §2.6); the provinces of before July 2025. */
export const CITIES: readonly { code: string; name: string }[] = [
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
export function nameAudience(
  rule: AudienceRule,
  unit: Pick<Unit, "topics"> | null,
  cities: string[],
  units: number,
): string {
  const topics = rule.topics.map((key) => unit?.topics.find((topic) => topic.key === key)?.name ?? key);
  const parts = [topics.length > 0 ? `Người chọn chủ đề ${topics.join(", ")}` : "Người quan tâm OA"];
  const language = LANGUAGES.find(({ key }) => key === rule.language);
  if (language) parts.push(language.name.toLowerCase());
  const places = cities.flatMap((code) => CITIES.find((city) => city.code === code)?.name ?? []);
  if (places.length > 0) parts.push(places.join(", "));
  if (units > 0) parts.push(`${units} đơn vị`);
  return parts.join(" · ");
}

export const wishForm = z.object({
  item: list(10),
  topic: list(20),
  language: z.string().max(3).default(""),
  unit: list(500),
  /** every unit of the department that has an OA; the page then names them one by one */
  all: z.string().max(5).default(""),
  city: list(70),
  when: z.enum(["", "ngay", "hen"]).default(""),
  at: z.string().max(60).default(""),
  urgent: z.string().default(""),
  draft: z.string().max(40).default(""),
  channel: z.enum(["", "personal", "personal-template", "article", "urgent-all"]).default(""),
  template: z.string().max(12).default(""),
  tinh: z.string().optional(),
});

export type WishForm = z.infer<typeof wishForm>;

export const timeOf = (form: WishForm): Date | null => (form.when === "hen" ? (parseLocal(form.at) ?? null) : null);

export const audienceOf = (form: WishForm): AudienceRule => {
  const parsed = audienceSchema.safeParse({ topics: form.topic, language: form.language });
  if (!parsed.success) throw invalid({ topic: "Nhóm người nhận này không chọn được" });
  return parsed.data;
};

export const planOf = (deps: PlanDeps, context: RouteContext, form: WishForm): Promise<MadePlan> =>
  makePlan(deps, {
    unitCode: context.me.scope.unit,
    units: form.unit,
    items: form.item.length,
    audience: audienceOf(form),
    at: timeOf(form) ?? context.now,
    urgent: Boolean(form.urgent),
  });

/** The same message to the same people once more: a plan that is reckoned anew. */
export function copyAddress({
  contents,
  audience,
  units,
  cities,
}: Pick<Broadcast, "contents" | "audience" | "units" | "cities">): string {
  const query = new URLSearchParams({ language: audience.language });
  for (const { itemId } of contents) if (itemId) query.append("item", itemId);
  for (const topic of audience.topics) query.append("topic", topic);
  for (const unit of units) query.append("unit", unit);
  for (const city of cities) query.append("city", city);
  return `/console/gui-tin/moi?${query.toString()}`;
}
