import { parseFragment, serializeOuter } from "parse5";
import { attr, type Element, elementsOf, setAttr, setText } from "./markup.ts";
import type { Typed } from "./typed.ts";

/** More rows of one group are not made. */
const MOST_ROWS = 60;

const rowsOf = (group: Element): Element[] =>
  [...elementsOf(group)].filter((one) => attr(one, "data-row") !== undefined);
/** A name that begins with "_" is the kit's own: it says what a field is, and is the same in every row. */
const fieldsOf = (row: Element): Element[] =>
  [...elementsOf(row)].filter((one) => !(attr(one, "name") ?? "_").startsWith("_"));
/** "stance.2": a choice of the third row; radios that share a name would be one choice of all rows. */
const NUMBERED = /^(.+)\.(\d+)$/;

/** A row of the same fields with nothing in them, after `last`. */
function addRow(last: Element): Element | undefined {
  const [row] = parseFragment(serializeOuter(last)).childNodes;
  if (!last.parentNode || !row || !("tagName" in row)) return undefined;
  row.parentNode = last.parentNode;
  last.parentNode.childNodes.splice(last.parentNode.childNodes.indexOf(last) + 1, 0, row);
  for (const one of elementsOf(row)) {
    setAttr(one, "id", undefined);
    if (attr(one, "data-day") !== undefined) setText(one, "");
  }
  for (const field of fieldsOf(row)) emptyField(field);
  return row;
}

function emptyField(field: Element): void {
  const [, name, n] = NUMBERED.exec(attr(field, "name") ?? "") ?? [];
  if (name !== undefined) setAttr(field, "name", `${name}.${Number(n) + 1}`);
  if (field.tagName === "textarea") setText(field, "");
  else if (attr(field, "type") === "radio" || attr(field, "type") === "checkbox") setAttr(field, "checked", undefined);
  else if (field.tagName === "input") setAttr(field, "value", "");
  else for (const option of elementsOf(field)) setAttr(option, "selected", undefined);
}

/** How many rows were typed of a field: its values, or the highest number of its name. */
function rowsTyped(typed: Typed, name: string): number {
  const numbered = NUMBERED.exec(name)?.[1];
  if (numbered === undefined) return typed[name]?.length ?? 0;
  const rows = Object.keys(typed).flatMap((one) => {
    const [, same, n] = NUMBERED.exec(one) ?? [];
    return same === numbered ? [Number(n) + 1] : [];
  });
  return Math.max(0, ...rows);
}

/**
 * Groups of rows (`<fieldset data-group>` with `data-row` in it, whose names repeat) have a place for every row that was
 * typed, and one more where a person asked for it.
 */
export function growRows(form: Element, { typed, grow }: { typed: Typed; grow?: string }): void {
  for (const group of elementsOf(form)) {
    const name = attr(group, "data-group");
    const rows = name === undefined ? [] : rowsOf(group);
    const last = rows.at(-1);
    if (!last) continue;
    const most = Math.max(...fieldsOf(last).map((field) => rowsTyped(typed, attr(field, "name") ?? "")));
    const wanted = Math.min(Math.max(rows.length, most + Number(name === grow)), MOST_ROWS);
    let at: Element | undefined = last;
    for (let n = rows.length; n < wanted && at; n += 1) at = addRow(at);
    const [first] = at ? fieldsOf(at) : [];
    if (name === grow && first) setAttr(first, "autofocus", "");
  }
}
