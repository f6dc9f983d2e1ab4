import { model, type QueryFilter, Schema } from "mongoose";
import type { Choice, Effect, Message, Said } from "../kernel/dialogue/dialogue.ts";

/** A conversation with a goal: a comment on a draft, a report, a turn of a contest, a photo for a frame. Nothing of it is stored among the messages. */
export type DialogueKind = string;

export interface Dialogue {
  /** `<oa>:<user>`: one at a time for each person */
  _id: string;
  kind: DialogueKind;
  /** the step that waits; "" once it is over and only has something left to say */
  step: string;
  /** sealed JSON of what was said so far; gone with the row once it is confirmed or dropped */
  said: string;
  /** random: makes the same confirmation, delivered twice, one comment */
  key: string;
  /** event handled last: delivered again it changes nothing */
  lastEvent: string;
  at: Date;
  /** sealed {@link Course}, another at every write; missing before anything was asked */
  course?: string | undefined;
  /** something of `course` is to be done or said yet; missing for nothing */
  due?: boolean | undefined;
  /** when the call was begun that says its first message; missing while none is made */
  sayingAt?: Date | undefined;
  /** its last question waits until then for a second bubble; missing while none is held */
  heldUntil?: Date | undefined;
  /** mark of whose events they are, by which a held question is found again */
  line?: string | undefined;
  /** when the oldest call was begun whose answer was lost; missing for none */
  doubtAt?: Date | undefined;
}

/** What one turn leaves to do and to say, written down before any of it is done; and what was asked last. */
export interface Course {
  asked?: Message;
  /** buttons of what was said last: a number typed means one of them */
  shown?: readonly Choice[];
  misses: number;
  effect?: Effect | undefined;
  messages: readonly Pending[];
  /** calls whose answer was lost */
  doubts?: readonly Doubt[];
  /** what this one was begun in the middle of */
  parked?: Parked;
}
/** A message that waits to be said; `again`: its call was made once and lost, and nobody is told a third time. */
export interface Pending extends Message {
  again?: true;
}
export interface Doubt {
  message: Pending;
  /** ms */
  at: number;
}
export interface Parked extends Pick<Dialogue, "kind" | "step" | "key"> {
  said: Said;
  asked?: Message;
  /** what that one was begun in the middle of, of another kind each */
  parked?: Parked;
}

const schema = new Schema<Dialogue>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    // "" is a step: it is over
    step: { type: String, default: "" },
    said: { type: String, required: true },
    key: { type: String, required: true },
    lastEvent: { type: String, default: "" },
    at: { type: Date, required: true },
    course: String,
    due: Boolean,
    sayingAt: Date,
    heldUntil: Date,
    line: String,
    doubtAt: Date,
  },
  { collection: "dialogues", versionKey: false },
);
/** What is left half said for a day is dropped by the database. */
schema.index({ at: 1 }, { expireAfterSeconds: 86_400 });
schema.index({ due: 1, at: 1 }, { sparse: true });
schema.index({ doubtAt: 1 }, { sparse: true });
schema.index({ line: 1 }, { sparse: true });
export const DialogueModel = model<Dialogue>("Dialogue", schema);

const idOf = (oaId: string, userId: string): string => `${oaId}:${userId}`;
export const findDialogue = (oaId: string, userId: string): Promise<Dialogue | null> =>
  DialogueModel.findById(idOf(oaId, userId)).lean<Dialogue>().exec();

const MAYBE = ["course", "due", "sayingAt", "doubtAt", "heldUntil", "line"] as const;
/** The write that leaves of a row exactly what is given. */
function asGiven(dialogue: Omit<Dialogue, "_id">) {
  const gone = MAYBE.filter((field) => dialogue[field] === undefined || dialogue[field] === false);
  return {
    $set: dialogue,
    ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((field) => [field, 1])) }),
  };
}
const given = (dialogue: Omit<Dialogue, "_id">): Omit<Dialogue, "_id"> =>
  Object.fromEntries(Object.entries(dialogue).filter(([, value]) => value !== undefined && value !== false)) as never;

/** One write: where it stands, and what is left to do and to say. */
export const saveDialogue = async (oaId: string, userId: string, dialogue: Omit<Dialogue, "_id">): Promise<void> =>
  void (await DialogueModel.updateOne(
    { _id: idOf(oaId, userId) },
    { ...asGiven(dialogue), $set: given(dialogue) },
    { upsert: true },
  ));

/** The same over the row as it was read; false when somebody else wrote meanwhile. */
export async function changeDialogue(row: Dialogue, change: Partial<Omit<Dialogue, "_id">>): Promise<boolean> {
  const { _id, ...rest } = { ...row, ...change };
  const done = await DialogueModel.updateOne(asRead(row), { ...asGiven(rest), $set: given(rest) });
  return done.matchedCount === 1;
}
const asRead = ({ _id, course, sayingAt }: Dialogue): QueryFilter<Dialogue> => ({
  _id,
  course: course ?? { $exists: false },
  sayingAt: sayingAt ?? { $exists: false },
});

export const dropDialogue = async (oaId: string, userId: string): Promise<void> =>
  void (await DialogueModel.deleteOne({ _id: idOf(oaId, userId) }));

/** Gone, unless something was begun in it since it was read. */
export const dropAsRead = async (row: Dialogue): Promise<boolean> =>
  (await DialogueModel.deleteOne(asRead(row))).deletedCount === 1;

/** Those with a call whose answer is awaited or lost, among these people of an OA. */
export const listSaying = (oaId: string, userIds: readonly string[]): Promise<Dialogue[]> =>
  DialogueModel.find({
    _id: { $in: userIds.map((userId) => idOf(oaId, userId)) },
    $or: [{ due: true }, { doubtAt: { $exists: true } }],
  })
    .lean<Dialogue[]>()
    .exec();

/** Those with a call whose answer was lost between the two moments. */
export const listDoubtful = (from: Date, to: Date): Promise<Dialogue[]> =>
  DialogueModel.find({ doubtAt: { $gt: from, $lt: to } })
    .limit(500)
    .lean<Dialogue[]>()
    .exec();

/** The one whose question waits for a second bubble of this line. */
export const findHeld = (line: string): Promise<Dialogue | null> =>
  DialogueModel.findOne({ line, heldUntil: { $exists: true } })
    .lean<Dialogue>()
    .exec();

/** Written down a while ago, and still something is not done or said. */
export const listDue = (before: Date): Promise<Dialogue[]> =>
  DialogueModel.find({ due: true, at: { $lt: before } })
    .limit(500)
    .lean<Dialogue[]>()
    .exec();

/** What was said so far, under another key. Returns of how many. */
export async function resealDialogues(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const { _id, said, course } of DialogueModel.find().lean<Dialogue>().cursor()) {
    await DialogueModel.updateOne(
      { _id },
      { $set: { said: again(said), ...(course === undefined ? {} : { course: again(course) }) } },
    );
    n += 1;
  }
  return n;
}
