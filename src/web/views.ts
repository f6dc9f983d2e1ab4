import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import Handlebars from "handlebars";
import { askForEveryName, FIELD_OF, fieldOf } from "./ask-for-names.ts";
import { type HashedFiles, hashFiles } from "./hashed-files.ts";
import type { Clock } from "../kernel/clock.ts";
import {
  dayAsTyped,
  dayInWords,
  formatDate,
  formatDuration,
  formatMoment,
  formatNumber,
  formatShare,
  formatTime,
} from "../kernel/dates.ts";
import { messageOf } from "../kernel/errors.ts";

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

/** Of this process; the test that walks over all pages expects none. */
export const ungivenSoFar = new Set<string>();

/** The name that was asked for, and where: the engine's own message also says in what, which may be a person's words. */
function nameIn(message: string): string {
  const [, name = "another error"] = /^(?:"|Cannot use 'in' operator to search for ')([\w.-]+)['"]/.exec(message) ?? [];
  return `${name}${/ - \d+:\d+$/.exec(message)?.[0] ?? ""}`;
}

/** What a page was to be given and was not. @param ungiven is told of it once a view; undefined: the page fails */
export type Ungiven = ((view: string, why: string) => void) | undefined;

/**
 * Reads all views, and compiles each once, when it is first shown. Strict: a name that a page was not given is an
 * error, not an empty place. Where residents and officials are served, a page with an empty place is better than none:
 * there it is told, and shown.
 */
export function loadViews(root: string, icons: ReadonlyMap<string, string>, clock: Clock, ungiven: Ungiven): Render {
  const sources = findViews(root).map(([name, file]): [string, string] => [name, tight(readFileSync(file, "utf8"))]);
  const { addressOf } = hashFiles(join(root, "web", "assets"));
  const strict = compileAll(sources, icons, clock, addressOf, true);
  const lenient = compileAll(sources, icons, clock, addressOf, false);
  const told = new Set<string>();
  return (view, data) => {
    const template = strict.get(view);
    if (!template) throw new Error(`no view ${view}`);
    try {
      return template(data);
    } catch (error) {
      if (!ungiven) throw new Error(`${view}: ${messageOf(error)}`, { cause: error });
      const why = nameIn(messageOf(error));
      if (!told.has(view)) ungiven(view, why);
      told.add(view);
      ungivenSoFar.add(`${view}: ${why}`);
      return lenient.get(view)?.(data) ?? "";
    }
  };
}

function compileAll(
  sources: readonly (readonly [string, string])[],
  icons: ReadonlyMap<string, string>,
  clock: Clock,
  addressOf: HashedFiles["addressOf"],
  strict: boolean,
): Map<string, Handlebars.TemplateDelegate> {
  const engine = Handlebars.create();
  registerHelpers(engine, icons, clock);
  engine.registerHelper("asset", (name: string) => addressOf(name));
  return new Map(
    sources.map(([name, source]) => {
      let compiled: Handlebars.TemplateDelegate | undefined;
      const template: Handlebars.TemplateDelegate = (data, options) => {
        compiled ??= compile(engine, source, strict);
        return compiled(data, options);
      };
      engine.registerPartial(name, template);
      return [name, template];
    }),
  );
}

function compile(engine: typeof Handlebars, source: string, strict: boolean): Handlebars.TemplateDelegate {
  const parsed = engine.parse(source);
  return engine.compile(strict ? askForEveryName(parsed) : parsed, { strict, preventIndent: true });
}

const asDate = (value: unknown): Date | undefined =>
  value instanceof Date ? value : typeof value === "string" && value ? new Date(value) : undefined;

function registerHelpers(engine: typeof Handlebars, icons: ReadonlyMap<string, string>, clock: Clock): void {
  const safe = (html: string): Handlebars.SafeString => new engine.SafeString(html);
  const timeTag = (at: Date, words: string): Handlebars.SafeString =>
    safe(`<time datetime="${at.toISOString()}">${engine.escapeExpression(words)}</time>`);
  const helpers: Record<string, (...args: never[]) => unknown> = {
    date: (value: unknown) => (asDate(value) ? timeTag(asDate(value) as Date, formatDate(asDate(value) as Date)) : "–"),
    time: (value: unknown) => (asDate(value) ? timeTag(asDate(value) as Date, formatTime(asDate(value) as Date)) : "–"),
    moment: (value: unknown) =>
      asDate(value) ? timeTag(asDate(value) as Date, formatMoment(asDate(value) as Date, clock.now())) : "–",
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
    "day-typed": (value: unknown) => dayAsTyped(String(value ?? "")),
    "day-words": (value: unknown) => dayInWords(String(value ?? "")),
    "if-else": (test: unknown, yes: unknown, no: unknown) => (test ? yes : no),
    concat: (...parts: unknown[]) => parts.slice(0, -1).join(""),
    icon: (name: string) =>
      safe(`<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">${icons.get(name) ?? ""}</svg>`),
    /** what a partial may be given and need not */
    maybe(this: Record<string, unknown>, name: string) {
      return this[name];
    },
    [FIELD_OF]: fieldOf,
    lines: (text: string) => safe(engine.escapeExpression(text ?? "").replace(/\n/g, "<br>")),
  };
  for (const [name, helper] of Object.entries(helpers))
    engine.registerHelper(name, helper as Handlebars.HelperDelegate);
}
