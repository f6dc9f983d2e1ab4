import { model, Schema } from "mongoose";

/** A day of the week on which officers are at their desks, minutes of the day in Vietnam: from ≤ now < to. */
export interface DutyHours {
  /** 0 = Sunday */
  weekday: number;
  from: number;
  to: number;
}

/** How a unit runs its inbox. */
export interface InboxSettings {
  _id: string;
  /** hours without an officer's word after which the bot answers again */
  handoverHours: number;
  duty: DutyHours[];
  /** what a waiting resident is told outside the duty hours; "" says nothing */
  awayText: string;
  /** whether a closed conversation asks its one question */
  asks: boolean;
  labels: string[];
}

const DEFAULT_HANDOVER_HOURS = 12;
const [MORNING, EVENING] = [7 * 60 + 30, 17 * 60];
/** Monday to Friday, 07:30 to 17:00, until the unit says otherwise. */
const DEFAULT_DUTY: readonly DutyHours[] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  from: MORNING,
  to: EVENING,
}));
export const defaultSettings = (unitCode: string): InboxSettings => ({
  _id: unitCode,
  handoverHours: DEFAULT_HANDOVER_HOURS,
  duty: [...DEFAULT_DUTY],
  awayText: "",
  asks: false,
  labels: [],
});

const schema = new Schema<InboxSettings>(
  {
    _id: { type: String, required: true },
    handoverHours: { type: Number, required: true },
    duty: { type: [{ _id: false, weekday: Number, from: Number, to: Number }], default: [] },
    awayText: { type: String, default: "" },
    asks: { type: Boolean, default: false },
    labels: { type: [String], default: [] },
  },
  { collection: "inbox_settings", versionKey: false },
);
export const InboxSettingsModel = model<InboxSettings>("InboxSettings", schema);
