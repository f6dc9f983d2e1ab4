import type { Request } from "express";
import type { SignedIn } from "../kernel/console-route.ts";
import type { MenuEntry } from "../kernel/room.ts";
import { unreadNotices } from "../officials/notices.ts";
import type { Official } from "../officials/official.model.ts";
import { ROLE_NAMES } from "../officials/rules.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Render } from "./views.ts";

/** The frame of every console page: masthead, menu by permission, notes; and the same for parts of pages. */
export interface Shell {
  page(request: Request, view: string, title: string, data: Record<string, unknown>): Promise<string>;
  fragment(request: Request, view: string, data: Record<string, unknown>): Promise<string>;
  /** a page for everybody: nothing of a session in it */
  publicPage(view: string, title: string, data: Record<string, unknown>): string;
}

/** What the person is to be told about the own account; read until the newest of them when the button is pressed. */
function noticesOf(official: Official): { notices: { at: Date; text: string }[]; noticesUntil: string } {
  const notices = unreadNotices(official);
  return { notices, noticesUntil: notices.at(-1)?.at.toISOString() ?? "" };
}

/** What stands in the menu of this person, with what waits behind each entry. */
const menuFor = (entries: readonly MenuEntry[], me: SignedIn, path: string) =>
  Promise.all(
    entries
      .filter(({ needs }) => me.permissions.includes(needs))
      .map(async (entry) => ({
        ...entry,
        current: entry.path === "/console" ? path === "/console" : path.startsWith(entry.path),
        waiting: (await entry.count?.(me)) ?? 0,
      })),
  );

export interface ShellDeps {
  render: Render;
  assetVersion: string;
  csrfTokenOf(request: Request): string;
  /** of all rooms, in the order they are shown */
  menu: readonly MenuEntry[];
}

export function createShell({ render, assetVersion, csrfTokenOf, menu: entries }: ShellDeps): Shell {
  async function frame(request: Request): Promise<Record<string, unknown>> {
    const { me, official } = request;
    const csrf = csrfTokenOf(request);
    if (!me || !official) return { csrf, assetVersion };
    const path = request.originalUrl.split("?")[0] ?? "";
    const [unit, oa, menu] = await Promise.all([
      findUnit(me.unitCode),
      findOaOfUnit(me.unitCode),
      menuFor(entries, me, path),
    ]);
    return {
      me,
      roleName: ROLE_NAMES[official.role],
      theme: official.theme,
      office: unit?.office ?? me.unitCode,
      province: unit?.province ?? "",
      oa: unit?.kind === "department" || !unit ? null : { connected: oa?.state === "connected", known: Boolean(oa) },
      work: menu.filter((item) => item.group === "work"),
      setup: menu.filter((item) => item.group === "setup"),
      ...noticesOf(official),
      csrf,
      assetVersion,
    };
  }
  return {
    async page(request, view, title, data) {
      const note = request.session?.note;
      if (note) delete request.session.note;
      const base = await frame(request);
      const content = render(view, { ...base, title, ...data });
      return render("web/layout", { ...base, ...(data["bare"] ? { bare: true } : {}), title, note, content });
    },
    publicPage(view, title, data) {
      return render("web/public", { ...data, title, assetVersion, content: render(view, { ...data, title }) });
    },
    async fragment(request, view, data) {
      return render(view, { csrf: csrfTokenOf(request), me: request.me, ...data });
    },
  };
}
