import { model, Schema } from "mongoose";

/**
 * An official who wants to be told by Zalo that people wait: the Zalo account that wrote the official's own code to the
 * OA. It stands apart from residents' data and ends with the account of either kind.
 */
export interface Watcher {
  /** the official */
  _id: string;
  unitCode: string;
  name: string;
  /** asked for on the page, typed once in the OA's chat; "" once joined */
  code: string;
  codeUntil: Date | null;
  oaId: string;
  userId: string;
  joinedAt: Date | null;
  /** when this person was told last; nothing is said again for half an hour */
  toldAt: Date | null;
  /** messages told since the first of the month they are counted for, of them charged */
  month: string;
  told: number;
  charged: number;
}

const schema = new Schema<Watcher>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    name: { type: String, required: true },
    code: { type: String, default: "" },
    codeUntil: { type: Date, default: null },
    oaId: { type: String, default: "" },
    userId: { type: String, default: "" },
    joinedAt: { type: Date, default: null },
    toldAt: { type: Date, default: null },
    month: { type: String, default: "" },
    told: { type: Number, default: 0 },
    charged: { type: Number, default: 0 },
  },
  { collection: "watchers", versionKey: false },
);
schema.index({ unitCode: 1, code: 1 });
schema.index({ oaId: 1, userId: 1 });
export const WatcherModel = model<Watcher>("Watcher", schema);
