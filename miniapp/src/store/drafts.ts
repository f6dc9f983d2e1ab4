import { TAB } from "../outbox/lock.ts";
import { drop, isOnlyHere, keep, listKept, readKept, type Room, write } from "./kept.ts";
import { heldWords, holdWords, letGo } from "./last-words.ts";

/** What somebody is still writing; each page has its own copy, so that two open pages never write over each other. */
export interface DraftRow {
  v: 1;
  /** the text's key from its first letter on: sent from two pages it is one */
  key: string;
  fields: Record<string, string | boolean>;
  /** where it belongs, and the way there */
  head: string;
  link: string;
}

const DRAFT = "draft:";
export const nameOf = (form: string): string => `${DRAFT}${form}|${TAB}`;

function readDraft(value: unknown): DraftRow | undefined {
  const row = value as Partial<DraftRow> | null;
  const fields = row?.fields;
  if (row?.v !== 1 || typeof row.key !== "string" || typeof fields !== "object" || fields === null) return undefined;
  const plain = Object.values(fields).every((one) => typeof one === "string" || typeof one === "boolean");
  return plain && typeof row.head === "string" && typeof row.link === "string" ? (row as DraftRow) : undefined;
}

/** Words of a page that was killed while they were on their way to the database; never over newer ones there. */
async function bringHome(): Promise<void> {
  for (const [name, { value, at }] of heldWords()) {
    if (!readDraft(value)) continue;
    const there = await readKept(name);
    if (!there || there.at < at) await keep(name, value);
    else if (!isOnlyHere(name)) letGo(name);
  }
}

/** The newest text of a form becomes this page's; an older one stays where it is. */
export async function takeDraft(form: string): Promise<DraftRow | undefined> {
  await bringHome();
  const rows = (await listKept<unknown>(`${DRAFT}${form}|`)).flatMap(({ key, value }) => {
    const row = readDraft(value);
    return row ? [{ name: key, row }] : [];
  });
  const newest = rows.at(-1);
  if (!newest) return undefined;
  if (newest.name === nameOf(form)) return newest.row;
  // under the new name before the old one goes: where there is no database nothing else on the phone has it
  holdDraft(form, newest.row);
  await write({ [nameOf(form)]: newest.row }, [newest.name]);
  return newest.row;
}

/** At once and only here; {@link keepDraft} follows. */
export const holdDraft = (form: string, row: DraftRow): void => holdWords(nameOf(form), row);
export const keepDraft = (form: string, row: DraftRow): Promise<Room> => keep(nameOf(form), row);
export const dropDraft = (form: string): Promise<Room> => drop(nameOf(form));

export interface ShownDraft {
  name: string;
  at: number;
  row: DraftRow;
}
/** Everything half written on this phone, for its owner to go on with, copy or drop. */
export async function listDrafts(): Promise<ShownDraft[]> {
  await bringHome();
  return (await listKept<unknown>(DRAFT)).flatMap(({ key, value, at }) => {
    const row = readDraft(value);
    return row ? [{ name: key, at, row }] : [];
  });
}
export const dropDraftNamed = (name: string): Promise<Room> => drop(name);

export const draftWords = (row: DraftRow): string =>
  Object.values(row.fields)
    .filter((one): one is string => typeof one === "string" && one.trim() !== "")
    .join("\n");
