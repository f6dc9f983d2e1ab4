import { model, Schema, type Types } from "mongoose";
import type { Person } from "../content/item.model.ts";
import type { Entry } from "./spoken/spoken-form.ts";

/** making: a job speaks it or hears what was brought. */
export type ReadingState = "editing" | "making" | "listening" | "released";
export type VoiceSource = "machine" | "person";

/** What was measured in the file people hear. */
export interface Sound {
  /** SHA-256 of the bytes */
  hash: string;
  seconds: number;
  /** LUFS and dBTP, read from the delivered file */
  loudness: number;
  peak: number;
  /** what a person should know of it; "" for nothing */
  note: string;
}

/** A yes to a file by somebody who heard it to its end. */
export interface Heard {
  by: Person;
  at: Date;
  fingerprint: string;
  /** whether this person may approve what the unit says */
  approver: boolean;
}

/** One announcement as it is read out: the written text stays its transcript. */
export interface Reading {
  _id: Types.ObjectId;
  unitCode: string;
  title: string;
  /** who issues what is read (safeguard 1) */
  issuer: string;
  written: string;
  spoken: string;
  /** the spoken words were put right by a person: a changed lexicon does not write over them */
  corrected: boolean;
  source: VoiceSource;
  voice: string;
  /** words a minute */
  rate: number;
  /** of the lexicon, when the file was made */
  bookVersion: number;
  state: ReadingState;
  /** why the last try gave no file */
  failure: string;
  /** until when one run has it: another waits, or takes it over once that has passed */
  takenUntil: Date | null;
  /** SHA-256 of the recording somebody brought; "" for none */
  brought: string;
  sound: Sound | null;
  heard: Heard[];
  by: Person;
  updatedAt: Date;
  /** grows with every change a person makes */
  revision: number;
}

/** The sound itself, by the hash it was approved under; what somebody brought waits here for its job as well. */
export interface VoiceFile {
  /** reading:hash, or reading:brought-hash */
  _id: string;
  readingId: string;
  bytes: Buffer;
  at: Date;
}

/** Which bytes of a file went out whole to one person. */
export interface Hearing {
  /** reading:hash:official */
  _id: string;
  readingId: string;
  size: number;
  parts: { from: number; to: number }[];
  at: Date;
}

/** How a unit says its own words, and the most its stations play. */
export interface VoiceBook {
  /** unit */
  _id: string;
  entries: Entry[];
  version: number;
  /** seconds; 0 for no rule of its own (S2-22) */
  most: number;
}

const person = { id: { type: String, required: true }, name: { type: String, required: true } };
const schema = new Schema<Reading>(
  {
    unitCode: { type: String, required: true },
    title: { type: String, required: true },
    issuer: { type: String, default: "" },
    written: { type: String, default: "" },
    spoken: { type: String, default: "" },
    corrected: { type: Boolean, default: false },
    source: { type: String, required: true },
    voice: { type: String, required: true },
    rate: { type: Number, required: true },
    bookVersion: { type: Number, default: 0 },
    state: { type: String, required: true },
    failure: { type: String, default: "" },
    takenUntil: { type: Date, default: null },
    brought: { type: String, default: "" },
    sound: { type: Object, default: null },
    heard: { type: [Object], default: [] },
    by: person,
    updatedAt: { type: Date, required: true },
    revision: { type: Number, default: 0 },
  },
  { collection: "voice_readings", versionKey: false },
);
schema.index({ unitCode: 1, updatedAt: -1 });
schema.index({ state: 1, updatedAt: 1 });
export const ReadingModel = model<Reading>("VoiceReading", schema);

const fileSchema = new Schema<VoiceFile>(
  {
    _id: { type: String, required: true },
    readingId: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: "voice_files", versionKey: false },
);
fileSchema.index({ readingId: 1 });
export const VoiceFileModel = model<VoiceFile>("VoiceFile", fileSchema);

const hearingSchema = new Schema<Hearing>(
  {
    _id: { type: String, required: true },
    readingId: { type: String, required: true },
    size: { type: Number, required: true },
    parts: { type: [Object], default: [] },
    at: { type: Date, required: true },
  },
  { collection: "voice_hearings", versionKey: false },
);
hearingSchema.index({ at: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const HearingModel = model<Hearing>("VoiceHearing", hearingSchema);

const bookSchema = new Schema<VoiceBook>(
  {
    _id: { type: String, required: true },
    entries: { type: [Object], default: [] },
    version: { type: Number, default: 0 },
    most: { type: Number, default: 0 },
  },
  { collection: "voice_books", versionKey: false },
);
export const VoiceBookModel = model<VoiceBook>("VoiceBook", bookSchema);
