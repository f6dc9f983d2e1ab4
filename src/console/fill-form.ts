import { parse, serialize } from "parse5";
import { dayAsTyped, dayInWords } from "../kernel/dates.ts";
import type { FieldErrors } from "../kernel/errors.ts";
import { growRows } from "./grow-rows.ts";
import {
  attr,
  type Element,
  elementsOf,
  escape,
  insert,
  insertAfter,
  insertBefore,
  type Parent,
  setAttr,
  setText,
  textOf,
} from "./markup.ts";
import { isSecret, type Typed } from "./typed.ts";

/** What is poured into a page that was made anew. */
export interface Filling {
  /** where the form is posted to, without a query */
  action: string;
  typed: Typed;
  errors: FieldErrors;
  /** the sentence above the form; "" when the page says it by itself */
  message: string;
  /** somebody else saved meanwhile: the new text stands beside the typed one, and the next press is about the new */
  changed: boolean;
  /** a note and not a fault: words that were kept come back, on this page */
  keptOn?: string;
  /** the group of rows that is to have one more */
  grow?: string;
}

const FIELDS = new Set(["input", "select", "textarea"]);
const fieldsOf = (page: Element[], form: Element): Element[] => {
  const id = attr(form, "id");
  const outside = id === undefined ? [] : page.filter((one) => attr(one, "form") === id);
  return [...elementsOf(form), ...outside].filter((one) => FIELDS.has(one.tagName) && attr(one, "name") !== undefined);
};
const typeOf = (field: Element): string =>
  field.tagName === "input" ? (attr(field, "type") ?? "text") : field.tagName;
/** Passwords, codes and files are typed anew; the form's own token is the page's. */
const isOnce = (field: Element): boolean =>
  ["password", "file"].includes(typeOf(field)) ||
  attr(field, "autocomplete") === "one-time-code" ||
  (attr(field, "name") ?? "").startsWith("_");
const isTicked = (field: Element): boolean => ["checkbox", "radio"].includes(typeOf(field));

/** How well a form of the page is the one that was sent: its names, and the hidden fields that name its row. */
function likeness(fields: readonly Element[], typed: Typed): number {
  let score = 0;
  for (const field of fields) {
    const values = typed[attr(field, "name") ?? ""];
    if (typeOf(field) !== "hidden") score += values === undefined ? 0 : 1;
    else if (values !== undefined && !isOnce(field)) score += values.includes(attr(field, "value") ?? "") ? 3 : -1;
  }
  return score;
}

/** Where a form is posted to: by itself, and by buttons of it that lead elsewhere. */
function targetsOf(page: Element[], form: Element): (string | undefined)[] {
  const id = attr(form, "id");
  const outside = id === undefined ? [] : page.filter((one) => attr(one, "form") === id);
  const buttons = [...elementsOf(form), ...outside].filter((one) => one.tagName === "button");
  return [attr(form, "action"), ...buttons.map((one) => attr(one, "formaction"))].map((to) => to?.split("?")[0]);
}

function findForm(page: Element[], { action, typed }: Filling): Element | undefined {
  const forms = page.filter(
    (one) =>
      one.tagName === "form" && attr(one, "method")?.toLowerCase() === "post" && targetsOf(page, one).includes(action),
  );
  const scored = forms.map((form) => ({ form, score: likeness(fieldsOf(page, form), typed) }));
  return scored.toSorted((a, b) => b.score - a.score)[0]?.form;
}

const valueOf = (field: Element): string => {
  if (field.tagName === "textarea") return textOf(field);
  if (field.tagName !== "select") return attr(field, "value") ?? "";
  const options = [...elementsOf(field)].filter((one) => one.tagName === "option");
  const chosen = options.find((one) => attr(one, "selected") !== undefined) ?? options[0];
  return chosen === undefined ? "" : (attr(chosen, "value") ?? textOf(chosen));
};

/** What stands in the field as a person reads it. */
const shownOf = (field: Element): string => {
  const chosen = [...elementsOf(field)].find((one) => attr(one, "selected") !== undefined);
  return field.tagName === "select" && chosen ? textOf(chosen) : valueOf(field);
};

