import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { AppError, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { addOfficial } from "./add-official.ts";
import { hashPassword } from "./log-in.ts";
import type { Official } from "./official.model.ts";
import { findOfficial, listOfUnits, setActive, setPassword } from "./official.store.ts";
import { passwordProblem, ROLE_NAMES, ROLES } from "./rules.ts";

export interface OfficialsDeps {
  clock: Clock;
  /** units whose accounts this person may look after: the own one and, for a department, those below it */
  unitsOf(unitCode: string): Promise<{ code: string; name: string }[]>;
}

/** Tài khoản: list, add, disable, new password. */
export function officialsRoutes(deps: OfficialsDeps): ConsoleRoute[] {
  const listPage = async (
    context: RouteContext,
    form: Record<string, string> = {},
    errors: Record<string, string> = {},
    status = 200,
  ) => {
    const units = await deps.unitsOf(context.me.unitCode);
    const names = new Map(units.map((unit) => [unit.code, unit.name]));
    const rows = (await listOfUnits([...names.keys()])).map((o) => ({
      id: String(o._id),
      name: o.name,
      email: o.email,
      roleName: ROLE_NAMES[o.role],
      unit: names.get(o.unitCode) ?? o.unitCode,
      active: o.active,
      totp: o.totpSeed !== "",
      lastLoginAt: o.lastLoginAt,
      isMe: String(o._id) === context.me.id,
    }));
    return page(
      "officials/list",
      "Tài khoản",
      {
        rows,
        units: units.map((unit) => ({ ...unit, selected: unit.code === form["unitCode"] })),
        roles: ROLES.map((role) => ({ role, name: ROLE_NAMES[role], selected: role === form["role"] })),
        form: { email: "", name: "", ...form },
        errors,
        errorList: Object.entries(errors).map(([field, message]) => ({ field, message })),
      },
      status,
    );
  };
  const load = async (context: RouteContext): Promise<Official> => {
    const official = await findOfficial(context.params["id"] ?? "").catch(() => null);
    if (!official) throw notFound("tài khoản này");
    const units = await deps.unitsOf(context.me.unitCode);
    if (!units.some((unit) => unit.code === official.unitCode)) throw forbidden();
    return official;
  };
  return [
    route({ method: "get", path: "/tai-khoan", may: "officials.manage", handle: (context) => listPage(context) }),
    route({
      method: "post",
      path: "/tai-khoan",
      may: "officials.manage",
      body: z.object({
        email: z.string().max(200).default(""),
        name: z.string().max(120).default(""),
        role: z.string().max(40).default(""),
        unitCode: z.string().max(40).default(""),
        password: z.string().max(400).default(""),
      }),
      async handle(context) {
        const units = await deps.unitsOf(context.me.unitCode);
        const { password: _password, ...typed } = context.body;
        try {
          if (!units.some((unit) => unit.code === context.body.unitCode))
            throw invalid({ unitCode: "Chọn một đơn vị" });
          await addOfficial(deps, context.body);
        } catch (error) {
          if (error instanceof AppError) return listPage(context, typed, error.fields, error.status);
          throw error;
        }
        await context.audit("official-added", context.body.email);
        return redirect("/console/tai-khoan", "Đã thêm tài khoản.");
      },
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/khoa",
      may: "officials.manage",
      async handle(context) {
        const official = await load(context);
        if (String(official._id) === context.me.id) throw new AppError(409, "Không thể tự khoá tài khoản của mình.");
        await setActive(String(official._id), !official.active);
        await context.audit(official.active ? "official-disabled" : "official-enabled", official.email);
        return redirect("/console/tai-khoan", official.active ? "Đã khoá tài khoản." : "Đã mở tài khoản.");
      },
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/mat-khau",
      may: "officials.manage",
      body: z.object({ password: z.string().max(400).default("") }),
      async handle(context) {
        const official = await load(context);
        const weak = passwordProblem(context.body.password);
        if (weak) throw invalid({ password: weak });
        await setPassword(String(official._id), await hashPassword(context.body.password));
        await context.audit("password-reset", official.email);
        return redirect("/console/tai-khoan", "Đã đặt lại mật khẩu.");
      },
    }),
  ];
}
