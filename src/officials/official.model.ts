import { model, Schema, type Types } from "mongoose";
import type { Role } from "./rules.ts";

/** An official's account. No password and no TOTP seed is readable from it. */
export interface Official {
  _id: Types.ObjectId;
  email: string;
  name: string;
  role: Role;
  unitCode: string;
  passwordHash: string;
  /** sealed TOTP seed; empty while two-step log-in is not set up */
  totpSeed: string;
  /** last 30-second step used per purpose, so that no code works twice */
  totpSteps: { login: number; approve: number };
  failedLogins: number;
  lockedUntil: Date | null;
  active: boolean;
  theme: "light" | "dark";
  createdAt: Date;
  lastLoginAt: Date | null;
}

const schema = new Schema<Official>(
  {
    email: { type: String, required: true, lowercase: true, trim: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    unitCode: { type: String, required: true },
    passwordHash: { type: String, required: true },
    totpSeed: { type: String, default: "" },
    totpSteps: { login: { type: Number, default: 0 }, approve: { type: Number, default: 0 } },
    failedLogins: { type: Number, default: 0 },
    lockedUntil: { type: Date, default: null },
    active: { type: Boolean, default: true },
    theme: { type: String, default: "light" },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
  },
  { collection: "officials", versionKey: false },
);
schema.index({ email: 1 }, { unique: true });
schema.index({ unitCode: 1, role: 1 });

export const OfficialModel = model<Official>("Official", schema);
