import { type AgendaItem, type Course, CourseModel } from "./class.model.ts";
import { type ClassFile, ClassFileModel } from "./class-file.model.ts";

type AsRead = Pick<Course, "_id" | "revision">;
/** One row of the agenda over what was read; false when the class changed meanwhile or is reported. */
export const saveAgendaRow = async ({ _id, revision }: AsRead, n: number, row: AgendaItem): Promise<boolean> =>
  (
    await CourseModel.updateOne(
      { _id, revision, state: { $ne: "reported" }, [`agenda.${n}`]: { $exists: true } },
      { $set: { [`agenda.${n}`]: row }, $inc: { revision: 1 } },
    )
  ).modifiedCount === 1;
export const saveEstimate = async ({ _id, revision }: AsRead, name: string): Promise<boolean> =>
  (
    await CourseModel.updateOne(
      { _id, revision, state: { $ne: "reported" } },
      { $set: { estimate: name }, $inc: { revision: 1 } },
    )
  ).modifiedCount === 1;
/** At 200 no more fit beside the rest. */
export const addNote = async (id: string, note: NonNullable<Course["notes"]>[number]): Promise<boolean> =>
  (await CourseModel.updateOne({ _id: id, "notes.199": { $exists: false } }, { $push: { notes: note } }))
    .modifiedCount === 1;

export const putFile = async ({ _id, ...file }: ClassFile): Promise<void> =>
  void (await ClassFileModel.updateOne({ _id }, { $set: file }, { upsert: true }));
/** Bytes as the driver gives them are a view of its own kind. */
export const findFile = async (_id: string): Promise<ClassFile | null> => {
  const row = await ClassFileModel.findById(_id).exec();
  return row && { ...row.toObject(), bytes: Buffer.from(row.bytes) };
};