/** @returns false when the field has no place for the value */
function put(field: Element, value: string): boolean {
  if (field.tagName === "textarea") setText(field, value);
  else if (field.tagName === "select") {
    const options = [...elementsOf(field)].filter((one) => one.tagName === "option");
    const wanted = options.find((one) => (attr(one, "value") ?? textOf(one)) === value);
    if (!wanted) return value === "";
    for (const one of options) setAttr(one, "selected", one === wanted ? "" : undefined);
  } else setAttr(field, "value", value);
  return true;
}

function open(element: Element): void {
  for (let node: Parent | null = element.parentNode; node !== null && "tagName" in node; node = node.parentNode)
    if (node.tagName === "details") setAttr(node, "open", "");
}

const both = (stored: string): string =>
  `<p class="hint both">Đang lưu: <q>${escape(stored.length > 600 ? `${stored.slice(0, 600)}…` : stored) || "(trống)"}</q></p>`;

/** Puts the typed words into the fields. @returns words for which the page has no field now */
function pour(fields: readonly Element[], filling: Filling): string[] {
  const left: string[] = [];
  const taken = new Map<string, number>();
  const seen = new Set<string>();
  for (const field of fields) {
    const name = attr(field, "name") ?? "";
    const type = typeOf(field);
    seen.add(name);
    if (isOnce(field)) continue;
    const values = filling.typed[name] ?? [];
    if (isTicked(field)) {
      const [stored, ticked] = [attr(field, "checked") !== undefined, values.includes(attr(field, "value") ?? "on")];
      setAttr(field, "checked", ticked ? "" : undefined);
      if (filling.changed && stored !== ticked)
        insertAfter(enclosing(field, "label") ?? field, both(stored ? "có chọn" : "không chọn"));
      continue;
    }
    // after a conflict the next press must be about what stands now
    if (type === "hidden" && filling.changed) continue;
    const n = taken.get(name) ?? 0;
    taken.set(name, n + 1);
    const sent = values[n];
    if (sent === undefined) continue;
    const value = attr(field, "data-date") === undefined ? sent : dayAsTyped(sent);
    const [stored, shown] = [valueOf(field), shownOf(field)];
    if (!put(field, value)) left.push(value);
    const words =
      field.parentNode && [...elementsOf(field.parentNode)].find((one) => attr(one, "data-day") !== undefined);
    if (words && words.parentNode === field.parentNode) setText(words, dayInWords(sent));
    if (filling.changed && type !== "hidden" && stored.trim() !== value.trim()) insertAfter(field, both(shown));
  }
  for (const [name, values] of Object.entries(filling.typed))
    if (!seen.has(name)) left.push(...values.filter((value) => isWritten(value) && !isSecret(name, value)));
  return left;
}

/** Marks the field and puts the sentence beside it. @returns the id the summary leads to; "" when there is no such field */
function mark(page: Element[], fields: readonly Element[], name: string, message: string): string {
  // "prizeCount.2" is the field of the third row; a choice of it may be called so itself
  const [, named = name, row = "0"] = /^(.+)\.(\d+)$/.exec(name) ?? [];
  const field =
    fields.find((one) => attr(one, "name") === name && typeOf(one) !== "hidden") ??
    fields.filter((one) => attr(one, "name") === named && typeOf(one) !== "hidden")[Number(row)] ??
    page.find((one) => [`f-${name}`, name].includes(attr(one, "id") ?? ""));
  if (!field) return "";
  const id = attr(field, "id") ?? `f-${name.replaceAll(".", "-")}`;
  setAttr(field, "id", id);
  if (FIELDS.has(field.tagName)) {
    setAttr(field, "aria-invalid", "true");
    setAttr(field, "aria-describedby", [attr(field, "aria-describedby"), `e-${id}`].filter(Boolean).join(" "));
  }
  open(field);
  const around = enclosing(field, isTicked(field) ? "fieldset" : "label");
  const sentence = `<p class="error" id="e-${escape(id)}">${escape(message)}</p>`;
  if (field.tagName === "fieldset") insert(field, field.childNodes.length, sentence);
  else if (isTicked(field) && around) insert(around, around.childNodes.length, sentence);
  else insertAfter(around ?? field, sentence);
  return id;
}

function enclosing(field: Element, tag: string): Element | undefined {
  for (let node: Parent | null = field.parentNode; node !== null && "tagName" in node; node = node.parentNode)
    if (node.tagName === tag) return node;
  return undefined;
}

