import { type DefaultTreeAdapterMap, parse } from "parse5";
import type { Visitor } from "../support/agent.ts";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

export interface FoundField {
  name: string;
  kind: string;
  value: string;
  choices: string[];
}
/** A form that a page shows, as its browser would send it. */
export interface FoundForm {
  page: string;
  action: string;
  multipart: boolean;
  fields: FoundField[];
}

const attr = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;
function* walk(node: Node): Generator<Element> {
  if (!("childNodes" in node)) return;
  for (const child of node.childNodes) {
    if ("tagName" in child) yield child;
    yield* walk(child);
  }
}
const textOf = (node: Node): string =>
  "value" in node ? node.value : "childNodes" in node ? node.childNodes.map(textOf).join("") : "";

function fieldOf(element: Element): FoundField | undefined {
  const name = attr(element, "name");
  if (name === undefined || !["input", "textarea", "select"].includes(element.tagName)) return undefined;
  const options = [...walk(element)].filter((one) => one.tagName === "option");
  const kind = element.tagName === "input" ? (attr(element, "type") ?? "text") : element.tagName;
  const once = attr(element, "autocomplete") === "one-time-code";
  const ticked = ["checkbox", "radio"].includes(kind);
  const chosen = options.find((one) => attr(one, "selected") !== undefined) ?? options[0];
  return {
    name,
    kind: once ? "once" : kind,
    value:
      element.tagName === "textarea"
        ? textOf(element)
        : chosen
          ? (attr(chosen, "value") ?? textOf(chosen))
          : ticked && attr(element, "checked") === undefined
            ? ""
            : (attr(element, "value") ?? ""),
    choices: options.map((one) => attr(one, "value") ?? textOf(one)),
  };
}

/** A form without a button is read only. */
const canBeSent = (form: Element): boolean => [...walk(form)].some((one) => one.tagName === "button");

export function formsOf(markup: string, page: string): FoundForm[] {
  return [...walk(parse(markup))]
    .filter((one) => one.tagName === "form" && attr(one, "method") === "post" && canBeSent(one))
    .map((form) => ({
      page,
      action: (attr(form, "action") ?? page).split("?")[0] ?? "",
      multipart: attr(form, "enctype") === "multipart/form-data",
      fields: [...walk(form)].flatMap((one) => fieldOf(one) ?? []),
    }));
}

/** What follows an id or a code of a page, so that a few of each kind are enough. */
const kindOf = (path: string): string =>
  path.replace(/[0-9a-f]{24}|\/\d+(?=\/|$|\?)|\?.*$/g, ":").replace(/(cau-tra-loi|don-vi)\/[^/]+/, "$1/:");

/** Which form it is, whatever object it stands beside. */
export const nameOf = ({ action, fields }: FoundForm): string =>
  `${kindOf(action)} ${fields.map(({ name }) => name).join()}`;

/** Every page of the console that a person reaches by links, a few of each kind, with the forms that stand on it. */
export async function findForms(visitor: Visitor, most = 3): Promise<{ pages: number; forms: FoundForm[] }> {
  const waiting = ["/console"];
  const known = new Set(waiting);
  const kinds = new Map<string, number>();
  const forms = new Map<string, FoundForm>();
  let pages = 0;
  for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
    const answer = await visitor.get(page);
    if (answer.status !== 200 || answer.type !== "text/html") continue;
    pages += 1;
    for (const form of formsOf(answer.text, page)) {
      if (!forms.has(nameOf(form))) forms.set(nameOf(form), form);
    }
    for (const [, href = ""] of answer.text.matchAll(/href="(\/console[^"#]*)/g)) {
      const link = href.replaceAll("&amp;", "&");
      const kind = kindOf(link);
      if (known.has(link) || (kinds.get(kind) ?? 0) >= most || /\.(docx|pdf|xlsx|csv|zip|txt|jsonl)/.test(link))
        continue;
      known.add(link);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      waiting.push(link);
    }
  }
  return { pages, forms: [...forms.values()] };
}
