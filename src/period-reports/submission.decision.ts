import { defineDecision, oneKey } from "../decisions/decision.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { sealFacts } from "./count-facts.ts";
import { expectedOf } from "./expected.ts";
import { shownValue } from "./field-value.ts";
import { faultsOf, type Figure } from "./figures.ts";
import { type Loaded, loadReport, mustFindPeriod, type ReportDeps } from "./load-report.ts";
import { dayWords, spanOf } from "./rules.ts";
import { askedOf, nextSeal, printOfAnswers, type SealedFact, sealedValues } from "./seal.ts";
import type { UnitReport } from "./unit-report.model.ts";
import { decideReport, findReportById } from "./unit-report.store.ts";

export type Subject = Omit<Loaded, "row"> & { row: UnitReport; facts: SealedFact[] };

/** A figure as the leader reads it: both values where it was corrected. */
const wordsOf = ({ field, fact, value, answer, corrected }: Figure): string =>
  `${shownValue(field, value)}${corrected ? ` (số liệu ghi nhận ${shownValue(field, fact)}, lý do: ${answer?.reason ?? ""})` : ""}`;

/** A unit's report is handed in by its leader: frozen with a hash, once; the same again is a supplement. */
export const submission = defineDecision<Subject, ReportDeps>({
  name: "period-report",
  what: "báo cáo này",
  may: "reports.submit",
  sixDigits: null,
  keys: oneKey,
  given: ({ row }) => (row.state === "submitted" ? row.seals.slice(-1) : []),
  notBy: ({ row }) => (row.asked ? [row.asked.by.id] : []),
  notByWords: "Người trình báo cáo không tự duyệt.",
  async load(deps, whose, id) {
    const row = await findReportById(id);
    if (!row || !holds(whose, row.unitCode)) return null;
    let facts: SealedFact[] = [];
    const loaded = await loadReport(deps, await mustFindPeriod(row.periodId), row.unitCode, async (...asked) => {
      facts = await sealFacts(...asked);
      return new Map(facts.map(({ code, n }) => [code, n]));
    });
    return { ...loaded, row, facts };
  },
  isOpen: ({ row }) => row.state === "waiting",
  closedWords: "Báo cáo này không chờ duyệt: đã nộp, hoặc đã trả lại để sửa.",
  covers: ({ period, form, row, figures }) => ({
    Kỳ: `${period.title}, từ ${dayWords(period.from)} đến hết ${dayWords(period.cutoff)}`,
    Mẫu: `${form.title}, bản ${form.version}`,
    ...(row.seals.length > 0 ? { "Lý do bổ sung": row.note } : {}),
    ...Object.fromEntries(figures.map((one) => [`${one.field.label} [${one.field.code}]`, wordsOf(one)])),
  }),
  async check({ clock }, { period, form, figures, unitCode }) {
    if (clock.now() < spanOf(period).to) throw conflict("Số liệu của kỳ này chưa chốt nên chưa nộp được.");
    const [fault] = faultsOf(form, figures);
    if (fault) throw conflict(`Báo cáo còn chỗ chưa khớp: ${fault.words}. Trả lại để sửa.`);
    if (!(await expectedOf(period, clock.now())).some(({ code }) => code === unitCode))
      throw conflict("Đơn vị không có trong danh sách báo cáo của kỳ này.");
  },
  apply: (_, { period, row, form, figures, facts }, __, { by, at, fingerprint }) =>
    decideReport(
      row,
      nextSeal(row._id, row.seals, {
        at,
        by,
        asked: askedOf(period),
        askedBy: row.asked?.by ?? by,
        formVersion: form.version,
        note: row.seals.length > 0 ? row.note : "",
        values: sealedValues(figures),
        facts,
        answers: printOfAnswers(row.answers),
        fingerprint,
      }),
    ),
});
