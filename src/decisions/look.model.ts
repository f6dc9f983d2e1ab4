import { model, Schema } from "mongoose";
import { days } from "../kernel/clock.ts";
import type { Parts } from "./decision.ts";

/** What a page showed before a decision, kept under its fingerprint so that a later difference can be named. */
export interface Look {
  /** `<decision>:<subject>:<fingerprint>` */
  _id: string;
  /** pairs, because a part's name may hold a dot */
  parts: [string, string][];
  at: Date;
}

/** A page stays open that long at most; afterwards a press is refused all the same, without naming the difference. */
const KEPT_MS = days(3);

const schema = new Schema<Look>(
  {
    _id: { type: String, required: true },
    parts: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { collection: "decision_looks", versionKey: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_MS / 1000 });
export const LookModel = model<Look>("DecisionLook", schema);

export const toPairs = (parts: Parts): [string, string][] => Object.entries(parts);
