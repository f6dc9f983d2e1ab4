import { model, Schema, type Types } from "mongoose";

/** What an official may say is wrong with a page, in the words of the form. */
export const PAGE_FAULTS = {
  closed: "Không mở được trang",
  silent: "Bấm nút mà không thấy gì",
  wrong: "Chữ hoặc số không đúng",
  lost: "Không biết làm gì tiếp",
  other: "Việc khác",
} as const;
export type PageFaultKind = keyof typeof PAGE_FAULTS;

/** A page somebody could not use. Who it was and whose data it showed are not in it: the unit, the role, the page's kind. */
export interface PageFault {
  _id: Types.ObjectId;
  unitCode: string;
  role: string;
  /** the page without names and numbers of what it showed: "/console/noi-dung/…" */
  page: string;
  kind: PageFaultKind;
  /** in the reporter's words, numbers that lead to people taken out */
  words: string;
  /** stands in the server's log as well where the page itself said one */
  code: string;
  at: Date;
  /** when an administrator put it away */
  doneAt: Date | null;
}
const schema = new Schema<PageFault>(
  {
    unitCode: { type: String, required: true },
    role: { type: String, required: true },
    page: { type: String, required: true },
    kind: { type: String, required: true },
    words: { type: String, default: "" },
    code: { type: String, required: true },
    at: { type: Date, required: true },
    doneAt: { type: Date, default: null },
  },
  { collection: "page_faults", versionKey: false },
);
schema.index({ unitCode: 1, doneAt: 1, at: -1 });
schema.index({ at: 1 }, { expireAfterSeconds: 90 * 86_400 });
export const PageFaultModel = model<PageFault>("PageFault", schema);
