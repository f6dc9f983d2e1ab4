import type { Request } from "express";
import { fillForm, type Filling, noteOrigin, showWords } from "../console/fill-form.ts";
import { withDays } from "../console/read-days.ts";
import type { Typed } from "../console/typed.ts";
import type { ConsoleRoute } from "../kernel/console-route.ts";

const ROOT = "/console";

export interface PageAt {
  params: Record<string, string>;
  query: Record<string, string>;
}

/** Makes one page anew; undefined when this person has none there. */
export type MakePage = (route: ConsoleRoute, at: PageAt) => Promise<string | undefined>;

/** Which pages forms stand on, so that a refused one goes back to its own. */
export interface Pages {
  /** the pages the form may stand on, likeliest first */
  originsOf(request: Request, typed: Typed): string[];
  fill(request: Request, filling: Filling, make: MakePage): Promise<string | undefined>;
}

const partsOf = (path: string): string[] => path.split("/").filter(Boolean);

/** The parameters of a path under a pattern of `:names`; undefined when it is another. */
function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of pattern.entries()) {
    const given = path[n] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(given);
    else if (part !== given) return undefined;
  }
  return params;
}

export function createPages(routes: readonly ConsoleRoute[]): Pages {
  const gets = routes.filter(({ method }) => method === "get").map((route) => ({ route, parts: partsOf(route.path) }));

  const find = (address: string): { route: ConsoleRoute; at: PageAt } | undefined => {
    if (address !== ROOT && !address.startsWith(`${ROOT}/`) && !address.startsWith(`${ROOT}?`)) return undefined;
    const url = new URL(address, "http://here");
    const path = partsOf(url.pathname.slice(ROOT.length));
    for (const { route, parts } of gets) {
      const params = match(parts, path);
      if (params) return { route, at: { params, query: withDays(Object.fromEntries(url.searchParams)) } };
    }
    return undefined;
  };

  const originsOf = (request: Request, typed: Typed): string[] => {
    const path = request.originalUrl.split("?")[0] ?? "";
    const parts = partsOf(path);
    const above = parts.map((_, n) => `/${parts.slice(0, parts.length - n).join("/")}`);
    const named = [typed["_trang"]?.[0] ?? "", pathOfReferer(request)];
    return [...new Set([...named, ...above])].filter((address) => isAddress(address) && find(address) !== undefined);
  };

  return {
    originsOf,
    async fill(request, filling, make) {
      let nearest: string | undefined;
      for (const origin of originsOf(request, filling.typed)) {
        const found = find(origin);
        const markup = found && (await make(found.route, found.at).catch(() => undefined));
        if (markup === undefined) continue;
        const filled = fillForm(markup, filling);
        if (filled !== undefined) return noteOrigin(filled, filling.action, origin);
        nearest ??= showWords(markup, filling);
      }
      return nearest;
    },
  };
}

const isAddress = (text: string): boolean =>
  text.length <= 500 && URL.canParse(text, "http://here") && !/%(?![\da-f]{2})/i.test(text);

/** The page the browser came from, when it is one of ours. */
function pathOfReferer(request: Request): string {
  const referer = request.get("referer") ?? "";
  if (!URL.canParse(referer)) return "";
  const { host, pathname, search } = new URL(referer);
  return host === request.get("host") ? `${pathname}${search}` : "";
}
