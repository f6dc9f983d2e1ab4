import { APPROVER_ROLES } from "./grants.ts";
import { notice, type NoticeKind, pushNotices } from "./notices.ts";
import { type AccountNotice, type Official, OfficialModel, type OfficialSession } from "./official.model.ts";
import { USE_STEP_MS } from "./session-rules.ts";

/** What an account has that was never touched: records made before a field existed read like new ones. */
const UNTOUCHED = {
  totpSteps: { login: 0, approve: 0 },
  burntSteps: [],
  recovery: [],
  newSeed: null,
  codeMisses: 0,
  codeOpenAt: null,
  failedLogins: 0,
  sessions: [],
  devices: [],
  notices: [],
  noticesReadAt: null,
  invitation: null,
  trial: false,
  lastLoginAt: null,
} satisfies Partial<Official>;
export const whole = (official: Official | null): Official | null => (official ? { ...UNTOUCHED, ...official } : null);
const wholeAll = (officials: Official[]): Official[] => officials.map((one) => ({ ...UNTOUCHED, ...one }));

export const tidyEmail = (email: string): string => email.trim().toLowerCase();

/** The queries on officials; what an invitation changes stands in invitation.store.ts. */
export const findByEmail = async (email: string): Promise<Official | null> =>
  whole(
    await OfficialModel.findOne({ email: tidyEmail(email) })
      .lean<Official>()
      .exec(),
  );

export const findOfficial = async (id: string): Promise<Official | null> =>
  /^[0-9a-f]{24}$/.test(id) ? whole(await OfficialModel.findById(id).lean<Official>().exec()) : null;

export const listOfUnits = async (unitCodes: string[]): Promise<Official[]> =>
  wholeAll(
    await OfficialModel.find({ unitCode: { $in: unitCodes } })
      .sort({ unitCode: 1, email: 1 })
      .limit(2000)
      .lean<Official[]>()
      .exec(),
  );

const listAllOfficials = async (): Promise<Official[]> =>
  wholeAll(await OfficialModel.find().sort({ unitCode: 1 }).limit(20_000).lean<Official[]>().exec());

/** Who could meet a person of this unit and confirm: approvers that can log in. */
export async function listApproverIds(unitCode: string): Promise<string[]> {
  const rows = await OfficialModel.find({
    unitCode,
    role: { $in: APPROVER_ROLES },
    active: true,
    totpSeed: { $gt: "" },
  })
    .lean<Official[]>()
    .exec();
  return rows.map((one) => String(one._id));
}

/** Accounts the demo's seed made, for the log-in page of a trial. */
export const listTrialAccounts = async (): Promise<Official[]> =>
  wholeAll(
    await OfficialModel.find({ trial: true, active: true }).sort({ unitCode: 1, email: 1 }).lean<Official[]>().exec(),
  );

/** A demo seeded before accounts had second factors: its people become those of a trial. */
export const adoptTrial = async (email: string, sealed: string, at: Date): Promise<void> =>
  void (await OfficialModel.updateOne(
    { email: tidyEmail(email), joinedAt: { $exists: false } },
    { $set: { totpSeed: sealed, trial: true, joinedAt: at } },
  ));

type Fresh = Pick<Official, "email" | "name" | "role" | "unitCode" | "createdAt"> & Partial<Official>;
export async function saveNew(official: Fresh): Promise<string> {
  const made = await OfficialModel.create(official);
  return String(made._id);
}

export const noteFailure = async (id: string): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $inc: { failedLogins: 1 } }));

/** Somebody is in: one write holds the session, the browser and what the person is to be told. */
export async function enter(
  official: Official,
  entry: { session: OfficialSession; device: string; notices: AccountNotice[] },
): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    // an account that was disabled or got another password meanwhile lets nobody in
    { _id: official._id, active: true, passwordHash: official.passwordHash },
    {
      $set: {
        failedLogins: 0,
        lastLoginAt: entry.session.startedAt,
        joinedAt: official.joinedAt ?? entry.session.startedAt,
      },
      $push: {
        sessions: { $each: [entry.session], $slice: -10 },
        ...(official.devices.includes(entry.device) ? {} : { devices: { $each: [entry.device], $slice: -10 } }),
        ...pushNotices(...entry.notices),
      },
    },
  );
  return done.matchedCount === 1;
}

/** Writes only when the step is over: most requests of a person follow one another within it. */
export async function noteUse({ _id, sessions }: Official, sessionId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - USE_STEP_MS);
  if (!sessions.some(({ id, usedAt }) => id === sessionId && usedAt < before)) return;
  await OfficialModel.updateOne(
    { _id, sessions: { $elemMatch: { id: sessionId, usedAt: { $lt: before } } } },
    { $set: { "sessions.$.usedAt": at } },
  );
}

export const endSession = async (id: string, sessionId: string): Promise<boolean> =>
  (await OfficialModel.updateOne({ _id: id }, { $pull: { sessions: { id: sessionId } } })).modifiedCount === 1;

export const endOtherSessions = async (id: string, sessionId: string): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $pull: { sessions: { id: { $ne: sessionId } } } }));

/** True once per step and purpose: the same six digits cannot be used again. */
export async function useTotpStep(id: string, purpose: "login" | "approve", step: number): Promise<boolean> {
  const field = `totpSteps.${purpose}`;
  const done = await OfficialModel.updateOne(
    { _id: id, [field]: { $lt: step } },
    { $set: { [field]: step, ...(purpose === "approve" ? { codeMisses: 0, codeOpenAt: null } : {}) } },
  );
  return done.modifiedCount === 1;
}

