import { notice, pushNotices } from "./notices.ts";
import { type Invitation, type InvitationState, type Official, OfficialModel } from "./official.model.ts";
import { whole } from "./official.store.ts";
import type { Role } from "./rules.ts";

/** Every step of an invitation as one compare-and-set on the account's record: a step that lost its race changes nothing. */
type Step = Partial<Invitation>;
const fieldsOf = (step: Step): Record<string, unknown> =>
  Object.fromEntries(Object.entries(step).map(([name, value]) => [`invitation.${name}`, value]));

/** What a link that is over may still say: which way it ended and who has a say; no secret. */
const WIPED: Step = { browser: "", passwordHash: "", totpSeed: "", recovery: [], codeHash: "", wrongCodes: 0 };
const LIVE: readonly InvitationState[] = ["sent", "password", "seed", "codes", "waiting"];

export const findByInvitation = async (tokenHash: string): Promise<Official | null> =>
  whole(await OfficialModel.findOne({ "invitation.tokenHash": tokenHash }).lean<Official>().exec());

export const listWaiting = (unitCodes: readonly string[]): Promise<Official[]> =>
  OfficialModel.find({ "invitation.unitCode": { $in: unitCodes }, "invitation.state": "waiting" })
    .sort({ _id: 1 })
    .limit(200)
    .lean<Official[]>()
    .exec();

/** A link for an account that is there; the last one stops working. False when the account changed meanwhile. */
export async function saveInvitation(official: Official, invitation: Invitation, by: string): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: official._id, role: official.role, unitCode: official.unitCode, active: official.active },
    {
      $set: { invitation },
      ...(official.joinedAt === null ? {} : { $push: pushNotices(notice("link-made", invitation.at, by)) }),
    },
  );
  return done.modifiedCount === 1;
}

/** Somebody who never joined is invited anew, perhaps under another name, role or unit. */
export async function saveInvitationAnew(
  official: Official,
  fresh: Pick<Official, "name" | "role" | "unitCode">,
  invitation: Invitation,
): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    { _id: official._id, joinedAt: null, active: false },
    { $set: { ...fresh, invitation } },
  );
  return done.modifiedCount === 1;
}

/** One step forward, from one of these states, by the browser that began, before the link ends. */
export async function takeStep(
  official: Official,
  from: InvitationState,
  step: Step & { state: InvitationState },
  now: Date,
): Promise<boolean> {
  const { tokenHash = "", browser = "" } = official.invitation ?? {};
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": tokenHash,
      "invitation.browser": browser,
      "invitation.state": from,
      "invitation.expiresAt": { $gt: now },
    },
    { $set: fieldsOf(step) },
  );
  return done.modifiedCount === 1;
}

/** From the beginning, in another browser: what the first one set is forgotten, its code with it. */
export async function startAgain(official: Official, now: Date): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": official.invitation?.tokenHash ?? "",
      "invitation.state": { $in: LIVE },
      "invitation.expiresAt": { $gt: now },
    },
    { $set: fieldsOf({ ...WIPED, state: "sent" }) },
  );
  return done.modifiedCount === 1;
}

/** A new code on the screen; wrong ones given for the last no longer count. */
export async function showCode(
  official: Official,
  code: Pick<Invitation, "browser" | "codeHash" | "codeRound">,
  now: Date,
): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": official.invitation?.tokenHash ?? "",
      "invitation.state": "waiting",
      "invitation.expiresAt": { $gt: now },
    },
    { $set: fieldsOf({ ...code, wrongCodes: 0 }) },
  );
  return done.modifiedCount === 1;
}

/** Spends one of the tries the code on a screen allows, before it is looked at. */
export async function spendCodeGuess(official: Official, most: number): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": official.invitation?.tokenHash ?? "",
      "invitation.codeHash": official.invitation?.codeHash ?? "",
      "invitation.wrongCodes": { $lt: most },
    },
    { $inc: { "invitation.wrongCodes": 1 } },
  );
  return done.modifiedCount === 1;
}

