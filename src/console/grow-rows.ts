import { parseFragment, serializeOuter } from "parse5";
import { attr, type Element, elementsOf, setAttr, setText } from "./markup.ts";
import type { Typed } from "./typed.ts";

/** More rows of one group are not made. */
export const MOST_ROWS = 60;

const rowsOf = (group: Element): Element[] =>
  [...elementsOf(group)].filter((one) => attr(one, "data-row") !== undefined);
const fieldsOf = (row: Element): Element[] => [...elementsOf(row)].filter((one) => attr(one, "name") !== undefined);

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
  for (const field of fieldsOf(row))
    if (field.tagName === "textarea") setText(field, "");
    else if (field.tagName === "input") setAttr(field, "value", "");
  return row;
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
    const most = Math.max(...fieldsOf(last).map((field) => typed[attr(field, "name") ?? ""]?.length ?? 0));
    const wanted = Math.min(Math.max(rows.length, most + Number(name === grow)), MOST_ROWS);
    let at: Element | undefined = last;
    for (let n = rows.length; n < wanted && at; n += 1) at = addRow(at);
    const [first] = at ? fieldsOf(at) : [];
    if (name === grow && first) setAttr(first, "autofocus", "");
  }
}
