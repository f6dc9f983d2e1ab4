import type { Request } from "express";
import type { Clock } from "../kernel/clock.ts";
import { formatDate } from "../kernel/dates.ts";
import type { MenuEntry } from "../kernel/room.ts";
import { unreadNotices } from "../officials/notices.ts";
import type { Official } from "../officials/official.model.ts";
import { ROLE_NAMES } from "../officials/rules.ts";
import { historyOf } from "../units/lines.ts";
import { findUnit } from "../units/unit.store.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import { KEYS } from "./keys.ts";
import { menuFor } from "./menu.ts";
import type { Render } from "./views.ts";
import { isDepartment } from "../units/kinds.ts";

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

/** "Không dùng được?": the page and, where it says one, its code; never what was asked of it. */
const helpAddress = (address: string, code: unknown): string => {
  const [trang = ""] = address.split("?");
  return `/console/khong-dung-duoc?${new URLSearchParams({ trang, ...(typeof code === "string" && code ? { ma: code } : {}) }).toString()}`;
};

export interface ShellDeps {
  render: Render;
  csrfTokenOf(request: Request): string;
  /** of all rooms, in the order they are shown */
  menu: readonly MenuEntry[];
  clock: Clock;
  practice: boolean;
  practiceUrl: string;
  /** a trial's phone, against the simulator; "" in a real house */
  trialPhone: string;
}

/** What stands around every page of who is signed in. */
const createFrame =
  ({ csrfTokenOf, menu: entries, clock }: ShellDeps) =>
  async (request: Request): Promise<Record<string, unknown>> => {
    const { me, official } = request;
    const csrf = csrfTokenOf(request);
    if (!me || !official) return { csrf, theme: "" };
    const path = request.originalUrl.split("?")[0] ?? "";
    const [unit, oa, menu] = await Promise.all([
      findUnit(me.scope.unit),
      findOaOfUnit(me.scope.unit),
      menuFor(entries, me, path),
    ]);
    return {
      me,
      roleName: ROLE_NAMES[official.role],
      theme: official.theme,
      office: unit?.office ?? me.scope.unit,
      province: unit?.province ?? "",
      unitName: unit?.name ?? "",
      // whoever works in a unit that ended, or that came of another, reads it over every list
      unitHistory: unit ? await historyOf(unit, clock.now()) : "",
      oa: isDepartment(unit) || !unit ? null : { connected: oa?.state === "connected", known: Boolean(oa) },
      menu,
      keys: KEYS,
      // where somebody stands, for the way back out of a page that could not be shown
      section: menu.groups.flatMap(({ entries: rows }) => rows).find(({ current }) => current) ?? null,
      ...noticesOf(official),
      csrf,
    };
  };

export function createShell(deps: ShellDeps): Shell {
  const { render, csrfTokenOf, clock, practice, practiceUrl, trialPhone } = deps;
  const frame = createFrame(deps);
  /** What a house to practise in says on every page: that it is one, and its own day. */
  const house = () => ({
    practice: practice ? { today: formatDate(clock.now()) } : null,
    practiceUrl,
    trialPhone: practice ? "" : trialPhone,
  });
  return {
    async page(request, view, title, data) {
      const note = request.session?.note;
      if (note) delete request.session.note;
      const base = await frame(request);
      const content = render(view, { ...base, title, ...data });
      return render("web/layout", {
        ...base,
        ...house(),
        bare: data["bare"] === true,
        title,
        note,
        content,
        help: helpAddress(request.originalUrl, data["errorCode"]),
      });
    },
    publicPage(view, title, data) {
      return render("web/public", {
        formerly: "",
        widget: false,
        ...data,
        ...house(),
        title,
        content: render(view, { ...data, title }),
      });
    },
    async fragment(request, view, data) {
      return render(view, { csrf: csrfTokenOf(request), me: request.me, ...data });
    },
  };
}
