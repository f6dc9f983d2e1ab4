import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";

/** nhận → chuyển bộ phận → trả lời. `redirected`: an accusation, shown the way for accusations and never published. */
export type RequestState = "received" | "assigned" | "answered" | "redirected";
export const STATE_NAMES: Readonly<Record<RequestState, string>> = {
  received: "Đã nhận",
  assigned: "Đang xử lý",
  answered: "Đã trả lời",
  redirected: "Đã hướng dẫn nơi tố cáo, khiếu nại",
};

/** Something a resident reports and wants answered (phản ánh): tracked, with an office and a due date; no opinion on a draft. */
export interface CitizenRequest {
  _id: Types.ObjectId;
  unitCode: string;
  /** SHA-256 of the tracking code */
  tracking: string;
  once: string;
  channel: "mini-app" | "web" | "chat" | "console";
  /** sealed JSON {what, where, contact, picture}; "" once it was kept long enough or its sender was forgotten */
  body: string;
  office: string;
  state: RequestState;
  receivedAt: Date;
  dueAt: Date;
  answer: string;
  answeredAt: Date | null;
  answeredBy: Person | null;
  /** sealed {oaId, userId}: where the answer is told; "" = by the code alone */
  reach: string;
  owner: string;
}

const person = { type: { id: String, name: String }, default: null, _id: false };
const schema = new Schema<CitizenRequest>(
  {
    unitCode: { type: String, required: true },
    tracking: { type: String, required: true },
    once: { type: String, required: true },
    channel: { type: String, required: true },
    body: { type: String, required: true },
    office: { type: String, default: "" },
    state: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    answer: { type: String, default: "" },
    answeredAt: { type: Date, default: null },
    answeredBy: person,
    reach: { type: String, default: "" },
    owner: { type: String, default: "" },
  },
  { collection: "requests", versionKey: false },
);
schema.index({ tracking: 1 }, { unique: true });
schema.index({ once: 1 }, { unique: true });
schema.index({ unitCode: 1, state: 1, dueAt: 1 });
schema.index({ unitCode: 1, receivedAt: 1 });
schema.index({ state: 1, answeredAt: 1 }, { partialFilterExpression: { body: { $gt: "" } } });
schema.index({ state: 1, receivedAt: 1 }, { partialFilterExpression: { body: { $gt: "" } } });
schema.index({ owner: 1 }, { partialFilterExpression: { owner: { $gt: "" } } });
export const RequestModel = model<CitizenRequest>("Request", schema);
