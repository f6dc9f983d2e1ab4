import { randomBytes } from "node:crypto";
import type { Core } from "../../src/compose.ts";
import { addAccount, makeAccount } from "../../src/officials/add-account.ts";
import {
  beginFactor,
  changeOwnPassword,
  proveNewFactor,
  remakeCodes,
  waitingSeed,
} from "../../src/officials/change-own-account.ts";
import { confirmOfficial, refuseOfficial } from "../../src/officials/confirm-official.ts";
import {
  changeRole,
  type Giver,
  inviteOfficial,
  type Invited,
  sendLinkAgain,
  withdrawInvitation,
} from "../../src/officials/invite-official.ts";
import { codeOnScreen } from "../../src/officials/invitation-rules.ts";
import { type Official, OfficialModel } from "../../src/officials/official.model.ts";
import { findByEmail, setActive } from "../../src/officials/official.store.ts";
import { isPassword } from "../../src/officials/passwords.ts";
import type { Role } from "../../src/officials/rules.ts";
import { choosePassword, finishSetUp, proveSeed, showSeed } from "../../src/officials/set-up-account.ts";
import { currentCode, newTotpSeed } from "../../src/officials/totp.ts";
import { saveUnits } from "../../src/units/unit.store.ts";

const OLD = "mái ngói sông trăng lá";
const NEW = "thuyền giấy muối ớt";
const SESSION = "session-of-before";

/** Somebody with an account, a link, or nothing yet. */
interface Person {
  email: string;
  device: string;
  token: string;
}
export interface Case {
  arrange(): Promise<Person>;
  press(person: Person): Promise<unknown>;
}

const FROM = new Date("2025-07-01T00:00:00+07:00");
const unit = (code: string, kind: "department" | "commune", parent: string) => ({
  _id: code,
  name: code,
  office: code,
  kind,
  province: "",
  from: FROM,
  to: null,
  topics: [],
  population: 0,
  households: 0,
  hamlets: 0,
  contact: {
    address: "",
    hours: "",
    phone: "",
    dutyPhone: "",
  },
  parents: parent
    ? [
        {
          code: parent,
          from: FROM,
          to: null,
        },
      ]
    : [],
});

/** A department and a commune, with somebody who invites and somebody who confirms. */
export async function openHouse(core: Core): Promise<{ admin: Giver; leader: Giver }> {
  await saveUnits([unit("so", "department", ""), unit("xa", "commune", "so")]);
  const make = async (name: string, role: Role, unitCode: string): Promise<Giver> => {
    const { id } = await makeAccount(core, { email: `${role}@x.vn`, name, role, unitCode, password: OLD });
    return { id, name, role, unitCode };
  };
  return {
    admin: await make("Quản trị", "sys_admin", "so"),
    leader: await make("Lãnh đạo", "commune_approver", "xa"),
  };
}

/** A hash is costly to try, and stays the same through one case. */
const tried = new Map<string, string>([["", "none"]]);
async function passwordOf(hash: string): Promise<string> {
  const known =
    tried.get(hash) ?? ((await isPassword(hash, OLD)) ? "old" : (await isPassword(hash, NEW)) ? "new" : "?");
  tried.set(hash, known);
  return known;
}

/** What an account may be used for and by whom; without times, and without counts of tries, which may stay spent. */
export async function standing(core: Core, { email }: Person) {
  const one = await findByEmail(email);
  if (!one) return "nobody";
  const link = one.invitation;
  const seedOf = (sealed: string): string => (sealed === "" ? "none" : core.box.open(sealed).length > 20 ? "set" : "?");
  return {
    role: one.role,
    unitCode: one.unitCode,
    active: one.active,
    joined: one.joinedAt !== null,
    password: await passwordOf(one.passwordHash),
    seed: seedOf(one.totpSeed),
    codes: one.recovery.length,
    sessions: one.sessions.map((session) => session.id),
    told: [...new Set(one.notices.map((notice) => notice.kind))],
    shown: one.newSeed !== null,
    link: link && {
      kind: link.kind,
      state: link.state,
      role: link.role,
      endedBy: link.endedBy,
      password: await passwordOf(link.passwordHash),
      seed: seedOf(link.totpSeed),
      codes: link.recovery.length,
      browser: link.browser !== "",
      screen: link.codeHash !== "",
    },
  };
}

let people = 0;
const stranger = (): Person => ({
  email: `nguoi${(people += 1)}@x.vn`,
  device: randomBytes(32).toString("base64url"),
  token: "",
});
const load = async ({ email }: Person): Promise<Official> => {
  const found = await findByEmail(email);
  if (!found) throw new Error(`no account of ${email}`);
  return found;
};
const linked = (person: Person, made: Invited | "done"): Person => ({
  ...person,
  token: made === "done" ? "" : made.token,
});

