import { shrinkFor, type SmallPicture } from "../kernel/shrink-picture.ts";

/** An upload, made small. @throws AppError 422 at the field "picture" */
export const shrinkPicture = (bytes: Buffer): Promise<SmallPicture> => shrinkFor("picture", bytes);