export const burnStep = async (id: string, step: number): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $push: { burntSteps: { $each: [step], $slice: -20 } } }));

/**
 * Spends a try at a code inside a session before it is looked at. False when another try is under way: of a hundred at
 * once one is looked at. A right code sets the count back.
 */
export async function spendCodeTry(official: Official, openAt: Date | null): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: official._id, codeMisses: official.codeMisses },
    { $set: { codeMisses: official.codeMisses + 1, codeOpenAt: openAt } },
  );
  return done.modifiedCount === 1;
}

/** The person proved who it is. */
export const forgetMisses = async (id: string): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $set: { codeMisses: 0, codeOpenAt: null } }));

/** True once per recovery code. */
export async function spendRecovery(id: string, hash: string, at: Date, left: number): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: id, recovery: hash },
    {
      $pull: { recovery: hash },
      $set: { codeMisses: 0, codeOpenAt: null },
      $push: pushNotices(notice("code-spent", at, String(left))),
    },
  );
  return done.modifiedCount === 1;
}

/** Ends every session with it, so that whoever knew the old one is out. False when it was changed meanwhile. */
export async function changePassword(official: Official, passwordHash: string, at: Date): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: official._id, passwordHash: official.passwordHash },
    {
      $set: {
        passwordHash,
        sessions: [],
        devices: [],
        failedLogins: 0,
        codeMisses: 0,
        codeOpenAt: null,
        newSeed: null,
        trial: false,
      },
      $push: pushNotices(notice("password-changed", at)),
    },
  );
  return done.modifiedCount === 1;
}

/** A seed that will be shown: kept with the account it is shown to, never in a form. */
export const keepNewSeed = async (id: string, newSeed: NonNullable<Official["newSeed"]>): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $set: { newSeed, codeMisses: 0, codeOpenAt: null } }));

export const dropNewSeed = async (id: string): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $set: { newSeed: null } }));

/** The proven seed takes the place of the old one; other browsers are signed out. Only the seed that was shown can. */
export async function takeNewSeed(
  official: Official,
  sealed: string,
  proof: { step: number; recovery: string[]; sessionId: string; at: Date },
): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: official._id, "newSeed.sealed": sealed, "newSeed.sessionId": proof.sessionId, totpSeed: official.totpSeed },
    {
      $set: {
        totpSeed: sealed,
        totpSteps: { login: proof.step, approve: 0 },
        burntSteps: [],
        recovery: proof.recovery,
        newSeed: null,
        codeMisses: 0,
        codeOpenAt: null,
        trial: false,
        sessions: official.sessions.filter((one) => one.id === proof.sessionId),
      },
      $push: pushNotices(notice(official.totpSeed === "" ? "totp-set" : "totp-changed", proof.at)),
    },
  );
  return done.modifiedCount === 1;
}

export const renewRecovery = async (id: string, recovery: string[], at: Date): Promise<void> =>
  void (await OfficialModel.updateOne(
    { _id: id },
    { $set: { recovery }, $push: pushNotices(notice("codes-renewed", at)) },
  ));

/** For `keys rotate` only: the same seed under another key. */
const resealTotp = async (id: string, sealed: { totpSeed: string; pending: string }): Promise<void> =>
  void (await OfficialModel.updateOne(
    { _id: id },
    {
      $set: {
        totpSeed: sealed.totpSeed,
        newSeed: null,
        ...(sealed.pending ? { "invitation.totpSeed": sealed.pending } : {}),
      },
    },
  ));

/** Disabling ends every session in the same write. False when somebody else was first. */
export async function setActive(official: Official, active: boolean, by: string, at: Date): Promise<boolean> {
  const kind: NoticeKind = active ? "enabled" : "disabled";
  const done = await OfficialModel.updateOne(
    { _id: official._id, active: official.active, role: official.role },
    { $set: { active, ...(active ? {} : { sessions: [] }) }, $push: pushNotices(notice(kind, at, by)) },
  );
  return done.modifiedCount === 1;
}

export const setTheme = async (id: string, theme: "light" | "dark"): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $set: { theme } }));

/** What was on the screen is read; what came meanwhile is not. */
export const noteRead = async (id: string, until: Date): Promise<void> =>
  void (await OfficialModel.updateOne({ _id: id }, { $max: { noticesReadAt: until } }));

/** Seeds of second factors under a new key; one that was just shown is shown anew. Returns how many accounts. */
export async function resealSeeds(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for (const official of await listAllOfficials()) {
    if (!official.totpSeed && !official.invitation?.totpSeed && !official.newSeed) continue;
    const pending = again(official.invitation?.totpSeed ?? "");
    await resealTotp(String(official._id), { totpSeed: again(official.totpSeed), pending });
    n += 1;
  }
  return n;
}

/** Everybody's sessions are as much later as the clock of a practice was put forward. */
export async function carrySessions(byMs: number): Promise<void> {
  const later = (at: Date): Date => new Date(at.getTime() + byMs);
  for await (const { _id, sessions } of OfficialModel.find({ "sessions.0": { $exists: true } }, { sessions: 1 })
    .lean<Pick<Official, "_id" | "sessions">>()
    .cursor())
    for (const { id, startedAt, usedAt } of sessions)
      await OfficialModel.updateOne(
        { _id, "sessions.id": id },
        { $set: { "sessions.$.startedAt": later(startedAt), "sessions.$.usedAt": later(usedAt) } },
      );
}
