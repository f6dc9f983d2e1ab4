import { type Unit, UnitModel } from "./unit.model.ts";

/** The only queries on units. */
export const findUnit = (code: string): Promise<Unit | null> => UnitModel.findById(code).lean<Unit>().exec();

export const listUnits = (): Promise<Unit[]> => UnitModel.find().sort({ _id: 1 }).limit(5000).lean<Unit[]>().exec();

/** Units that answered to `parentCode` on a day, in the order of the Vietnamese alphabet. */
export async function listChildren(parentCode: string, on: Date): Promise<Unit[]> {
  const all = await UnitModel.find({ "parents.code": parentCode }).lean<Unit[]>().exec();
  return all.filter(
    (unit) =>
      isInForce(unit, on) && unit.parents.some((p) => p.code === parentCode && p.from <= on && (!p.to || p.to > on)),
  );
}

export const isInForce = (unit: Pick<Unit, "from" | "to">, on: Date): boolean =>
  unit.from <= on && (!unit.to || unit.to > on);

export async function saveUnits(units: Unit[]): Promise<void> {
  if (units.length === 0) return;
  await UnitModel.bulkWrite(
    units.map(({ _id, ...fields }) => ({ updateOne: { filter: { _id }, update: { $set: fields }, upsert: true } })),
  );
}

export async function saveContact(code: string, fields: Pick<Unit, "contact" | "topics">): Promise<void> {
  await UnitModel.updateOne({ _id: code }, { $set: fields });
}

/** Codes an official may look at: the own unit and, for a department, its children of today. */
export async function visibleUnitCodes(unitCode: string, on: Date): Promise<string[]> {
  const unit = await findUnit(unitCode);
  if (unit?.kind !== "department") return [unitCode];
  return [unitCode, ...(await listChildren(unitCode, on)).map((child) => child._id)];
}
