import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { randomCode } from "../kernel/crypto.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { maskPii } from "../kernel/pii.ts";
import { ownAndBelow, type Scope } from "../kernel/scope.ts";
import { isRow, rowOf } from "../kernel/table.ts";
import { ROLE_NAMES } from "./rules.ts";
import { PAGE_FAULTS } from "./page-fault.model.ts";
import { addPageFault, closePageFault, listPageFaults } from "./page-fault.store.ts";

export interface PageFaultDeps {
  clock: Clock;
  unitsOf(scope: Scope): Promise<{ code: string; name: string }[]>;
  /** takes one of an hour's allowance */
  takeTurn(key: string, perHour: number): Promise<boolean>;
}

/** So many of one person in an hour reach somebody; more would hide the others'. */
const PER_HOUR = 6;

const CODE = /^[A-Z0-9]{4,8}$/;

/** The page's kind: parts with a digit in them name an object or a unit, and one may lead to a resident. */
export const kindOfPage = (address: string): string => {
  const path = /^\/console(?:\/[a-z0-9.-]+)*/.exec(address)?.[0] ?? "/console";
  return path
    .split("/")
    .map((part) => (/\d/.test(part) || part.length > 40 ? "…" : part))
    .join("/")
    .slice(0, 200);
};

const asked = z.object({ trang: z.string().max(500).catch(""), ma: z.string().max(20).catch("") });
const form = z.object({
  page: z.string().max(500).default(""),
  code: z.string().max(20).default(""),
  kind: z.string().max(20).default(""),
  words: z.string().max(4000).default(""),
});

/** "Không dùng được?" of every page, and the list an administrator works through. */
export function pageFaultRoutes(deps: PageFaultDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/khong-dung-duoc",
      may: "own.account",
      query: asked,
      handle: async ({ query }) =>
        page("officials/page-fault", "Không dùng được?", {
          page: kindOfPage(query.trang),
          pageCode: CODE.test(query.ma) ? query.ma : "",
          kinds: Object.entries(PAGE_FAULTS).map(([key, name]) => ({ key, name })),
        }),
    }),
    route({
      method: "post",
      path: "/khong-dung-duoc",
      may: "own.account",
      body: form,
      async handle({ me, body, now }) {
        const { kind } = body;
        if (!isRow(PAGE_FAULTS, kind)) throw invalid({ kind: "Chọn một dòng gần đúng nhất" });
        if (body.words.length > 300) throw invalid({ words: "Nhiều nhất 300 ký tự; phần còn lại nói qua điện thoại" });
        if (!(await deps.takeTurn(`page-fault ${me.id}`, PER_HOUR)))
          throw new AppError(
            429,
            `Ông/Bà đã báo ${PER_HOUR} lần trong giờ này, quản trị đã nhận được. Việc gấp thì gọi điện cho quản trị.`,
          );
        const code = CODE.test(body.code) ? body.code : randomCode(4);
        const report = { kind, page: kindOfPage(body.page), code, words: maskPii(body.words), at: now };
        await addPageFault({ ...report, unitCode: me.scope.unit, role: me.role });
        return redirect("/console", `Đã gửi quản trị của đơn vị, mã ${code}. Đọc mã này khi gọi điện.`);
      },
    }),
    route({
      method: "get",
      path: "/bao-tu-trang",
      may: "officials.manage",
      async handle({ me }) {
        const names = new Map((await deps.unitsOf(me.scope)).map((unit) => [unit.code, unit.name]));
        const rows = (await listPageFaults([...names.keys()])).map((one) => ({
          ...one,
          id: String(one._id),
          unit: names.get(one.unitCode) ?? one.unitCode,
          roleName: rowOf(ROLE_NAMES, one.role) ?? one.role,
          kindName: PAGE_FAULTS[one.kind],
        }));
        return page("officials/page-faults", "Trang không dùng được", { rows });
      },
    }),
    route({
      method: "post",
      path: "/bao-tu-trang/:id/xong",
      may: "officials.manage",
      async handle({ me, params, now }) {
        if (!(await closePageFault(ownAndBelow(me.scope), params["id"] ?? "", now)))
          throw conflict("Báo cáo này không còn, hoặc người khác vừa xử lý xong.");
        return redirect("/console/bao-tu-trang", "Đã ghi là xử lý xong.");
      },
    }),
  ];
}
