import { model, Schema } from "mongoose";

/** A page of a paper as it was photographed or scanned: upright, without what the camera wrote into it, sealed. */
export interface Scan {
  /** random: nobody can guess the address of a page */
  _id: string;
  draftId: string;
  intake: string;
  /** hash of the sender's own key of this page: sent twice it hangs there once */
  once: string;
  /** place among the pages, the least first */
  n: number;
  /** sealed JPEG, base64 */
  sealed: string;
  at: Date;
}
const schema = new Schema<Scan>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    intake: { type: String, required: true },
    once: { type: String, required: true },
    n: { type: Number, default: 0 },
    sealed: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "comment_scans", versionKey: false },
);
schema.index({ intake: 1, once: 1 }, { unique: true });
schema.index({ draftId: 1 });
export const ScanModel = model<Scan>("Scan", schema);
