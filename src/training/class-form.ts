import { z } from "zod";
import type { RouteContext } from "../kernel/console-route.ts";
import { type FieldErrors, invalid } from "../kernel/errors.ts";
import { localParts } from "../kernel/dates.ts";
import { rowTexts } from "../kernel/row-texts.ts";
import { holds } from "../kernel/scope.ts";
import { findPlan } from "../plans/plan.store.ts";
import type { Plan } from "../plans/plan.model.ts";
import type { PlanClass } from "../plans/reading.ts";
import type { Course } from "./class.model.ts";

const text = (most: number) => z.string().max(most).default("");
/** A field of rows that repeat. */
const texts = (most: number) => rowTexts(most, 60);
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
  topic: texts(500),
  speaker: texts(200),
  minutes: texts(6),
  document: texts(300),
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
type AgendaRows = Pick<z.infer<typeof classForm>, "topic" | "speaker" | "minutes" | "document">;
/** Rows with a word in them; a document that is not given says so. @throws AppError 422 by field and row */
export function agendaOf({ topic, speaker, minutes, document }: AgendaRows): Course["agenda"] {
  const errors: FieldErrors = {};
  const rows = topic.flatMap((words, n) => {
    const [title, by, long, paper] = [words, speaker[n] ?? "", minutes[n] ?? "", document[n] ?? ""].map((one) =>
      one.trim(),
    ) as [string, string, string, string];
    if (title + by + paper === "") return [];
    if (title === "") errors[`topic.${n}`] = `Nội dung, dòng ${n + 1}: cần tên nội dung`;
    const taken = long === "" ? 0 : Number(long);
    if (!Number.isInteger(taken) || taken < 0 || taken > 600)
      errors[`minutes.${n}`] = `Nội dung, dòng ${n + 1}: số phút từ 0 đến 600`;
    return [{ title, speaker: by, minutes: taken, document: paper || "không nêu văn bản", file: "" }];
  });
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return rows;
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
  // one empty row more is there to be filled
  agenda: [
    ...ordered.topics.map((one) => ({ topic: one.words, minutes: "45", document: one.sources[0] ?? "" })),
    { topic: "", minutes: "", document: "" },
  ],
});
