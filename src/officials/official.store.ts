import { type Official, OfficialModel } from "./official.model.ts";

/** The only queries on officials. */
export const findByEmail = (email: string): Promise<Official | null> =>
  OfficialModel.findOne({ email: email.trim().toLowerCase() }).lean<Official>().exec();

export const findOfficial = (id: string): Promise<Official | null> =>
  OfficialModel.findById(id).lean<Official>().exec();

export const listOfUnits = (unitCodes: string[]): Promise<Official[]> =>
  OfficialModel.find({ unitCode: { $in: unitCodes } })
    .sort({ unitCode: 1, email: 1 })
    .limit(500)
    .lean<Official[]>()
    .exec();

export const listAllOfficials = (): Promise<Official[]> =>
  OfficialModel.find().sort({ unitCode: 1 }).limit(2000).lean<Official[]>().exec();

export async function saveNew(
  official: Omit<Official, "_id" | "totpSteps" | "failedLogins" | "lockedUntil" | "lastLoginAt">,
): Promise<string> {
  const made = await OfficialModel.create(official);
  return String(made._id);
}

export async function noteFailure(id: string, lockedUntil: Date | null): Promise<void> {
  await OfficialModel.updateOne(
    { _id: id },
    { $inc: { failedLogins: 1 }, ...(lockedUntil ? { $set: { lockedUntil } } : {}) },
  );
}

export async function noteSuccess(id: string, at: Date): Promise<void> {
  await OfficialModel.updateOne({ _id: id }, { $set: { failedLogins: 0, lockedUntil: null, lastLoginAt: at } });
}

/** True once per step and purpose: the same six digits cannot be used again. */
export async function useTotpStep(id: string, purpose: "login" | "approve", step: number): Promise<boolean> {
  const field = `totpSteps.${purpose}`;
  const done = await OfficialModel.updateOne({ _id: id, [field]: { $lt: step } }, { $set: { [field]: step } });
  return done.modifiedCount === 1;
}

export async function setTotpSeed(id: string, sealed: string): Promise<void> {
  await OfficialModel.updateOne({ _id: id }, { $set: { totpSeed: sealed } });
}

export async function setPassword(id: string, passwordHash: string): Promise<void> {
  await OfficialModel.updateOne({ _id: id }, { $set: { passwordHash, failedLogins: 0, lockedUntil: null } });
}

export async function setActive(id: string, active: boolean): Promise<void> {
  await OfficialModel.updateOne({ _id: id }, { $set: { active } });
}

export async function setTheme(id: string, theme: "light" | "dark"): Promise<void> {
  await OfficialModel.updateOne({ _id: id }, { $set: { theme } });
}
