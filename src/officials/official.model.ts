import { model, Schema, type Types } from "mongoose";
import type { Role } from "./rules.ts";

/** A browser that is signed in. One write to the account ends some or all of them. */
export interface OfficialSession {
  id: string;
  startedAt: Date;
  /** last time the person did something; polls of a page do not count */
  usedAt: Date;
  /** "Chrome trên Windows"; the address stands in the audit log only */
  device: string;
}

/** What somebody is told at the next log-in, and finds again under "Tài khoản của tôi". */
export interface AccountNotice {
  at: Date;
  /** a key of NOTICES */
  kind: string;
  /** who did it, or a number */
  by: string;
}

const INVITATION_STATES = ["sent", "password", "seed", "codes", "waiting", "done", "refused", "withdrawn"] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/**
 * The one way to a log-in: for somebody new, after a lost phone or password, and for a role that may more. It stands in
 * the account's own record, so that taking effect is one write.
 */
export interface Invitation {
  kind: "new" | "reset" | "role";
  state: InvitationState;
  /** SHA-256 of the link's token; the link itself is shown once and stored nowhere */
  tokenHash: string;
  role: Role;
  unitCode: string;
  by: { id: string; name: string; unitCode: string };
  at: Date;
  /** of the link; once everything is set up, of the wait for the second official */
  expiresAt: Date;
  needsConfirmation: boolean;
  /** SHA-256 of the browser that sets it up: what one browser began, another cannot go on with */
  browser: string;
  passwordHash: string;
  totpSeed: string;
  recovery: string[];
  /** SHA-256 of the code on the invited person's screen */
  codeHash: string;
  codeRound: number;
  wrongCodes: number;
  /** who confirmed or refused, and when it ended */
  endedBy: string;
  endedAt: Date | null;
  reason: string;
}

/** An official's account. No password, no TOTP seed, no code is readable from it. */
export interface Official {
  _id: Types.ObjectId;
  email: string;
  name: string;
  role: Role;
  unitCode: string;
  /** empty until the person has set one */
  passwordHash: string;
  /** sealed TOTP seed; empty while there is no second factor */
  totpSeed: string;
  /** last 30-second step used per purpose, so that no code works twice */
  totpSteps: { login: number; approve: number };
  /** steps of codes that were shown to lie ahead of our clock; they do not work when their time comes */
  burntSteps: number[];
  /** SHA-256 of recovery codes not used yet */
  recovery: string[];
  /** a seed that was shown in one session of this account and is not proven yet */
  newSeed: { sealed: string; at: Date; sessionId: string } | null;
  /** wrong codes in a row inside a session, and until when none is looked at */
  codeMisses: number;
  codeOpenAt: Date | null;
  /** wrong tries since the last log-in; the person is told, nobody is locked by it */
  failedLogins: number;
  sessions: OfficialSession[];
  /** SHA-256 of browsers that logged in before: each has a budget of tries of its own */
  devices: string[];
  notices: AccountNotice[];
  noticesReadAt: Date | null;
  invitation: Invitation | null;
  active: boolean;
  /** when the person first could log in; null while invited */
  joinedAt: Date | null;
  /** made by the demo's seed: may log in against the simulator only, where the log-in page shows how */
  trial: boolean;
  theme: "light" | "dark";
  createdAt: Date;
  lastLoginAt: Date | null;
}

const invitation = new Schema<Invitation>(
  {
    kind: { type: String, required: true },
    state: { type: String, required: true },
    tokenHash: { type: String, required: true },
    role: { type: String, required: true },
    unitCode: { type: String, required: true },
    by: { id: String, name: String, unitCode: String },
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    needsConfirmation: { type: Boolean, required: true },
    browser: { type: String, default: "" },
    passwordHash: { type: String, default: "" },
    totpSeed: { type: String, default: "" },
    recovery: { type: [String], default: [] },
    codeHash: { type: String, default: "" },
    codeRound: { type: Number, default: 0 },
    wrongCodes: { type: Number, default: 0 },
    endedBy: { type: String, default: "" },
    endedAt: { type: Date, default: null },
    reason: { type: String, default: "" },
  },
  { _id: false },
);

const schema = new Schema<Official>(
  {
    email: { type: String, required: true, lowercase: true, trim: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    unitCode: { type: String, required: true },
    passwordHash: { type: String, default: "" },
    totpSeed: { type: String, default: "" },
    totpSteps: { login: { type: Number, default: 0 }, approve: { type: Number, default: 0 } },
    burntSteps: { type: [Number], default: [] },
    recovery: { type: [String], default: [] },
    newSeed: { type: new Schema({ sealed: String, at: Date, sessionId: String }, { _id: false }), default: null },
    codeMisses: { type: Number, default: 0 },
    codeOpenAt: { type: Date, default: null },
    failedLogins: { type: Number, default: 0 },
    sessions: {
      type: [
        new Schema<OfficialSession>({ id: String, startedAt: Date, usedAt: Date, device: String }, { _id: false }),
      ],
      default: [],
    },
    devices: { type: [String], default: [] },
    notices: {
      type: [new Schema<AccountNotice>({ at: Date, kind: String, by: String }, { _id: false })],
      default: [],
    },
    noticesReadAt: { type: Date, default: null },
    invitation: { type: invitation, default: null },
    active: { type: Boolean, default: true },
    joinedAt: { type: Date, default: null },
    trial: { type: Boolean, default: false },
    theme: { type: String, default: "light" },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
  },
  { collection: "officials", versionKey: false },
);
schema.index({ email: 1 }, { unique: true });
schema.index({ unitCode: 1, role: 1 });
schema.index({ "invitation.tokenHash": 1 }, { unique: true, sparse: true });
schema.index({ "invitation.unitCode": 1, "invitation.state": 1 }, { sparse: true });

export const OfficialModel = model<Official>("Official", schema);