/** Every deed that changes an account, each with what comes before it. */
export function casesOf(core: Core, { admin, leader }: { admin: Giver; leader: Giver }): Record<string, Case> {
  const wish = ({ email }: Person, role: Role) => ({ email, name: "Người", role, unitCode: "xa" });
  const password = (one: Person) => choosePassword(core, one, { password: NEW, again: NEW });
  const seed = (one: Person) => showSeed(core, one);
  const digits = async (one: Person) => {
    const sealed = (await load(one)).invitation?.totpSeed ?? "";
    // pressed again when it was done, there are no digits to prove any more
    await proveSeed(core, one, sealed ? currentCode(core.box.open(sealed), new Date()) : "");
  };
  const finish = (one: Person) => finishSetUp(core, one);
  const confirm = async (one: Person) => {
    const { _id, invitation } = await load(one);
    const code = codeOnScreen(one.device, invitation?.tokenHash ?? "", invitation?.codeRound ?? 0);
    await confirmOfficial(core, leader, String(_id), code);
  };
  const steps: ((one: Person) => Promise<unknown>)[] = [password, seed, digits, finish, confirm];
  const upTo = async (person: Person, end: (one: Person) => Promise<unknown>): Promise<Person> => {
    for (const step of steps.slice(0, steps.indexOf(end))) await step(person);
    return person;
  };
  const invited = async (role: Role): Promise<Person> => {
    const person = stranger();
    return linked(person, await inviteOfficial(core, admin, wish(person, role)));
  };
  const joined = async (role: Role): Promise<Person> => {
    const person = stranger();
    await makeAccount(core, { ...wish(person, role), password: OLD, seed: newTotpSeed() });
    const session = { id: SESSION, startedAt: new Date(), usedAt: new Date(), device: "Chrome" };
    await OfficialModel.updateOne({ email: person.email }, { $set: { sessions: [session] } });
    return person;
  };
  const reset = async (one: Person) => sendLinkAgain(core, admin, await load(one));
  const raise = async (one: Person) =>
    changeRole(core, admin, await load(one), { role: "commune_approver", unitCode: "xa" });
  const own = async (one: Person): Promise<string> => {
    // digits count once: each press has new ones
    await OfficialModel.updateOne({ email: one.email }, { $set: { totpSteps: { login: 0, approve: 0 } } });
    return currentCode(core.box.open((await load(one)).totpSeed), new Date());
  };
  return {
    "made by the operator": {
      arrange: async () => stranger(),
      press: (one) => addAccount(core, { ...wish(one, "commune_officer"), password: NEW }),
    },
    invited: {
      arrange: async () => stranger(),
      press: (one) => inviteOfficial(core, admin, wish(one, "commune_officer")),
    },
    ...Object.fromEntries(
      (
        [
          ["the password chosen", password],
          ["the seed shown", seed],
          ["the digits proved", digits],
          ["the codes put away", finish],
          ["met and confirmed", confirm],
        ] as const
      ).map(([name, press]) => [name, { arrange: async () => upTo(await invited("commune_officer"), press), press }]),
    ),
    "in force without a meeting": { arrange: () => invited("propagandist"), press: password },
    refused: {
      arrange: async () => upTo(await invited("commune_officer"), confirm),
      press: async (one) => refuseOfficial(core, leader, String((await load(one))._id), "không phải người này"),
    },
    "the invitation withdrawn": {
      arrange: () => invited("commune_officer"),
      press: async (one) => withdrawInvitation(core, admin, await load(one)),
    },
    "a reset link made": { arrange: () => joined("commune_officer"), press: reset },
    "a reset confirmed": {
      async arrange() {
        const person = await joined("commune_officer");
        return upTo(linked(person, await reset(person)), confirm);
      },
      press: confirm,
    },
    "a role that may less": {
      async arrange() {
        const person = await joined("commune_officer");
        return upTo(linked(person, await raise(person)), confirm);
      },
      press: async (one) => changeRole(core, admin, await load(one), { role: "propagandist", unitCode: "xa" }),
    },
    "a link for a role that may more": { arrange: () => joined("commune_officer"), press: raise },
    "a higher role confirmed": {
      async arrange() {
        const person = await joined("commune_officer");
        return upTo(linked(person, await raise(person)), confirm);
      },
      press: confirm,
    },
    disabled: {
      arrange: () => joined("commune_officer"),
      press: async (one) => setActive(await load(one), false, admin.name, new Date()),
    },
    "the own password changed": {
      arrange: () => joined("commune_officer"),
      press: async (one) => changeOwnPassword(core, await load(one), { old: OLD, password: NEW, again: NEW }),
    },
    "the own six digits changed": {
      async arrange() {
        const person = await joined("commune_officer");
        await beginFactor(core, await load(person), await own(person), SESSION);
        return person;
      },
      async press(one) {
        const official = await load(one);
        const shown = waitingSeed(core, official, SESSION);
        await proveNewFactor(core, official, shown ? currentCode(shown, new Date()) : "", SESSION);
      },
    },
    "the own codes renewed": {
      async arrange() {
        const person = await joined("commune_officer");
        await OfficialModel.updateOne({ email: person.email }, { $set: { recovery: ["one left"] } });
        return person;
      },
      press: async (one) => remakeCodes(core, await load(one), await own(one)),
    },
  };
}
