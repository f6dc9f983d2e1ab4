import { model, Schema } from "mongoose";
import type { Person } from "../decisions/decision.ts";

/** What press organs are asked for in one phase: so many a day, or so many works in all, of such a length. */
export interface PressTarget {
  _id: string;
  unitCode: string;
  /** phases of one series follow each other: "Tin, bài, phóng sự" */
  series: string;
  each: "ngay" | "dot";
  /** days of Vietnam, yyyy-mm-dd */
  from: string;
  to: string;
  least: number;
  most: number;
  /** minutes of one work, 0 for any */
  minutesFrom: number;
  minutesTo: number;
}
const target = new Schema<PressTarget>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    series: { type: String, required: true },
    each: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    least: { type: Number, required: true },
    most: { type: Number, required: true },
    minutesFrom: { type: Number, default: 0 },
    minutesTo: { type: Number, default: 0 },
  },
  { collection: "press_targets", versionKey: false },
);
target.index({ unitCode: 1, series: 1, from: 1 });
export const PressTargetModel = model<PressTarget>("PressTarget", target);

/** What was registered and what came out, told by a person: a day of a series, or one work. Told again it is put right. */
export interface PressLog {
  /** unit:series:day, or unit:series:work, hashed */
  _id: string;
  unitCode: string;
  series: string;
  day: string;
  /** of one work; "" for the count of a day */
  title: string;
  registered: number;
  published: number;
  minutes: number;
  links: string[];
  by: Person;
  at: Date;
}
const log = new Schema<PressLog>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    series: { type: String, required: true },
    day: { type: String, required: true },
    title: { type: String, default: "" },
    registered: { type: Number, default: 0 },
    published: { type: Number, default: 0 },
    minutes: { type: Number, default: 0 },
    links: { type: [String], default: [] },
    by: { type: { id: String, name: String }, _id: false },
    at: { type: Date, required: true },
  },
  { collection: "press_logs", versionKey: false },
);
log.index({ unitCode: 1, series: 1, day: 1 });
export const PressLogModel = model<PressLog>("PressLog", log);