/**
 * The invitation takes effect: one write puts what was set up in force, ends every session and forgets what is no longer
 * needed. It is compared with exactly what was set up and with the code that was shown.
 * @param last what the last step itself brings, when it needs nobody to confirm
 */
export async function putInForce(
  official: Official,
  last: Step,
  told: { by: string; roleName: string },
  at: Date,
): Promise<boolean> {
  const one = official.invitation;
  if (!one) return false;
  const made = { ...one, ...last };
  const isNew = official.joinedAt === null;
  const notices = [
    ...(isNew ? [] : [notice("reset-done", at, told.by)]),
    ...(one.kind === "role" ? [notice("role-changed", at, told.roleName)] : []),
  ];
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": one.tokenHash,
      "invitation.state": one.state,
      "invitation.browser": one.browser,
      "invitation.passwordHash": one.passwordHash,
      "invitation.totpSeed": one.totpSeed,
      "invitation.codeHash": one.codeHash,
      "invitation.expiresAt": { $gt: at },
      // who is disabled meanwhile stays so: a link opens no account that was shut
      ...(isNew ? { joinedAt: null } : { active: true }),
      // a new way to log in gives back no role that was taken meanwhile
      ...(one.kind === "reset" ? { role: one.role, unitCode: one.unitCode } : {}),
    },
    {
      $set: {
        passwordHash: made.passwordHash,
        totpSeed: made.totpSeed,
        totpSteps: { login: 0, approve: 0 },
        burntSteps: [],
        recovery: made.recovery,
        role: one.role,
        unitCode: one.unitCode,
        active: true,
        joinedAt: official.joinedAt ?? at,
        sessions: [],
        devices: [made.browser],
        newSeed: null,
        codeMisses: 0,
        codeOpenAt: null,
        failedLogins: 0,
        trial: false,
        ...fieldsOf({ ...WIPED, state: "done", endedBy: told.by, endedAt: at }),
      },
      ...(notices.length > 0 ? { $push: pushNotices(...notices) } : {}),
    },
  );
  return done.modifiedCount === 1;
}

/** Refused by the second official, or taken back: the link and all that was set up by it are gone. */
export async function endInvitation(
  official: Official,
  state: "refused" | "withdrawn",
  by: string,
  reason: string,
  at: Date,
): Promise<boolean> {
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      "invitation.tokenHash": official.invitation?.tokenHash ?? "",
      "invitation.state": { $in: state === "refused" ? ["waiting"] : LIVE },
    },
    {
      $set: fieldsOf({ ...WIPED, state, endedBy: by, endedAt: at, reason }),
      ...(official.joinedAt === null ? {} : { $push: pushNotices(notice("link-withdrawn", at, by)) }),
    },
  );
  return done.modifiedCount === 1;
}

/**
 * A role that may less takes effect at once; one that may more goes the way of the invitation. A link that is out, which
 * would give the old role back or a higher one, ends in the same write.
 */
export async function lowerRole(
  official: Official,
  to: { role: Role; roleName: string },
  by: string,
  at: Date,
): Promise<boolean> {
  const link = official.invitation;
  const isOut = link !== null && LIVE.includes(link.state) && link.expiresAt > at;
  const notices = [notice("role-changed", at, to.roleName), ...(isOut ? [notice("link-withdrawn", at, by)] : [])];
  const done = await OfficialModel.updateOne(
    {
      _id: official._id,
      role: official.role,
      unitCode: official.unitCode,
      "invitation.tokenHash": link?.tokenHash ?? null,
      "invitation.state": link?.state ?? null,
    },
    {
      $set: {
        role: to.role,
        sessions: [],
        ...(isOut ? fieldsOf({ ...WIPED, state: "withdrawn", endedBy: by, endedAt: at }) : {}),
      },
      $push: pushNotices(...notices),
    },
  );
  return done.modifiedCount === 1;
}
