/** Parts of a document, from large to small; `doan` is a paragraph without a number of its own, `chu-thich` a footnote. */
export const POSITION_KINDS = [
  "phan",
  "chuong",
  "muc",
  "dieu",
  "khoan",
  "diem",
  "chi-tieu",
  "phu-luc",
  "doan",
  "chu-thich",
] as const;
export type PositionKind = (typeof POSITION_KINDS)[number];

/** One place of a draft that can be commented on. */
export interface Position {
  /** stays with its text through all versions: comments hang on it */
  id: string;
  /** what people see and type: `P3.2`, `D5.1.a`, `P2.2-CT3`, `P3.2.¶4`; unique within a version */
  code: string;
  kind: PositionKind;
  text: string;
  /** as it is printed, "Điều 3.", "a)"; it begins the text. Versions stored before labels were kept have none */
  label?: string;
  /** 0 for the outermost */
  depth: number;
  page: number;
  line: number;
  lineTo: number;
  /** page and line are counted from lengths: the file does not say them */
  estimated?: boolean;
  /** names the place within its version while an editor works on it; `id` may change when versions are matched again */
  key?: string;
  /** ids of earlier places whose text stands here now without being this place: of a split or a merge */
  from?: string[];
}

/** A new place and an earlier one that may be the same: the editor says; until then they are two. */
export interface Doubtful {
  /** key of the new place */
  place: string;
  /** id of the earlier one */
  earlier: string;
  likeness: number;
}
