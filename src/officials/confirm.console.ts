import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import type { Scope } from "../kernel/scope.ts";
import { confirmOfficial, listForConfirmer, refuseOfficial } from "./confirm-official.ts";
import { ROLE_NAMES, type Role } from "./rules.ts";

export interface ConfirmDeps {
  clock: Clock;
  unitsOf(scope: Scope): Promise<{ code: string; name: string }[]>;
}

const KINDS = { new: "Tài khoản mới", reset: "Đặt lại cách đăng nhập", role: "Vai trò hoặc đơn vị mới" };

/** Xác nhận cán bộ: who stands in front of this official, with a code on the screen. */
export function confirmRoutes(deps: ConfirmDeps): ConsoleRoute[] {
  const meOf = ({ me }: RouteContext) => ({ id: me.id, name: me.name, role: me.role as Role, unitCode: me.scope.unit });
  const list = async (context: RouteContext) => {
    const names = new Map((await deps.unitsOf(context.me.scope)).map((unit) => [unit.code, unit.name]));
    const waiting = await listForConfirmer(meOf(context), [...names.keys()], deps.clock.now());
    const rows = waiting.flatMap(({ _id, name, email, invitation }) =>
      invitation
        ? [
            {
              id: String(_id),
              name,
              email,
              roleName: ROLE_NAMES[invitation.role],
              unit: names.get(invitation.unitCode) ?? invitation.unitCode,
              by: invitation.by.name,
              kindName: KINDS[invitation.kind],
              expiresAt: invitation.expiresAt,
            },
          ]
        : [],
    );
    return page("officials/confirm", "Xác nhận cán bộ", { rows });
  };
  /** A refused try stands in the log. */
  const tried = async (context: RouteContext, work: () => Promise<void>, note: string) => {
    const id = context.params["id"] ?? "";
    try {
      await work();
    } catch (error) {
      if (error instanceof AppError)
        await context.audit("confirmation-failed", id, {
          vì: Object.values(error.fields)[0] ?? error.message,
        });
      throw error;
    }
    return redirect("/console/xac-nhan", note);
  };
  return [
    route({ method: "get", path: "/xac-nhan", may: "officials.confirm", handle: (context) => list(context) }),
    route({
      method: "post",
      path: "/xac-nhan/:id",
      may: "officials.confirm",
      body: z.object({ code: z.string().max(40).default(""), met: z.string().max(2).default("") }),
      handle: (context) =>
        tried(
          context,
          async () => {
            if (context.body.met !== "1") throw invalid({ met: "Chỉ xác nhận khi đã gặp trực tiếp" });
            const one = await confirmOfficial(deps, meOf(context), context.params["id"] ?? "", context.body.code);
            await context.audit("official-confirmed", one.email, {
              "vai trò": ROLE_NAMES[one.invitation?.role ?? one.role],
            });
          },
          "Đã xác nhận. Người đó đăng nhập được ngay.",
        ),
    }),
    route({
      method: "post",
      path: "/xac-nhan/:id/tu-choi",
      may: "officials.confirm",
      body: z.object({ reason: z.string().max(200).default("") }),
      handle: (context) =>
        tried(
          context,
          async () => {
            const one = await refuseOfficial(deps, meOf(context), context.params["id"] ?? "", context.body.reason);
            await context.audit("official-refused", one.email, { "lý do": context.body.reason });
          },
          "Đã từ chối. Người mời thấy lý do ở trang Tài khoản.",
        ),
    }),
  ];
}