/** The part of the page with this class in which the form stands: a summary has no place among buttons. */
function classed(form: Element, name: string): Element | undefined {
  for (let node: Parent | null = form.parentNode; node !== null && "tagName" in node; node = node.parentNode)
    if (attr(node, "class")?.split(" ").includes(name)) return node;
  return undefined;
}

/** Where a person says that the words that came back are not wanted. */
const DISMISS_PATH = "/console/dang-go/bo";

function dismissal(page: readonly Element[], action: string, keptOn: string): string {
  const token = page.find((one) => attr(one, "name") === "_csrf");
  const csrf = escape((token && attr(token, "value")) ?? "");
  return [
    `<form method="post" action="${DISMISS_PATH}"><input type="hidden" name="_csrf" value="${csrf}">`,
    `<input type="hidden" name="page" value="${escape(keptOn)}">`,
    `<input type="hidden" name="action" value="${escape(action)}"><button>Bỏ chữ gõ dở này</button></form>`,
  ].join("");
}

function summary(
  page: readonly Element[],
  filling: Filling,
  lines: readonly { id: string; message: string }[],
  left: readonly string[],
): string {
  const items = lines.map(({ id, message }) =>
    id === "" ? `<li>${escape(message)}</li>` : `<li><a href="#${escape(id)}">${escape(message)}</a></li>`,
  );
  const rest = left.map((text) => `<textarea rows="3" readonly aria-label="Chữ đã gõ">${escape(text)}</textarea>`);
  return [
    `<div class="note ${filling.keptOn ? "gold" : "bad"}" role="alert" tabindex="-1" data-focus>`,
    filling.message === "" ? "" : `<strong>${escape(filling.message)}</strong>`,
    items.length > 0 ? `<ul>${items.join("")}</ul>` : "",
    rest.length > 0 ? `<p>Chữ Ông/Bà đã gõ mà trang này không còn ô, chép lại nếu cần:</p>${rest.join("")}` : "",
    filling.keptOn ? dismissal(page, filling.action, filling.keptOn) : "",
    "</div>",
  ].join("");
}

/**
 * A page made anew, with what was typed back in its form, each fault at its field and a summary that leads there.
 * @returns undefined when the page has no form that is posted to `action`
 */
export function fillForm(markup: string, filling: Filling): string | undefined {
  const document = parse(markup);
  const page = [...elementsOf(document)];
  const form = findForm(page, filling);
  if (!form) return undefined;
  growRows(form, filling);
  const fields = fieldsOf([...elementsOf(document)], form);
  const left = pour(fields, filling);
  const lines = Object.entries(filling.errors).map(([name, message]) => ({
    id: mark(page, fields, name, message),
    message,
  }));
  open(form);
  if (filling.message === "" && left.length === 0) return serialize(document);
  for (const one of page) setAttr(one, "data-focus", undefined);
  const head = classed(form, "head");
  const said = summary(page, filling, lines, left);
  if (head) insertAfter(head, said);
  else insertBefore(form, said);
  return serialize(document);
}

/** Somebody's words, not a choice's or a button's own ("trinh", an id). */
const isWritten = (value: string): boolean => value.length > 3 && !/^[a-z\d-]{1,24}$/.test(value);

/** Words whose form the page does not offer any more stand at its top, to be copied; those in a field of it stay there. */
export function showWords(markup: string, filling: Filling): string {
  const document = parse(markup);
  const page = [...elementsOf(document)];
  const main = page.find((one) => one.tagName === "main") ?? page.find((one) => one.tagName === "body");
  const shown = new Set(page.filter((one) => FIELDS.has(one.tagName)).map((one) => valueOf(one).trim()));
  const written = Object.entries(filling.typed).flatMap(([name, values]) =>
    values.filter((value) => isWritten(value) && !isSecret(name, value) && !shown.has(value.trim())),
  );
  if (written.length === 0 && filling.message === "") return markup;
  const lines = Object.values(filling.errors).map((message) => ({ id: "", message }));
  if (main) insert(main, 0, summary(page, filling, lines, written));
  return serialize(document);
}

/** Adds a hidden field to every form that is posted there: which page a form that was sent again belongs to. */
export function noteOrigin(markup: string, action: string, origin: string): string {
  const document = parse(markup);
  for (const one of elementsOf(document))
    if (one.tagName === "form" && attr(one, "action")?.split("?")[0] === action)
      insert(one, 0, `<input type="hidden" name="_trang" value="${escape(origin)}">`);
  return serialize(document);
}
