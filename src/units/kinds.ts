/** A kind of unit. Localities differ in what they have (S4-29: centres of culture and media, of public services, both or none). */
export interface UnitKind {
  key: string;
  name: string;
  /** as a list may write it, without marks */
  plain: string;
  /** has units below it, and hands down to them */
  department?: true;
  /** may be entered by hand, not only by a list */
  byHand: boolean;
}

/** Data: a locality with another kind has one row more, and nothing else asks for it by name. */
export const KINDS: readonly UnitKind[] = [
  { key: "department", name: "Sở", plain: "so", department: true, byHand: true },
  { key: "commune", name: "Xã", plain: "xa", byHand: true },
  { key: "ward", name: "Phường", plain: "phuong", byHand: true },
  { key: "special-zone", name: "Đặc khu", plain: "dac khu", byHand: true },
  { key: "town", name: "Thị trấn", plain: "thi tran", byHand: false },
  { key: "district", name: "Huyện (cũ)", plain: "huyen", byHand: false },
  {
    key: "culture-centre",
    name: "Trung tâm Văn hóa, Thông tin và Truyền thông",
    plain: "trung tam van hoa",
    byHand: false,
  },
  { key: "service-centre", name: "Trung tâm Sự nghiệp công", plain: "trung tam su nghiep cong", byHand: false },
];

export const kindOf = (key: string): UnitKind | undefined => KINDS.find((kind) => kind.key === key);
export const isDepartment = (unit: { kind: string } | null | undefined): boolean =>
  kindOf(unit?.kind ?? "")?.department === true;
/** A kind we do not know any more is shown by its key. */
export const kindName = (key: string): string => kindOf(key)?.name ?? key;
