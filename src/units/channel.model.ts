import { model, Schema, type Types } from "mongoose";

/** Kinds of channels a commune speaks by (domain.md S2-10, S4-30): data. */
export const CHANNEL_KINDS = [
  { key: "loudspeaker", name: "Đài truyền thanh", technologies: ["CNTT-VT", "có dây", "không dây FM"] },
  { key: "board", name: "Bảng tin công cộng", technologies: ["điện tử", "in, viết"] },
  { key: "bulletin", name: "Bản tin thông tin cơ sở", technologies: [] },
  { key: "portal", name: "Cổng, trang thông tin điện tử", technologies: [] },
  { key: "page", name: "Trang mạng xã hội", technologies: [] },
] as const;
export const CHANNEL_STATES = [
  { key: "working", name: "Hoạt động" },
  { key: "broken", name: "Hỏng, chờ sửa" },
  { key: "stopped", name: "Ngừng" },
] as const;

/** A channel outlives the unit that speaks by it: its holders are dated. The OA is none of these rows; it is connected. */
export interface Channel {
  _id: Types.ObjectId;
  /** who holds it today */
  unitCode: string;
  holders: { unitCode: string; to: Date }[];
  kind: string;
  /** number, address or place */
  name: string;
  technology: string;
  contact: string;
  state: string;
  /** when it was last spoken by, as somebody noted */
  lastPostAt: Date | null;
  by: { id: string; name: string };
  at: Date;
}
const schema = new Schema<Channel>(
  {
    unitCode: { type: String, required: true },
    holders: { type: [{ _id: false, unitCode: String, to: Date }], default: [] },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    technology: { type: String, default: "" },
    contact: { type: String, default: "" },
    state: { type: String, default: "working" },
    lastPostAt: { type: Date, default: null },
    by: { type: { id: String, name: String }, _id: false, required: true },
    at: { type: Date, required: true },
  },
  { collection: "channels", versionKey: false },
);
schema.index({ unitCode: 1, kind: 1 });
export const ChannelModel = model<Channel>("Channel", schema);
