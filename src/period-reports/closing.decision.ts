import { defineDecision, oneKey } from "../decisions/decision.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { shownValue } from "./field-value.ts";
import { gatherRollup, isNews, type Rollup, rollupFaults } from "./gather-rollup.ts";
import type { ReportDeps } from "./load-report.ts";
import type { ReportPeriod } from "./period.model.ts";
import { decideRollup, findPeriod } from "./period.store.ts";
import { dayWords, spanOf } from "./rules.ts";
import { askedOf, nextSeal } from "./seal.ts";

export interface Closing {
  period: ReportPeriod;
  rollup: Rollup;
}

/** A department's roll-up is sealed by its leader: the sums, who stood how, and the hash of every report in them. */
export const periodClosing = defineDecision<Closing, ReportDeps>({
  name: "report-rollup",
  what: "bản tổng hợp này",
  may: "reports.close",
  sixDigits: null,
  keys: oneKey,
  given: (closing) => (isNews(closing) ? [] : closing.period.rollups.slice(-1)),
  notBy: ({ period }) => [period.by.id],
  notByWords: "Người mở kỳ báo cáo không tự chốt tổng hợp.",
  async load({ clock }, whose, id) {
    const period = await findPeriod(id);
    return period && holds(whose, period.unitCode) ? { period, rollup: await gatherRollup(period, clock.now()) } : null;
  },
  isOpen: (closing, now) => now >= spanOf(closing.period).to && isNews(closing),
  closedWords: "Tổng hợp của kỳ này đã chốt, hoặc số liệu chưa chốt.",
  covers: ({ period, rollup: { tally, lines, units } }) => ({
    Kỳ: `${period.title}, đến hết ${dayWords(period.cutoff)}`,
    "Tình trạng": `đúng hạn ${tally.onTime}, muộn ${tally.late}, chưa có ${tally.missing}, cộng ${tally.expected}`,
    ...Object.fromEntries(
      lines
        .filter(({ sum }) => sum !== null)
        .map((line) => [`${line.label} [${line.code}]`, shownValue(line, line.sum)]),
    ),
    "Báo cáo của đơn vị": units.map(({ code, hash }) => `${code} ${hash}`).join("\n"),
  }),
  async check(deps, { period, rollup }) {
    const faults = await rollupFaults(deps, period, rollup);
    if (faults.length > 0)
      throw conflict(
        `Số liệu chưa khớp nên chưa chốt: ${faults.slice(0, 3).join("; ")}${faults.length > 3 ? `; và ${faults.length - 3} chỗ khác` : ""}. Đề nghị đơn vị bổ sung.`,
      );
  },
  apply: (_, { period, rollup }, __, { by, at, fingerprint }) =>
    decideRollup(
      period,
      nextSeal(String(period._id), period.rollups, {
        at,
        by,
        asked: askedOf(period),
        tally: rollup.tally,
        units: rollup.units.map(({ code, name, standing, hash }) => ({ code, name, standing, hash })),
        values: rollup.lines,
        fingerprint,
      }),
    ),
});
