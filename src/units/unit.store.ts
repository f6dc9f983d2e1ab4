import type { QueryFilter } from "mongoose";
import { type UnitImport, UnitImportModel } from "./unit-import.model.ts";
export type { NamedUnit } from "./unit.model.ts";
import { type NamedUnit, NEW_UNIT, type Unit, UnitModel } from "./unit.model.ts";
import type { DatedFacts } from "./change-effects.ts";
import { isDepartment } from "./kinds.ts";

/** The only queries on units. */
export async function findUnit(code: string): Promise<Unit | null> {
  const unit = await UnitModel.findById(code).lean<Unit>().exec();
  return unit ? { ...NEW_UNIT, ...unit } : null;
}

/** Those of the codes that are there, in the order of the codes. */
export async function findUnits(codes: string[]): Promise<Unit[]> {
  const rows = await UnitModel.find({ _id: { $in: codes } })
    .lean<Unit[]>()
    .exec();
  const known = new Map(rows.map((unit) => [unit._id, { ...NEW_UNIT, ...unit }]));
  return codes.flatMap((code) => known.get(code) ?? []);
}

/** Where a unit stands in the tree, without what else is known of it. */
export type InTree = Pick<Unit, "_id" | "kind" | "parents" | "from" | "to"> &
  Partial<Pick<Unit, "held" | "divided" | "became">>;

const IN_TREE = { kind: 1, held: 1, divided: 1, became: 1, parents: 1, from: 1, to: 1 };
export const readInTree = (code: string): Promise<InTree | null> =>
  UnitModel.findById(code, IN_TREE).lean<InTree>().exec();

/** Who may answer to `code` on a day: not those that had ended by then. Two ranges of one index, whatever the history. */
const whoAnswer = (code: string, on: Date): QueryFilter<Unit>[] => [
  { "parents.code": code, to: null },
  { "parents.code": code, to: { $gt: on } },
];
const unique = <T extends { _id: string }>(rows: readonly T[]): T[] => [
  ...new Map(rows.map((row) => [row._id, row])).values(),
];

/** Units that answer to one on a day, as far as its place in the tree goes. */
export const readBelow = async (code: string, on: Date): Promise<InTree[]> =>
  unique(
    (
      await Promise.all(whoAnswer(code, on).map((filter) => UnitModel.find(filter, IN_TREE).lean<InTree[]>().exec()))
    ).flat(),
  );

export const listUnits = async (): Promise<Unit[]> =>
  (await UnitModel.find().sort({ _id: 1 }).limit(5000).lean<Unit[]>().exec()).map((unit) => ({ ...NEW_UNIT, ...unit }));

export const countUnits = (): Promise<number> => UnitModel.countDocuments().exec();

/** Units that answered to `parentCode` on a day, in the order of the Vietnamese alphabet. */
export async function listChildren(parentCode: string, on: Date): Promise<Unit[]> {
  const found = await Promise.all(
    whoAnswer(parentCode, on).map((filter) => UnitModel.find(filter).sort({ _id: 1 }).lean<Unit[]>().exec()),
  );
  return unique(found.flat()).filter(
    (unit) =>
      isInForce(unit, on) && unit.parents.some((p) => p.code === parentCode && p.from <= on && (!p.to || p.to > on)),
  );
}

export const isInForce = (unit: Pick<Unit, "from" | "to">, on: Date): boolean =>
  unit.from <= on && (!unit.to || unit.to > on);

/** Units as a list names them. What no list names, the topics and the card a unit has settled itself, stays. */
export async function saveUnits(units: NamedUnit[]): Promise<void> {
  if (units.length === 0) return;
  await UnitModel.bulkWrite(
    units.map(({ _id, contact, topics, ...fields }) => ({
      updateOne: {
        filter: { _id },
        // a unit writes its own contact and topics; a list of units is no word on them
        update: { $set: fields, $setOnInsert: { ...NEW_UNIT, contact, topics } },
        upsert: true,
      },
    })),
  );
}

/** The one write of an import; false when another one came first. */
export async function decideImport(taken: UnitImport): Promise<boolean> {
  const { _id, ...fields } = taken;
  return (await UnitImportModel.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true })).upsertedCount === 1;
}
export const lastImport = (): Promise<UnitImport | null> =>
  UnitImportModel.findOne().sort({ _id: -1 }).lean<UnitImport>().exec();
export const listImportsDue = (before?: Date): Promise<UnitImport[]> =>
  UnitImportModel.find({ due: true, ...(before ? { at: { $lte: before } } : {}) })
    .sort({ _id: 1 })
    .limit(20)
    .lean<UnitImport[]>()
    .exec();
export const noteImported = async (id: number): Promise<void> =>
  void (await UnitImportModel.updateOne({ _id: id }, { $unset: { due: 1 } }));

/** False when the code is taken. */
export async function insertUnit(unit: NamedUnit): Promise<boolean> {
  const { _id, ...fields } = unit;
  const done = await UnitModel.updateOne({ _id }, { $setOnInsert: { ...fields, ...NEW_UNIT } }, { upsert: true });
  return done.upsertedCount === 1;
}

export async function saveOwnFields(
  code: string,
  fields: Pick<Unit, "contact" | "topics" | "sendHours" | "templates">,
): Promise<void> {
  await UnitModel.updateOne({ _id: code }, { $set: fields });
}

/** The code a colleague types into the OA's chat to be sent drafts; made when first asked for. */
export async function testCodeOf(code: string, fresh: string): Promise<string> {
  await UnitModel.updateOne({ _id: code, testCode: { $in: ["", null] } }, { $set: { testCode: fresh } });
  return (await findUnit(code))?.testCode ?? "";
}

/** A colleague who asked for drafts; at most 20 a unit, the same person once. */
export async function addTester(code: string, tester: Unit["testers"][number]): Promise<void> {
  await UnitModel.updateOne({ _id: code }, { $pull: { testers: { userId: tester.userId } } });
  await UnitModel.updateOne({ _id: code }, { $push: { testers: { $each: [tester], $slice: -20 } } });
}

/** Off the list of one unit, or of every one. */
export const removeTester = async (userId: string, code?: string): Promise<void> =>
  void (await UnitModel.updateMany(
    { "testers.userId": userId, ...(code === undefined ? {} : { _id: code }) },
    { $pull: { testers: { userId } } },
  ));

/** Codes an official may look at: the own unit and, for a department, its children of today. */
export async function visibleUnitCodes(unitCode: string, on: Date): Promise<string[]> {
  const unit = await findUnit(unitCode);
  if (!isDepartment(unit)) return [unitCode];
  return [unitCode, ...(await listChildren(unitCode, on)).map((child) => child._id)];
}

/** A unit and the departments above it today: what they publish for all, the unit shows, too. */
export async function withParents(unitCode: string, on: Date): Promise<string[]> {
  const unit = await findUnit(unitCode);
  const parents = (unit?.parents ?? []).filter((one) => one.from <= on && (!one.to || on < one.to));
  return [unitCode, ...parents.map((one) => one.code)];
}

/** What the history says of a unit, with its days. */
export async function saveDatedFacts(facts: readonly (DatedFacts & { _id: string })[]): Promise<void> {
  if (facts.length === 0) return;
  await UnitModel.bulkWrite(
    facts.map(({ _id, ...fields }) => ({ updateOne: { filter: { _id }, update: { $set: fields } } })),
  );
}

export const saveNames = async (
  code: string,
  names: Pick<Unit, "name" | "office" | "kind" | "formerNames">,
): Promise<void> => void (await UnitModel.updateOne({ _id: code }, { $set: names }));
