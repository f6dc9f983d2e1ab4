import { KIND_RULES } from "../content/kinds.ts";
import { formatDate } from "../kernel/dates.ts";
import { rowsBy as groupBy } from "../kernel/rows-by.ts";
import type { Content } from "./content.model.ts";
import type { Copy, CopyState } from "./copy.model.ts";
import type { EntryCopy, StateCount, TableCopy } from "./copy.store.ts";
import type { Package } from "./package.model.ts";
import { COPY_WORDS, entriesInForce, goneCodes, isLate, PACKAGE_STATES, stateOfPackage } from "./rules.ts";

/** The only way packages and copies leave for a page. Offices are named; of residents nothing is known here. */
export type Tally = Record<CopyState, number>;
export const noTally = (): Tally => ({ waiting: 0, taken: 0, adapted: 0, declined: 0, published: 0, withdrawn: 0 });

export function tallyOf(copies: readonly Pick<Copy, "state">[]): Tally {
  const tally = noTally();
  for (const { state } of copies) tally[state] += 1;
  return tally;
}
export function tallies(counts: readonly StateCount[]): Map<string, Tally> {
  const by = new Map<string, Tally>();
  for (const { packageId, state, n } of counts) {
    const tally = by.get(packageId) ?? noTally();
    tally[state] += n;
    by.set(packageId, tally);
  }
  return by;
}

/** What was handed down and is still in force, and how much of it was decided. */
function progressOf(tally: Tally): { decided: number; sent: number } {
  const { withdrawn: _, waiting, ...answered } = tally;
  const decided = Object.values(answered).reduce((sum, n) => sum + n, 0);
  return { decided, sent: decided + waiting };
}

const ORDER: readonly CopyState[] = ["published", "taken", "adapted", "waiting", "declined", "withdrawn"];
const tallyCells = (tally: Tally) => ORDER.map((state) => ({ state, ...COPY_WORDS[state], n: tally[state] }));

export function presentPackage(one: Package, tally: Tally, now: Date) {
  const state = stateOfPackage(one);
  const { decided, sent } = progressOf(tally);
  return {
    id: String(one._id),
    title: one.title,
    note: one.note,
    version: one.version,
    revision: one.revision,
    entries: one.entries.length,
    inForce: entriesInForce(one).length,
    state: one.state,
    word: PACKAGE_STATES[state].word,
    icon: PACKAGE_STATES[state].icon,
    tint: PACKAGE_STATES[state].tint,
    decided,
    sent,
    deadline: one.deadline,
    over: one.deadline < now,
    following: one.due === true,
    units: new Set(one.pushes.flatMap(({ units }) => units)).size,
    pushedAt: one.pushes.at(-1)?.at ?? null,
  };
}

export interface Row {
  name: string;
  to: string;
  cells: { state: CopyState; word: string; n: number }[];
  waiting: number;
  late: number;
  lastAt: Date | null;
}

/** One line for each group of copies; those that wait for most come first, in a published order and no score. */
export function rowsBy(
  copies: readonly TableCopy[],
  key: (copy: TableCopy) => string,
  name: (key: string) => string,
  now: Date,
): Row[] {
  return [...groupBy(copies, key)].map(([one, of]) => {
    const tally = tallyOf(of);
    const times = of.flatMap(({ decided }) => (decided ? [decided.at] : [])).toSorted((a, b) => +b - +a);
    return {
      name: name(one),
      to: one,
      cells: tallyCells(tally),
      waiting: tally.waiting,
      late: of.filter((copy) => isLate(copy, now)).length,
      lastAt: times[0] ?? null,
    };
  });
}

export const sumRow = (copies: readonly TableCopy[]) => tallyCells(tallyOf(copies));

/** Of each withdrawal: how many copies let go of it, and who has told it to people beyond this system's reach. */
export function presentWithdrawals(
  { withdrawals }: Package,
  copies: readonly EntryCopy[],
  unitName: (code: string) => string,
) {
  return withdrawals.map(({ codes, reason, at, by, replacedBy, done }) => {
    const of = copies.filter(({ code }) => codes.includes(code));
    const outside = of.filter(({ publications }) => publications.some(({ proof }) => proof !== "system"));
    return {
      codes: codes.join(", "),
      reason,
      at,
      by: by.name,
      replacedBy,
      done: done && of.every(({ withdrawn }) => withdrawn?.settledAt),
      settled: of.filter(({ withdrawn }) => withdrawn?.settledAt).length,
      total: of.length,
      outside: outside.map((copy) => ({
        unit: unitName(copy.unitCode),
        code: copy.code,
        title: copy.title,
        where: copy.publications
          .filter(({ proof }) => proof !== "system")
          .map(({ place, at: on }) => `${place}, ${formatDate(on)}`)
          .join("; "),
      })),
    };
  });
}

/** For a Zalo group of offices: copied and posted by a person, no robot stands behind it. */
export function groupText(read: Package): string {
  const entries = entriesInForce(read);
  if (entries.length === 0) return "";
  return [
    `${read.title}: ${entries.length} mục, bản ${read.version}, đề nghị đăng trước ${formatDate(read.deadline)}.`,
    ...entries.map(({ code, title }) => `${code} ${title}`),
    "Các xã mở mục Gói từ Sở trên Loa Số để nhận, sửa hoặc từ chối.",
  ].join("\n");
}

/** What is said once where the item was told already: ready to be read out or posted. */
export const correctionOf = (copy: Pick<Copy, "title" | "organ">, reason: string, office: string, on: Date): string =>
  `${office} thông báo: nội dung “${copy.title}” (nguồn: ${copy.organ}) đã được thu hồi ngày ${formatDate(on)}. Lý do: ${reason}. Đề nghị bà con không sử dụng, không chuyển tiếp nội dung này. Trân trọng.`;

/** The catalogue as it is written, each entry with what keeps it from being released. */
export function presentEntries(
  read: Package,
  contents: ReadonlyMap<string, Content>,
  faults: readonly { code: string; say: string }[],
) {
  const gone = goneCodes(read.withdrawals);
  return read.entries.map(({ code, title, contents: hashes, origin, added }) => ({
    code,
    title,
    kinds: [
      ...new Set(
        hashes.flatMap((hash) => {
          const kind = contents.get(hash)?.kind;
          return kind ? [KIND_RULES[kind].name] : [];
        }),
      ),
    ].join(", "),
    parts: hashes.length,
    foreign: hashes.some((hash) => contents.get(hash)?.foreign),
    organ: origin.organ,
    receivedAt: origin.receivedAt,
    dueAt: origin.dueAt,
    added: added ? `Bổ sung ${formatDate(added.at)}: ${added.reason}` : "",
    gone: gone.has(code),
    faults: faults.filter((one) => one.code === code).map(({ say }) => say),
  }));
}
