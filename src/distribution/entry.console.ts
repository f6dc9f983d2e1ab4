import { z } from "zod";
import { KIND_RULES } from "../content/kinds.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { LanguageVariant } from "./content.model.ts";
import { readContents } from "./content.store.ts";
import { findFaults } from "./find-faults.ts";
import { LANGUAGES, LANGUAGE_KEYS, languageName, variantsOf } from "./languages.ts";
import { FREE_NAMES, freeOf, many } from "./package.form.ts";
import type { Package } from "./package.model.ts";
import { refuseStale } from "./packages.console.ts";
import { dropEntry, mustFindPackage, type PackageDeps, renewEntry } from "./save-package.ts";

const AT = "/console/goi-noi-dung";
const EMPTY: LanguageVariant = { language: "", title: "", text: "" };
const body = z.object({
  revision: z.coerce.number().int(),
  act: z.enum(["cap-nhat", "bo"]),
  free: many(10),
  foreign: z.string().max(3).default(""),
  language: many(20).pipe(z.array(z.enum(["", ...LANGUAGE_KEYS]))),
  variantTitle: many(1000),
  variantText: many(20_000),
});

/** One entry of a catalogue: its words, what communes may change, its other languages. */
export function entryRoutes(deps: PackageDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Package> =>
    mustFindPackage(context.me.scope, context.params["id"] ?? "");
  return [
    route({
      method: "get",
      path: "/goi-noi-dung/:id/muc/:code",
      may: "packages.view",
      async handle(context) {
        const read = await load(context);
        const entry = read.entries.find(({ code }) => code === context.params["code"]);
        if (!entry) throw notFound("mục này");
        const contents = await readContents(entry.contents);
        const parts = entry.contents.flatMap((hash) => contents.get(hash) ?? []);
        const [first] = parts;
        const free = new Set<string>(first?.free);
        const variants = first?.variants ?? [];
        return page("distribution/entry", `${entry.code} ${entry.title}`, {
          id: String(read._id),
          package: read.title,
          revision: read.revision,
          code: entry.code,
          title: entry.title,
          organ: entry.origin.organ,
          faults: (await findFaults(read, context.now)).filter(({ code }) => code === entry.code).map(({ say }) => say),
          parts: parts.map(({ kind, title, text, source, pictureAlt, details, foreign }) => ({
            kind: KIND_RULES[kind].name,
            title,
            text,
            source,
            pictureAlt,
            mediaUrl: details.mediaUrl,
            transcript: details.transcript,
            foreign,
          })),
          variants: variants.map((one) => ({ ...one, name: languageName(one.language) })),
          rows: [...variants, EMPTY].map((one) => ({
            ...one,
            choices: LANGUAGES.map(({ key, name }) => ({ key, name, selected: key === one.language })),
          })),
          free: FREE_NAMES.map((one) => ({ ...one, checked: free.has(one.value) })),
          foreign: parts.some((one) => one.foreign),
          single: parts.length === 1,
          byFile: entry.items.some((item) => item === ""),
          canEdit:
            context.me.permissions.includes("packages.edit") && (read.state === "draft" || read.state === "returned"),
        });
      },
    }),
    route({
      method: "post",
      path: "/goi-noi-dung/:id/muc/:code",
      may: "packages.edit",
      body,
      async handle(context) {
        const typed = context.body;
        const read = await load(context);
        refuseStale(read, typed.revision);
        const code = context.params["code"] ?? "";
        if (typed.act === "bo") {
          await dropEntry(deps, read, code, byMe(context));
          await context.audit("package-entry-dropped", read.title, { mục: code });
          return redirect(`${AT}/${String(read._id)}`, `Đã bỏ ${code} khỏi danh mục.`);
        }
        // the one empty row of a form is posted as "", which is none of its name: each row is what any field says of it
        const most = Math.max(typed.language.length, typed.variantTitle.length, typed.variantText.length);
        const rows = Array.from({ length: most }, (_, n) => ({
          language: typed.language[n] ?? "",
          title: nfc((typed.variantTitle[n] ?? "").trim()),
          text: nfc((typed.variantText[n] ?? "").replace(/\r\n/g, "\n").trim()),
        }));
        const { variants, faults } = variantsOf(rows);
        if (Object.keys(faults).length > 0) throw invalid(faults);
        const wish = { code, free: freeOf(typed.free), foreign: typed.foreign !== "", variants };
        const changed = await renewEntry(deps, context.me.scope, read, wish, byMe(context));
        if (changed) await context.audit("package-entry-renewed", read.title, { mục: code });
        const note = changed ? `${code} đã lấy bản mới nhất.` : `${code} đã là bản mới nhất.`;
        return redirect(`${AT}/${String(read._id)}/muc/${code}`, note);
      },
    }),
  ];
}
