import { model, Schema } from "mongoose";
import type { SendHours } from "../kernel/send-hours.ts";

import type { Became, Since } from "./lineage.ts";

/** Where a unit stands in the tree, with dates: units merge, split and move (domain.md §0.2). */
export interface ParentPeriod {
  code: string;
  from: Date;
  to: Date | null;
}

/** A name, office and kind a unit had from one day to another. */
export interface NamePeriod {
  name: string;
  office: string;
  kind: string;
  from: Date;
  to: Date;
}
export interface Unit {
  /** the code is the id: `so`, `sao-mai`, `xa-mau-001` */
  _id: string;
  name: string;
  /** who speaks: "UBND xã Sao Mai" */
  office: string;
  /** a row of `kinds.ts` */
  kind: string;
  province: string;
  parents: ParentPeriod[];
  from: Date;
  to: Date | null;
  population: number;
  households: number;
  hamlets: number;
  topics: { key: string; name: string }[];
  contact: { address: string; hours: string; phone: string; dutyPhone: string };
  /** when the unit may speak unasked */
  sendHours: SendHours;
  /** approved ZBS templates of the unit's OA */
  templates: { id: string; name: string }[];
  /** colleagues who asked, by a code in the OA's chat, to be sent drafts for a look */
  testers: { userId: string; name: string; at: Date }[];
  testCode: string;
  /** what it was called before, each with its days; `name`, `office` and `kind` are those of today */
  formerNames: NamePeriod[];
  /** derived from the history of changes (`lineage.ts`): units that came whole, those a part came of, what it became */
  held: Since[];
  divided: Since[];
  became: Became[];
}

/** Topics a resident may choose until the unit names its own (data, not a rule). */
export const DEFAULT_TOPICS: Unit["topics"] = [
  { key: "tin-xa", name: "Tin xã" },
  { key: "gop-y", name: "Góp ý dự thảo" },
  { key: "duong-sa", name: "Đường sá, môi trường" },
  { key: "van-hoa", name: "Văn hóa, thể thao" },
];

/** Until a unit says otherwise: not before breakfast, not after the evening news. */
export const DEFAULT_SEND_HOURS: SendHours = { from: 6, to: 22, quietDays: [] };
/** What a unit that was just entered has. */
export const NEW_UNIT = {
  sendHours: DEFAULT_SEND_HOURS,
  templates: [],
  testers: [],
  testCode: "",
  formerNames: [],
  held: [],
  divided: [],
  became: [],
};

const since = { type: [{ _id: false, code: String, from: Date }], default: [] };
const schema = new Schema<Unit>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    office: { type: String, required: true },
    kind: { type: String, required: true },
    province: { type: String, default: "" },
    parents: { type: [{ _id: false, code: String, from: Date, to: { type: Date, default: null } }], default: [] },
    from: { type: Date, required: true },
    to: { type: Date, default: null },
    population: { type: Number, default: 0 },
    households: { type: Number, default: 0 },
    hamlets: { type: Number, default: 0 },
    topics: { type: [{ _id: false, key: String, name: String }], default: DEFAULT_TOPICS },
    contact: {
      address: { type: String, default: "" },
      hours: { type: String, default: "" },
      phone: { type: String, default: "" },
      dutyPhone: { type: String, default: "" },
    },
    sendHours: {
      from: { type: Number, default: DEFAULT_SEND_HOURS.from },
      to: { type: Number, default: DEFAULT_SEND_HOURS.to },
      quietDays: { type: [String], default: [] },
    },
    templates: { type: [{ _id: false, id: String, name: String }], default: [] },
    testers: { type: [{ _id: false, userId: String, name: String, at: Date }], default: [] },
    testCode: { type: String, default: "" },
    formerNames: {
      type: [{ _id: false, name: String, office: String, kind: String, from: Date, to: Date }],
      default: [],
    },
    held: since,
    divided: since,
    became: { type: [{ _id: false, code: String, from: Date, areas: [String] }], default: [] },
  },
  { collection: "units", versionKey: false },
);
// those that ended long ago lie outside the range of a day
schema.index({ "parents.code": 1, to: 1 });

export const UnitModel = model<Unit>("Unit", schema);

/** A unit as a file names it; what it settled itself stays. */
export type NamedUnit = Omit<Unit, keyof typeof NEW_UNIT>;
