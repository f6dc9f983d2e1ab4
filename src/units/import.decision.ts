import { canonical } from "../decisions/compare.ts";
import { beforeOwn, type DecideDeps, defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import type { Unit } from "./unit.model.ts";
import type { UnitImport } from "./unit-import.model.ts";
import {
  decideImport,
  findUnits,
  lastImport,
  listImportsDue,
  type NamedUnit,
  noteImported,
  saveUnits,
} from "./unit.store.ts";

interface ToImport {
  codes: string[];
  units: Unit[];
  last: UnitImport | null;
}

/** Ids of a list of units, as the decision is named by. */
export const importRef = (rows: readonly NamedUnit[]): string => rows.map((row) => row._id).join(",");

const named = ({ name, office, kind, province, parents, from, to, population, households, hamlets }: NamedUnit) =>
  canonical({ name, office, kind, province, parents, from, to, population, households, hamlets });

async function finish(): Promise<void> {
  // in the order in which they were decided: the later one stays
  for (const { _id, rows } of await listImportsDue()) {
    await saveUnits(rows);
    await noteImported(_id);
  }
}

/** The operator's list of units is taken over: all of it or nothing, over the units as they were when it was read. */
export const unitsImport = defineDecision<ToImport, DecideDeps, NamedUnit[]>({
  name: "units",
  what: "danh sách đơn vị",
  may: "units.edit",
  sixDigits: null,
  keys: oneKey,
  given: ({ last }) => (last ? [last] : []),
  sameWish: ({ last }, rows) => canonical(last?.rows.map(named)) === canonical(rows.map(named)),
  notBy: nobody,
  notByWords: "",
  async load(_, __, ref) {
    const codes = ref.split(",");
    return { codes, units: await findUnits(codes), last: await lastImport() };
  },
  isOpen: () => true,
  closedWords: "",
  covers: ({ codes, units }) =>
    Object.fromEntries(
      codes.map((code) => {
        const unit = units.find((one) => one._id === code);
        return [`Đơn vị ${code}`, unit ? named(unit) : "(chưa có)"];
      }),
    ),
  apply: (_, { last }, rows, { by, at, fingerprint }) =>
    decideImport({ _id: (last?._id ?? 0) + 1, rows, by, at, fingerprint, due: true }),
  follow: {
    due: async ({ clock }) => (await listImportsDue(beforeOwn(clock.now()))).map(({ _id }) => String(_id)),
    finish,
  },
});
