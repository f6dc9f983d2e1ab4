import { model, Schema } from "mongoose";

/** An Official Account that a unit has connected. Tokens are sealed (kernel/crypto.ts). */
export interface Oa {
  _id: string;
  unitCode: string;
  /** units that held it before, each to the day it was handed over */
  holders?: { unitCode: string; to: Date }[];
  name: string;
  /** 2 business, 4 state agency (zalo/openapi.md §4.7); 0 not told */
  oaType: number;
  packageName: string;
  packageUntil: string;
  followerCount: number;
  /** requests a minute, as Zalo's header named them last; 0 = it never did */
  learnedLimit: number;
  /** which message API this OA answers to; learned from -235 and -240 */
  apiVersion: "v2" | "v3";
  state: "connected" | "needs-reconnect";
  stateReason: string;
  stateAt: Date;
  accessToken: string;
  refreshToken: string;
  accessExpiresAt: Date;
  refreshExpiresAt: Date;
  /** grows by one with every stored pair; a refresh names the one it replaces */
  generation: number;
  connectedAt: Date;
  lastEventAt: Date | null;
  /** when the newest message was sent whose echo came */
  lastEchoAt: Date | null;
  sync: { state: "never" | "running" | "done" | "failed"; at: Date | null; read: number; told: number; note: string };
}

const schema = new Schema<Oa>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    holders: { type: [{ _id: false, unitCode: String, to: Date }], default: [] },
    name: { type: String, required: true },
    oaType: { type: Number, default: 0 },
    packageName: { type: String, default: "" },
    packageUntil: { type: String, default: "" },
    followerCount: { type: Number, default: 0 },
    learnedLimit: { type: Number, default: 0 },
    apiVersion: { type: String, enum: ["v2", "v3"], default: "v3" },
    state: { type: String, enum: ["connected", "needs-reconnect"], required: true },
    stateReason: { type: String, default: "" },
    stateAt: { type: Date, required: true },
    accessToken: { type: String, required: true },
    refreshToken: { type: String, required: true },
    accessExpiresAt: { type: Date, required: true },
    refreshExpiresAt: { type: Date, required: true },
    generation: { type: Number, required: true },
    connectedAt: { type: Date, required: true },
    lastEventAt: { type: Date, default: null },
    lastEchoAt: { type: Date, default: null },
    sync: {
      state: { type: String, default: "never" },
      at: { type: Date, default: null },
      read: { type: Number, default: 0 },
      told: { type: Number, default: 0 },
      note: { type: String, default: "" },
    },
  },
  { collection: "oas", versionKey: false },
);
schema.index({ unitCode: 1 }, { unique: true });
schema.index({ accessExpiresAt: 1 });

export const OaModel = model<Oa>("Oa", schema);
