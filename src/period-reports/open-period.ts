import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import { liveForm } from "./find-form.ts";
import type { ReportPeriod } from "./period.model.ts";
import { createPeriod, listPeriods } from "./period.store.ts";
import { dayAfter, dayFaults, dayWords, KIND_NAMES, overlaps, type PeriodKind } from "./rules.ts";

export type PeriodFields = Pick<ReportPeriod, "kind" | "title" | "wish" | "from" | "cutoff" | "due" | "strictness">;

/** A department asks its units. Returns the id, and a sentence where days lie between this period and the one before. */
export async function openPeriod(
  { clock }: { clock: Clock },
  whose: Whose,
  fields: PeriodFields,
  by: Person,
): Promise<{ id: string; gap: string }> {
  const errors = dayFaults(fields);
  const title = nfc(inOneLine(fields.title)).trim();
  if (title === "" || title.length > 200) errors["title"] = "Ghi tên kỳ báo cáo, nhiều nhất 200 chữ";
  if (fields.kind === "request" && fields.wish.trim().length < 5) errors["wish"] = "Ghi nội dung yêu cầu báo cáo";
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const others = await listPeriods(whose);
  const double = others.find((one) => overlaps(one, fields));
  if (double)
    throw conflict(
      `“${double.title}” đã tính từ ${dayWords(double.from)} đến ${dayWords(double.cutoff)}. Kỳ này bắt đầu được từ ${dayWords(dayAfter(double.cutoff))}.`,
    );
  const form = await liveForm(codeOf(whose));
  const id = await createPeriod({
    ...fields,
    title,
    wish: nfc(fields.wish.trim()),
    unitCode: codeOf(whose),
    formCode: form.code,
    formVersion: form.version,
    state: "open",
    revision: 1,
    by,
    at: clock.now(),
    expected: null,
    // who reports on the source system goes on doing so
    source: others[0]?.source ?? [],
    reminders: [],
    rollups: [],
    forwarded: null,
  });
  return { id, gap: gapBefore(fields, others) };
}

/** Days no period of this kind counts: a fact of 31/5 would be in none. "" for no gap. */
export function gapBefore(
  { kind, from }: { kind: PeriodKind; from: string },
  others: readonly Pick<ReportPeriod, "kind" | "cutoff">[],
): string {
  if (kind === "request" || kind === "final") return "";
  const before = others
    .filter((one) => one.kind === kind && one.cutoff < from)
    .map(({ cutoff }) => cutoff)
    .toSorted()
    .at(-1);
  if (before === undefined || dayAfter(before) === from) return "";
  return `Từ ${dayWords(dayAfter(before))} đến trước ${dayWords(from)} không kỳ ${KIND_NAMES[kind].toLowerCase()} nào tính.`;
}
