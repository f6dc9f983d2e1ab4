import { model, Schema } from "mongoose";

/** An event as it came in, until its work is done; afterwards only that it was there. */
export interface InboundEvent {
  /** the event key: the judge of duplicates */
  _id: string;
  name: string;
  oaId: string;
  known: boolean;
  /** sealed body; gone once handled. Unknown events keep it for a person to look at */
  body?: string;
  /** kept: nobody handles it by itself (an unknown or unreadable event) */
  state: "recorded" | "handled" | "kept";
  receivedAt: Date;
  handledAt: Date | null;
}

const schema = new Schema<InboundEvent>(
  {
    _id: String,
    name: { type: String, required: true },
    oaId: { type: String, default: "" },
    known: { type: Boolean, required: true },
    body: String,
    state: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    handledAt: { type: Date, default: null },
  },
  { collection: "inbound-events", versionKey: false },
);
schema.index({ state: 1, receivedAt: 1 });
schema.index({ receivedAt: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const InboundEventModel = model<InboundEvent>("InboundEvent", schema);
