import { beforeOwn, defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import { invalid } from "../kernel/errors.ts";
import { ownOf } from "../kernel/scope.ts";
import { cancelFaults } from "./cancel-change.ts";
import { datedEffects } from "./change-effects.ts";
import { changeFaults, type ChangeFault, type KnownUnit } from "./change-rules.ts";
import {
  appendChange,
  changeOfDraft,
  findChangeDraft,
  lastChangeId,
  listChangesDue,
  listHistory,
  thatHold,
} from "./change.store.ts";
import { followChanges } from "./follow-change.ts";
import type { Unit } from "./unit.model.ts";
import { dayOf } from "./unit-columns.ts";
import { listUnits } from "./unit.store.ts";
import type { ChangeDraft, ChangeTerms, Part, Standing, UnitChange } from "./unit-change.model.ts";

export interface ChangeToDecide {
  draft: ChangeDraft;
  /** what the draft says, once its day can be read */
  terms: ChangeTerms;
  units: Unit[];
  changes: UnitChange[];
  made: UnitChange | null;
  last: number;
  /** what a draft that cancels is about */
  cancelled?: UnitChange;
  /** an entry was just recorded and the units do not say its days yet */
  busy?: boolean;
}

const termsOf = ({ decision, day, parts, founds, renames, moves, cancels }: ChangeDraft): ChangeTerms => ({
  decision,
  day: dayOf(day) ?? new Date(Number.NaN),
  parts,
  founds,
  renames,
  moves,
  ...(cancels === undefined ? {} : { cancels }),
});

/** As much of it as the faults of a draft go by. */
interface Judged {
  draft: Pick<ChangeDraft, "unitCode">;
  terms: ChangeTerms;
  units: readonly KnownUnit[];
  changes: readonly (ChangeTerms & Pick<UnitChange, "undated">)[];
  busy?: boolean;
}

/** Units a department may decide about: itself, and whoever answers to it on the day or did so on its eve. */
const isOurs = (code: string, { draft, units, terms }: Judged): boolean =>
  code === draft.unitCode ||
  units.some(
    (unit) =>
      unit._id === code &&
      unit.parents.some(
        (one) => one.code === draft.unitCode && one.from <= terms.day && (!one.to || terms.day <= one.to),
      ),
  );
const isOver = ({ to }: Pick<Unit, "to">, day: Date): boolean => to !== null && to <= day;

const BUSY: ChangeFault[] = [
  { line: 0, vi: "Một quyết định vừa được ghi nhận đang được chuyển vào hồ sơ đơn vị. Thử lại sau một phút" },
];

/** Everything that stands against a draft, whatever it says. */
export function faultsOf(subject: ChangeToDecide, now: Date): ChangeFault[] {
  if (subject.terms.cancels === undefined) return faultsOfDraft(subject);
  const { cancelled, changes, terms, draft, busy } = subject;
  if (busy) return BUSY;
  const own = cancelled?.parts.every(({ from }) => isOurs(from, { ...subject, terms: cancelled })) ?? true;
  return own
    ? cancelFaults(terms, changes, now)
    : [{ line: 0, vi: `Quyết định ${draft.decision} nêu đơn vị không thuộc quản lý của Ông/Bà` }];
}

/** Everything that stands against a draft as it is written. */
export function faultsOfDraft(subject: Judged): ChangeFault[] {
  const { terms, units, changes } = subject;
  if (subject.busy || changes.some(({ undated }) => undated)) return BUSY;
  if (Number.isNaN(+terms.day)) return [{ line: 0, vi: "Ngày có hiệu lực không phải ngày có thật; chọn lại ngày" }];
  const named = [
    ...terms.parts.flatMap(({ from, to }) => [from, to]),
    ...terms.renames.map(({ code }) => code),
    ...terms.moves.flatMap(({ code, parent }) => [code, parent]),
  ];
  const foreign = [...new Set(named)].filter(
    (code) => units.some((unit) => unit._id === code && !isOver(unit, terms.day)) && !isOurs(code, subject),
  );
  return [
    ...changeFaults(terms, units, changes),
    ...foreign.map((code) => ({ line: 0, vi: `Đơn vị mã ${code} không thuộc quản lý của Ông/Bà` })),
  ];
}

export async function loadChange(units: readonly string[], id: string): Promise<ChangeToDecide | null> {
  const draft = await findChangeDraft(units, id);
  if (!draft) return null;
  // the number first: what is recorded after it was read takes that number away, and all is read and judged again
  const last = await lastChangeId();
  const [made, history] = [await changeOfDraft(id), await listHistory()];
  const cancelled = history.find(({ _id }) => _id === draft.cancels);
  return {
    draft,
    terms: termsOf(draft),
    units: await listUnits(),
    changes: thatHold(history),
    made,
    last,
    busy: history.some(({ undated }) => undated),
    ...(cancelled ? { cancelled } : {}),
  };
}

const SHARE_WORDS: Readonly<Record<Part["share"], string>> = { all: "toàn bộ", part: "một phần", rest: "phần còn lại" };
const inWords = ({ from, to, share, areas }: Part): string =>
  `${SHARE_WORDS[share]} của ${from}${areas.length > 0 ? ` (${areas.join(", ")})` : ""} về ${to}`;

/** An entry line by line, in words. */
export const linesOf = ({ parts, founds, renames, moves }: ChangeTerms): string[] => [
  ...parts.map(inWords),
  ...founds.map(({ code, name }) => `lập mới ${name} (mã ${code})`),
  ...renames.map(({ code, name }) => `${code} đổi tên thành ${name}`),
  ...moves.map(({ code, parent }) => `${code} về ${parent}`),
];

/** Units whose place or end it changes, as they stand: what is given back if it is cancelled before its day. */
const stood = (units: readonly Unit[], terms: ChangeTerms, changes: readonly ChangeTerms[]): Standing[] => {
  const moved = new Set(datedEffects(units, terms, [...changes, terms]).map(({ _id }) => _id));
  return units.filter(({ _id }) => moved.has(_id)).map(({ _id, to, parents }) => ({ _id, to, parents }));
};

/** A decision about units, as it was on the screen with all it would change, becomes an entry of their history. */
export const unitChange = defineDecision<ChangeToDecide>({
  name: "unit-change",
  what: "quyết định về đơn vị này",
  may: "units.edit",
  sixDigits: null,
  keys: oneKey,
  given: ({ made }) => (made ? [made] : []),
  notBy: nobody,
  notByWords: "",
  load: (_, whose, id) => loadChange(ownOf(whose), id),
  isOpen: ({ made }) => made === null,
  closedWords: "Quyết định này đã được ghi nhận.",
  covers: ({ draft, terms, units, cancelled }) => {
    const named = new Set([
      ...terms.parts.flatMap(({ from, to }) => [from, to]),
      ...terms.renames.map(({ code }) => code),
    ]);
    return {
      "Số quyết định": draft.decision,
      ...(cancelled ? { "Hủy quyết định": `${cancelled.decision} (${cancelled._id})` } : {}),
      "Ngày có hiệu lực": draft.day,
      "Các phần": terms.parts.map(inWords).join("; "),
      "Lập mới": terms.founds.map(({ code, name, office, kind }) => [code, name, office, kind].join(" ")).join("; "),
      "Đổi tên": terms.renames.map(({ code, name, office, kind }) => [code, name, office, kind].join(" ")).join("; "),
      "Đổi cấp trên": terms.moves.map(({ code, parent }) => `${code} về ${parent}`).join("; "),
      "Đơn vị đang có": units
        .filter(({ _id }) => named.has(_id))
        .map(({ _id, name, from, to }) => [_id, name, from.toISOString(), to?.toISOString() ?? ""].join(" "))
        .join("; "),
    };
  },
  check({ clock }, subject) {
    const faults = faultsOf(subject, clock.now());
    if (faults.length > 0) throw invalid({ parts: faults.map(({ vi }) => vi).join("; ") });
  },
  apply: (_, { draft, terms, last, units, changes }, __, { by, at, fingerprint }) =>
    appendChange({
      ...terms,
      ...(terms.cancels === undefined ? { was: stood(units, terms, changes) } : {}),
      _id: last + 1,
      draftId: String(draft._id),
      by,
      at,
      fingerprint,
      undated: true,
      // one that only cancels leaves nothing for its day
      ...(terms.cancels === undefined ? { due: true } : {}),
    }),
  follow: {
    due: async ({ clock }) => (await listChangesDue(beforeOwn(clock.now()), clock.now())).map(({ _id }) => String(_id)),
    finish: async ({ clock }) => followChanges(clock),
  },
});
