import { model, Schema } from "mongoose";
import type { Person } from "../content/item.model.ts";
import { days } from "../kernel/clock.ts";

/**
 * A phone that stands at a door of a class. It is let in by a code used once, and known afterwards by a key it made
 * itself: here lies that key's hash alone.
 */
export interface DoorRow {
  _id: string;
  classId: string;
  /** what people call it: "Cửa A" */
  name: string;
  /** hash of the code; "" once it is used */
  codeHash: string;
  /** the code itself, sealed, for the page of who gives it out; "" once it is used */
  code: string;
  codeUntil: Date;
  /** hash of the phone's key; not there before it came */
  keyHash?: string;
  by: Person;
  madeAt: Date;
  registeredAt: Date | null;
  /** when it last spoke with us */
  seenAt: Date | null;
  /** how many events it had not sent yet when it last spoke */
  waiting: number;
  /** how far its clock stood from ours then, ms; + = it is behind */
  skewMs: number;
  revokedAt: Date | null;
}

const DOOR_DAYS = 180;
const schema = new Schema<DoorRow>(
  {
    _id: { type: String, required: true },
    classId: { type: String, required: true },
    name: { type: String, required: true },
    codeHash: { type: String, default: "" },
    code: { type: String, default: "" },
    codeUntil: { type: Date, required: true },
    keyHash: { type: String },
    by: { type: { id: String, name: String }, _id: false },
    madeAt: { type: Date, required: true },
    registeredAt: { type: Date, default: null },
    seenAt: { type: Date, default: null },
    waiting: { type: Number, default: 0 },
    skewMs: { type: Number, default: 0 },
    revokedAt: { type: Date, default: null },
  },
  { collection: "class_doors", versionKey: false },
);
schema.index({ classId: 1, madeAt: 1 });
schema.index({ keyHash: 1 }, { unique: true, sparse: true });
schema.index({ codeHash: 1 });
schema.index({ madeAt: 1 }, { expireAfterSeconds: days(DOOR_DAYS) / 1000 });
export const DoorModel = model<DoorRow>("ClassDoor", schema);
