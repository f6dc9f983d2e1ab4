import { model, Schema } from "mongoose";

/** Pages that stand (domain.md S2-06, S4-19): data, so that another one is a row here. */
export const NOTICE_KINDS = [
  { key: "nguoi-phat-ngon", name: "Người phát ngôn" },
  { key: "quy-che-cung-cap-thong-tin", name: "Quy chế cung cấp thông tin" },
  { key: "quy-che-van-hanh", name: "Quy chế quản lý, vận hành hệ thống thông tin nguồn" },
] as const;

/** A page of a unit that everybody may read, and that says the same until somebody changes it. */
export interface Notice {
  /** unit and kind */
  _id: string;
  unitCode: string;
  kind: string;
  title: string;
  /** number and day of the document, where it has one */
  number: string;
  text: string;
  by: { id: string; name: string };
  at: Date;
}
const schema = new Schema<Notice>(
  {
    _id: { type: String, required: true },
    unitCode: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, required: true },
    number: { type: String, default: "" },
    text: { type: String, required: true },
    by: { type: { id: String, name: String }, _id: false, required: true },
    at: { type: Date, required: true },
  },
  { collection: "public_notices", versionKey: false },
);
schema.index({ unitCode: 1 });
export const NoticeModel = model<Notice>("Notice", schema);
