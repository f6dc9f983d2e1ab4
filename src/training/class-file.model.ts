import { model, Schema } from "mongoose";

/** A file of a class: what learners get for one topic, or the cost estimate. */
export interface ClassFile {
  /** class:slot */
  _id: string;
  classId: string;
  name: string;
  type: string;
  bytes: Buffer;
  at: Date;
}
const schema = new Schema<ClassFile>(
  {
    _id: { type: String, required: true },
    classId: { type: String, required: true },
    name: { type: String, required: true },
    type: { type: String, required: true },
    bytes: { type: Buffer, required: true },
    at: { type: Date, required: true },
  },
  { collection: "class_files", versionKey: false },
);
export const ClassFileModel = model<ClassFile>("ClassFile", schema);
