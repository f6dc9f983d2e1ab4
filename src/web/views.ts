import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import Handlebars from "handlebars";
import {
  dayInWords,
  formatDate,
  formatDuration,
  formatMoment,
  formatNumber,
  formatShare,
  formatTime,
} from "../kernel/dates.ts";

export type Render = (view: string, data: Record<string, unknown>) => string;

/** Every `src/<room>/views/<name>.hbs` is the view and the partial `<room>/<name>`. */
function findViews(root: string): [string, string][] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".hbs") && path.split(sep).includes("views"))
    .map((path) => [
      relative(".", path)
        .split(sep)
        .filter((part) => part !== "views")
        .join("/")
        .replace(/\.hbs$/, ""),
      join(root, path),
    ]);
}

const TEXTS = "h[1-6]|dd|dt|td|th|p|li|legend|summary|option|button|figcaption|title";
const OPENED = new RegExp(`(<(?:${TEXTS})\\b[^<>]*>)\\s*\\n\\s*`, "g");
const CLOSED = new RegExp(`\\s*\\n\\s*(</(?:${TEXTS})>)`, "g");
/** Lines of a view are broken for who reads it (launcher/format-views.ts); a heading's words begin and end with themselves. */
const tight = (source: string): string => source.replace(OPENED, "$1").replace(CLOSED, "$1");

/** Compiles all views once. Strict: a name that a page was not given is an error, not an empty place. */
export function loadViews(root: string, icons: ReadonlyMap<string, string>): Render {
  const engine = Handlebars.create();
  registerHelpers(engine, icons);
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  for (const [name, file] of findViews(root)) {
    const template = engine.compile(tight(readFileSync(file, "utf8")), { strict: false, preventIndent: true });
    compiled.set(name, template);
    engine.registerPartial(name, template);
  }
  return (view, data) => {
    const template = compiled.get(view);
    if (!template) throw new Error(`no view ${view}`);
    return template(data);
  };
}

const asDate = (value: unknown): Date | undefined =>
  value instanceof Date ? value : typeof value === "string" && value ? new Date(value) : undefined;

function registerHelpers(engine: typeof Handlebars, icons: ReadonlyMap<string, string>): void {
  const safe = (html: string): Handlebars.SafeString => new engine.SafeString(html);
  const timeTag = (at: Date, words: string): Handlebars.SafeString =>
    safe(`<time datetime="${at.toISOString()}">${engine.escapeExpression(words)}</time>`);
  const helpers: Record<string, (...args: never[]) => unknown> = {
    date: (value: unknown) => (asDate(value) ? timeTag(asDate(value) as Date, formatDate(asDate(value) as Date)) : "–"),
    time: (value: unknown) => (asDate(value) ? timeTag(asDate(value) as Date, formatTime(asDate(value) as Date)) : "–"),
    moment: (value: unknown) =>
      asDate(value) ? timeTag(asDate(value) as Date, formatMoment(asDate(value) as Date, new Date())) : "–",
    num: (value: unknown) => safe(`<span class="num">${formatNumber(Number(value ?? 0))}</span>`),
    plain: (value: unknown) => formatNumber(Number(value ?? 0)),
    share: (value: number) => formatShare(value),
    duration: (ms: number) => formatDuration(ms),
    eq: (a: unknown, b: unknown) => a === b,
    ne: (a: unknown, b: unknown) => a !== b,
    and: (a: unknown, b: unknown) => Boolean(a) && Boolean(b),
    or: (a: unknown, b: unknown) => Boolean(a) || Boolean(b),
    not: (a: unknown) => !a,
    gt: (a: number, b: number) => a > b,
    "day-words": (value: unknown) => dayInWords(String(value ?? "")),
    "if-else": (test: unknown, yes: unknown, no: unknown) => (test ? yes : no),
    concat: (...parts: unknown[]) => parts.slice(0, -1).join(""),
    icon: (name: string) =>
      safe(`<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">${icons.get(name) ?? ""}</svg>`),
    lines: (text: string) => safe(engine.escapeExpression(text ?? "").replace(/\n/g, "<br>")),
  };
  for (const [name, helper] of Object.entries(helpers))
    engine.registerHelper(name, helper as Handlebars.HelperDelegate);
}
