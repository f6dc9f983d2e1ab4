import { model, Schema, type Types } from "mongoose";

/** One act of consent or refusal, provable (Luật 91/2025 Đ.9): which words, what for, how, when. Rows are never changed. */
export interface Consent {
  _id: Types.ObjectId;
  oaId: string;
  userId: string;
  /** "receive" or "topic:<key>" */
  purpose: string;
  given: boolean;
  textVersion: string;
  method: "chat" | "follow" | "mini-app" | "console";
  /** the event that carried it: the same event never makes two rows */
  eventKey: string;
  at: Date;
}

const schema = new Schema<Consent>(
  {
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    purpose: { type: String, required: true },
    given: { type: Boolean, required: true },
    textVersion: { type: String, required: true },
    method: { type: String, required: true },
    eventKey: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "consents", versionKey: false },
);
schema.index({ eventKey: 1, purpose: 1 }, { unique: true });
schema.index({ oaId: 1, userId: 1, at: 1 });

export const ConsentModel = model<Consent>("Consent", schema);
