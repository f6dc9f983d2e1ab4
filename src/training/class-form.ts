import { z } from "zod";
import type { RouteContext } from "../kernel/console-route.ts";
import { localParts } from "../kernel/dates.ts";
import { holds } from "../kernel/scope.ts";
import { findPlan } from "../plans/plan.store.ts";
import type { Plan } from "../plans/plan.model.ts";
import type { PlanClass } from "../plans/reading.ts";
import type { Course } from "./class.model.ts";

const text = (most: number) => z.string().max(most).default("");
/** What a class is planned with. */
export const classForm = z.object({
  planId: text(40),
  title: text(300),
  objectives: text(5000),
  halfDays: z.coerce.number().int().catch(0),
  year: z.coerce.number().int().catch(0),
  quarter: z.coerce.number().int().min(0).max(4).catch(0),
  startsAt: text(30),
  venue: text(300),
  mapUrl: text(500),
  mode: text(60),
  money: text(2000),
  capacity: z.coerce.number().int().catch(0),
  communes: text(4),
  communePosts: text(500),
  offices: text(20_000),
  officePosts: text(500),
  agenda: text(10_000),
});
export const rows = (words: string): string[] =>
  words
    .split(/\r?\n/)
    .map((one) => one.trim())
    .filter(Boolean);

export const postsOf = (words: string): string[] =>
  words
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean);
/** "Nội dung | báo cáo viên | 45 | văn bản": what is not given says so. */
export function agendaOf(line: string): Course["agenda"][number] {
  const [title = "", speaker = "", minutes = "", document = ""] = line.split("|").map((one) => one.trim());
  return { title, speaker, minutes: Number(minutes) || 0, document: document || "không nêu văn bản", file: "" };
}

/** The form, filled from what a plan orders. */
export async function blankFor(context: RouteContext, planId: string) {
  const plan = planId === "" ? null : await findPlan(planId);
  const open = plan && holds(context.me.scope, plan.unitCode) ? plan : null;
  return { ...headOf(open), ...courseOf(open?.reading.classes[0] ?? NO_CLASS, localParts(context.now).year) };
}

const linesOf = (rows: readonly { words: string }[]): string => rows.map((one) => one.words).join("\n");
const headOf = (plan: Plan | null) =>
  plan
    ? {
        planId: String(plan._id),
        planTitle: plan.title,
        title: plan.title.replace(/^Tổ chức\s+/u, ""),
        objectives: linesOf(plan.reading.aims),
        money: linesOf(plan.reading.funding),
      }
    : { planId: "", planTitle: "", title: "", objectives: "", money: "" };

const NO_CLASS = { halfDays: 1, quarter: null, venue: "", mode: "Trực tiếp", capacity: 0, topics: [] };
const QUARTERS = ["chưa định", "Quý I", "Quý II", "Quý III", "Quý IV"];
const courseOf = (
  ordered: Pick<PlanClass, "halfDays" | "quarter" | "venue" | "mode" | "capacity" | "topics">,
  year: number,
) => ({
  halfDays: ordered.halfDays || 1,
  year: ordered.quarter?.year ?? year,
  quarters: QUARTERS.map((name, value) => ({ value, name, selected: value === (ordered.quarter?.quarter ?? 0) })),
  venue: ordered.venue,
  mode: ordered.mode,
  capacity: ordered.capacity || "",
  agenda: ordered.topics.map((one) => `${one.words} | | 45 | ${one.sources[0] ?? ""}`).join("\n"),
});
