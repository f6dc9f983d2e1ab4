import { model, Schema } from "mongoose";

/**
 * recorded: its work is to be done · handled · kept: nobody handles it by itself (no deed for it, or too old) · waiting:
 * a person has to look, because it cannot be read or its work failed again and again.
 */
export type EventState = "recorded" | "handled" | "kept" | "waiting";
export type Why = "" | "unknown-name" | "too-old" | "unreadable" | "failed";

/** An event as it came in, until its work is done; afterwards only that it was there. */
export interface InboundEvent {
  /** the event key: the judge of duplicates */
  _id: string;
  name: string;
  oaId: string;
  /** sealed bytes as the door took them; gone once handled */
  body?: string;
  state: EventState;
  /** why it is kept or waits */
  why: Why;
  /** keyed mark of who it is from: events of one line are handled in their order. "" once handled */
  line: string;
  /** place in that order. "" once handled */
  seq: string;
  /** how often its work failed for its own fault */
  tries: number;
  /** a dialogue answered it, and was over; gone once handled */
  answered?: boolean;
  /** to the hour once handled */
  receivedAt: Date;
  handledAt: Date | null;
}

/** An event whose work is done and whose hour is over: only that it was there, in an order that says nothing. */
export interface HandledEvent {
  /** the event key */
  _id: string;
  /** day of its handling */
  at: Date;
}
const handledSchema = new Schema<HandledEvent>(
  { _id: String, at: { type: Date, required: true } },
  { collection: "handled-events", versionKey: false },
);
handledSchema.index({ at: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const HandledEventModel = model<HandledEvent>("HandledEvent", handledSchema);

const schema = new Schema<InboundEvent>(
  {
    _id: String,
    name: { type: String, required: true },
    oaId: { type: String, default: "" },
    body: String,
    state: { type: String, required: true },
    why: { type: String, default: "" },
    line: { type: String, default: "" },
    seq: { type: String, default: "" },
    tries: { type: Number, default: 0 },
    answered: Boolean,
    receivedAt: { type: Date, required: true },
    handledAt: { type: Date, default: null },
  },
  { collection: "inbound-events", versionKey: false },
);
schema.index({ state: 1, receivedAt: 1 });
schema.index({ line: 1, seq: 1 });
schema.index({ receivedAt: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const InboundEventModel = model<InboundEvent>("InboundEvent", schema);
