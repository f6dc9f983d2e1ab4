import { judgeWords } from "../gate/judge-words.ts";
import { allowanceOfUnit } from "../gate/pass-gate.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { graphemes } from "../kernel/vietnamese.ts";
import { namesFor } from "./campaigns-of-unit.ts";
import { officeOf } from "./decide-item.ts";
import type { ItemFields } from "./item.store.ts";
import { kindWarnings } from "./kinds.ts";
import { wrongNames } from "./phases.ts";
import { composeMessage, problemsOf, wordsOfItem } from "./rules.ts";

const NAMES_OF_FIELDS: Readonly<Record<string, string>> = {
  title: "tiêu đề",
  text: "nội dung",
  source: "nguồn",
  sourceClass: "mức công khai",
  pictureAlt: "mô tả ảnh",
  privatePeople: "có nêu tên ai không",
};
const isBlank = (fields: ItemFields, name: string): boolean =>
  String(rowOf<unknown>({ ...fields, ...fields.details }, name) ?? "").trim() === "";
/** What nobody has typed yet is no fault of anybody's: it is named once something is written, without reproach. */
function missingAside(fields: ItemFields, problems: FieldErrors): { missing: string[] } {
  const begun = fields.title.trim() !== "" || fields.text.trim() !== "";
  const blank = Object.keys(problems).filter((name) => isBlank(fields, name));
  return { missing: begun ? blank.map((name) => rowOf(NAMES_OF_FIELDS, name) ?? problems[name] ?? name) : [] };
}
const wrongWords = (fields: ItemFields, problems: FieldErrors): string[] =>
  Object.entries(problems).flatMap(([name, words]) => (isBlank(fields, name) ? [] : [words]));

/** The message as it will be read, and what stands in its way. */
export async function presentPreview(
  unitCode: string,
  fields: ItemFields,
  now: Date,
): Promise<Record<string, unknown>> {
  const office = await officeOf(unitCode);
  const names = await namesFor(unitCode, now);
  const allowance = await allowanceOfUnit(unitCode, now);
  const found = Object.values(wordsOfItem(fields)).flatMap((words) => judgeWords(words, allowance));
  const text = composeMessage(fields, office, now);
  return {
    text,
    office,
    pictureId: fields.pictureId,
    pictureAlt: fields.pictureAlt,
    count: graphemes(text),
    titleCount: graphemes(fields.title),
    ...missingAside(fields, problemsOf(fields, office, now)),
    problems: [
      ...wrongWords(fields, problemsOf(fields, office, now)),
      ...found.filter(({ kind }) => kind === "refused").map(({ say }) => say),
    ],
    warnings: [
      ...found.filter(({ kind }) => kind === "asked").map(({ say }) => say),
      ...wrongNames(`${fields.title}\n${fields.text}`, names),
      ...kindWarnings(fields.kind, fields.details),
    ],
  };
}
