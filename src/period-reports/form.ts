/** How a field is filled. Only the first three are added up. */
const FIELD_KINDS = ["count", "decimal", "money", "yes-no", "choice", "text"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export const isSummed = (kind: FieldKind): boolean => kind === "count" || kind === "decimal" || kind === "money";

export interface Field {
  /** stable through all versions: exports, roll-ups and sealed reports name it */
  code: string;
  label: string;
  kind: FieldKind;
  /** code of the fact that fills it; "" = by hand */
  fact: string;
  /** may stay empty */
  optional: boolean;
  /** of a choice */
  options: string[];
}
export interface Section {
  title: string;
  fields: Field[];
}
/** Figures that must agree: parts make the total, or none is more than the whole. */
export type Check = { kind: "sum"; total: string; parts: string[] } | { kind: "at-most"; part: string; whole: string };

/** A form is data: what a department asks, in a version of its own. */
export interface Form {
  code: string;
  version: number;
  title: string;
  sections: Section[];
  checks: Check[];
}
export const fieldsOf = ({ sections }: Pick<Form, "sections">): Field[] => sections.flatMap(({ fields }) => fields);
