import { listAnsweredOf } from "../comments/answer.store.ts";
import { listCountsOf } from "../comments/position-count.store.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { listDraftsOf } from "../drafts/draft.store.ts";
import { countInWords, PHASE_NAMES, phaseOf } from "../drafts/rules.ts";
import { days } from "../kernel/clock.ts";
import { formatNumber } from "../kernel/dates.ts";
import { ownOf, type Scope } from "../kernel/scope.ts";
import { byVietnamese } from "../kernel/vietnamese.ts";
import { linesBelow, nameOfLine } from "../units/lines.ts";
import { findUnits } from "../units/unit.store.ts";
import { listSealedOf } from "./report.store.ts";

export interface Consultation {
  unit: string;
  title: string;
  phase: string;
  /** whole days in which it was open */
  openDays: number;
  /** in words: few are not counted out */
  opinions: string;
  /** places with opinions, and how many of them are answered */
  places: number;
  answered: number;
  /** whole days from the close to the sealed report; "chưa có" while there is none */
  reportDays: string;
}

/**
 * Consultations of a department's units side by side: how much was said, how much of it is answered, how long it took.
 * By name and never in an order of figures; what people think of a draft is compared between units nowhere.
 */
export async function compareConsultations(scope: Scope, now: Date): Promise<Consultation[]> {
  const [own, lines] = [ownOf(scope), await linesBelow(scope, now)];
  const [units, drafts] = [await findUnits(own), await listDraftsOf([...own, ...lines.flatMap(({ codes }) => codes)])];
  const ids = drafts.map(({ _id }) => String(_id));
  const [counts, answers, reports] = [await listCountsOf(ids), await listAnsweredOf(ids), await listSealedOf(ids)];
  const names = new Map([
    ...units.map(({ _id, name }): [string, string] => [_id, name]),
    ...lines.flatMap((line) => line.codes.map((code): [string, string] => [code, nameOfLine(line)])),
  ]);
  const answered = new Set(answers.map(({ draftId, position }) => `${draftId}:${position}`));
  const sealed = new Map(reports.map(({ draftId, sealedAt }) => [draftId, sealedAt]));
  return drafts
    .map((draft): Consultation => {
      const id = String(draft._id);
      const here = counts.filter(({ draftId }) => draftId === id);
      const at = sealed.get(id);
      return {
        unit: names.get(draft.unitCode) ?? draft.unitCode,
        title: draft.title,
        phase: PHASE_NAMES[phaseOf(draft, now)],
        openDays: openDays(draft, now),
        opinions: countInWords(here.reduce((sum, { opinions }) => sum + opinions, 0)),
        places: here.length,
        answered: here.filter(({ position }) => answered.has(`${id}:${position}`)).length,
        reportDays: at && draft.closeAt ? formatNumber(wholeDays(draft.closeAt, at)) : "chưa có",
      };
    })
    .toSorted((a, b) => byVietnamese(a.unit, b.unit) || byVietnamese(a.title, b.title));
}

const wholeDays = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / days(1)));
const openDays = ({ openAt, closeAt }: Draft, now: Date): number =>
  openAt && closeAt ? wholeDays(openAt, now < closeAt ? now : closeAt) : 0;
