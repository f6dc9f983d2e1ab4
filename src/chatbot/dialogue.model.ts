import { model, Schema } from "mongoose";

/** A conversation with a goal: a comment on a draft, a report, a turn of a contest, a photo for a frame. Nothing of it is stored among the messages. */
export type DialogueKind = "gop-y" | "phan-anh" | "thi" | "khung";

export interface Dialogue {
  /** `<oa>:<user>`: one at a time for each person */
  _id: string;
  kind: DialogueKind;
  step: string;
  /** sealed JSON of what was said so far; gone with the row once it is confirmed or dropped */
  said: string;
  /** random: makes the same confirmation, delivered twice, one comment */
  key: string;
  /** event handled last: delivered again it changes nothing */
  lastEvent: string;
  at: Date;
}

const schema = new Schema<Dialogue>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    step: { type: String, required: true },
    said: { type: String, required: true },
    key: { type: String, required: true },
    lastEvent: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "dialogues", versionKey: false },
);
/** What is left half said for a day is dropped by the database. */
schema.index({ at: 1 }, { expireAfterSeconds: 86_400 });
export const DialogueModel = model<Dialogue>("Dialogue", schema);

const idOf = (oaId: string, userId: string): string => `${oaId}:${userId}`;
export const findDialogue = (oaId: string, userId: string): Promise<Dialogue | null> =>
  DialogueModel.findById(idOf(oaId, userId)).lean<Dialogue>().exec();
export const saveDialogue = async (oaId: string, userId: string, dialogue: Omit<Dialogue, "_id">): Promise<void> =>
  void (await DialogueModel.updateOne({ _id: idOf(oaId, userId) }, { $set: dialogue }, { upsert: true }));
export const dropDialogue = async (oaId: string, userId: string): Promise<void> =>
  void (await DialogueModel.deleteOne({ _id: idOf(oaId, userId) }));

export const dropAllDialogues = async (): Promise<void> => void (await DialogueModel.deleteMany({}));
