import { model, Schema, type Types } from "mongoose";

export interface PersonAt {
  oaId: string;
  userId: string;
}

/**
 * A resident as one OA knows him or her. No phone, no age, no view: only what a message needs
 * (domain.md §5-9, §5-13).
 */
export interface Citizen {
  _id: Types.ObjectId;
  oaId: string;
  userId: string;
  /** "" until Zalo told it: who is known from the list of followers alone has none */
  userIdByApp: string;
  /** ids the same person had before, at this OA or at one the unit had before; what was written under them stays there */
  formerIds?: PersonAt[];
  unitCode: string;
  displayName: string;
  /** the name's words without marks: what a search of the inbox asks */
  nameTerms?: string[];
  isFollower: boolean;
  /** time of the follow or unfollow that counted last; older events change nothing */
  followChangedAt: Date;
  followedAt: Date | null;
  lastInteractionAt: Date | null;
  /** false after DUNG, until NHAN */
  receiving: boolean;
  receivingChangedAt: Date;
  /** when the person was asked whether to stop; not answered while it is later than `receivingChangedAt` */
  stopAskedAt: Date | null;
  topics: string[];
  language: string;
  createdAt: Date;
}

const schema = new Schema<Citizen>(
  {
    oaId: { type: String, required: true },
    userId: { type: String, required: true },
    userIdByApp: { type: String, default: "" },
    formerIds: { type: [{ _id: false, oaId: String, userId: String }], default: undefined },
    unitCode: { type: String, required: true },
    displayName: { type: String, default: "" },
    nameTerms: { type: [String], default: undefined },
    isFollower: { type: Boolean, required: true },
    followChangedAt: { type: Date, required: true },
    followedAt: { type: Date, default: null },
    lastInteractionAt: { type: Date, default: null },
    receiving: { type: Boolean, default: true },
    receivingChangedAt: { type: Date, required: true },
    stopAskedAt: { type: Date, default: null },
    topics: { type: [String], default: [] },
    language: { type: String, default: "vi" },
    createdAt: { type: Date, required: true },
  },
  { collection: "citizens", versionKey: false },
);
schema.index({ oaId: 1, userId: 1 }, { unique: true });
schema.index({ userIdByApp: 1 });
schema.index({ "formerIds.userId": 1 }, { sparse: true });
schema.index({ oaId: 1, topics: 1 });
schema.index({ oaId: 1, nameTerms: 1 });

export const CitizenModel = model<Citizen>("Citizen", schema);
