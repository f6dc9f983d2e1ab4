import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { AppError, conflict, forbidden, notFound } from "../kernel/errors.ts";
import { matching, searchWords } from "../kernel/search-terms.ts";
import type { Scope } from "../kernel/scope.ts";
import { fitsUnit, mayLookAfter, rolesGivenBy } from "./grants.ts";
import {
  changeRole,
  type Giver,
  inviteOfficial,
  type Invited,
  sendLinkAgain,
  withdrawInvitation,
} from "./invite-official.ts";
import type { Official } from "./official.model.ts";
import { findOfficial, listOfUnits, setActive } from "./official.store.ts";
import { presentOfficial } from "./present-official.ts";
import { ROLE_NAMES, type Role } from "./rules.ts";

export interface OfficialsDeps {
  clock: Clock;
  publicUrl: string;
  /** units whose accounts this person may look after: the own one and, for a department, those below it */
  unitsOf(scope: Scope): Promise<{ code: string; name: string; kind: string }[]>;
}

/** Tài khoản: list, invite, and what can be done to one account. */
export function officialsRoutes(deps: OfficialsDeps): ConsoleRoute[] {
  const giverOf = ({ me }: RouteContext): Giver => ({
    id: me.id,
    name: me.name,
    role: me.role as Role,
    unitCode: me.scope.unit,
  });
  const rolesFor = (context: RouteContext, chosen: string) =>
    rolesGivenBy(context.me.role as Role).map((role) => ({ role, name: ROLE_NAMES[role], selected: role === chosen }));

  const listPage = async (context: RouteContext<unknown, { tim: string }>) => {
    const units = await deps.unitsOf(context.me.scope);
    const names = new Map(units.map((unit) => [unit.code, unit.name]));
    const rows = (await listOfUnits([...names.keys()])).map((one) =>
      presentOfficial(one, giverOf(context), names, context.now),
    );
    const { tim } = context.query;
    const there = rows.filter((row) => row.state !== "gone");
    return page("officials/list", "Tài khoản", {
      rows: matching(there, tim, ({ name, email, unit, roleName }) => `${name} ${email} ${unit} ${roleName}`),
      all: there.length,
      tim,
      units,
      roles: rolesFor(context, ""),
    });
  };
  const load = async (context: RouteContext): Promise<Official> => {
    const official = await findOfficial(context.params["id"] ?? "");
    if (!official) throw notFound("tài khoản này");
    const units = await deps.unitsOf(context.me.scope);
    if (!units.some((unit) => unit.code === official.unitCode)) throw notFound("tài khoản này");
    return official;
  };
  const onePage = async (context: RouteContext) => {
    const official = await load(context);
    const units = await deps.unitsOf(context.me.scope);
    const names = new Map(units.map((unit) => [unit.code, unit.name]));
    const fitting = rolesFor(context, official.role).filter(({ role }) =>
      units.some((unit) => fitsUnit(role, unit.kind)),
    );
    return page("officials/one", official.name, {
      one: presentOfficial(official, giverOf(context), names, context.now),
      units: units.map((unit) => ({ ...unit, selected: unit.code === official.unitCode })),
      roles: fitting,
    });
  };
  /** The link is shown here once and kept nowhere; lost, a new one is made. */
  const linkPage = (official: { name: string; email: string; role: Role }, invited: Invited) =>
    page("officials/link", "Liên kết mời", {
      link: `${deps.publicUrl}/console/loi-moi/${invited.token}`,
      name: official.name,
      email: official.email,
      roleName: ROLE_NAMES[official.role],
      expiresAt: invited.expiresAt,
      needsConfirmation: invited.needsConfirmation,
    });
  /** What one may not do, or what came too late, stands in the log. */
  const tried = async (context: RouteContext, work: (official: Official) => ReturnType<ConsoleRoute["handle"]>) => {
    const official = await load(context);
    try {
      return await work(official);
    } catch (error) {
      if (error instanceof AppError)
        await context.audit("account-refused", official.email, { vì: Object.values(error.fields)[0] ?? error.message });
      throw error;
    }
  };
  return [
    route({
      method: "get",
      path: "/tai-khoan",
      may: "officials.manage",
      query: z.object({ tim: searchWords }),
      handle: (context) => listPage(context),
    }),
    route({ method: "get", path: "/tai-khoan/:id", may: "officials.manage", handle: (context) => onePage(context) }),
    route({
      method: "post",
      path: "/tai-khoan",
      may: "officials.manage",
      body: z.object({
        email: z.string().max(300).default(""),
        name: z.string().max(300).default(""),
        role: z.string().max(40).default(""),
        unitCode: z.string().max(40).default(""),
      }),
      async handle(context) {
        try {
          const invited = await inviteOfficial(deps, giverOf(context), context.body);
          const role = context.body.role as Role;
          await context.audit("official-invited", context.body.email, {
            "vai trò": ROLE_NAMES[role],
            "đơn vị": context.body.unitCode,
          });
          return linkPage({ ...context.body, role }, invited);
        } catch (error) {
          if (error instanceof AppError && error.fields["role"] !== undefined)
            await context.audit("account-refused", context.body.email, { vì: error.fields["role"] });
          throw error;
        }
      },
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/lien-ket",
      may: "officials.manage",
      handle: (context) =>
        tried(context, async (official) => {
          const invited = await sendLinkAgain(deps, giverOf(context), official);
          await context.audit(official.joinedAt === null ? "official-invited" : "log-in-reset", official.email);
          return linkPage(official, invited);
        }),
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/rut",
      may: "officials.manage",
      handle: (context) =>
        tried(context, async (official) => {
          await withdrawInvitation(deps, giverOf(context), official);
          await context.audit("invitation-withdrawn", official.email);
          return redirect("/console/tai-khoan", "Đã rút lời mời, liên kết không dùng được nữa.");
        }),
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/vai-tro",
      may: "officials.manage",
      body: z.object({ role: z.string().max(40).default(""), unitCode: z.string().max(40).default("") }),
      handle: (context) =>
        tried(context, async (official) => {
          const made = await changeRole(deps, giverOf(context), official, context.body);
          const role = context.body.role as Role;
          await context.audit("role-changed", official.email, {
            từ: ROLE_NAMES[official.role],
            thành: ROLE_NAMES[role],
            "đơn vị": context.body.unitCode,
            "hiệu lực": made === "done" ? "ngay" : "khi nhận liên kết",
          });
          if (made === "done") return redirect(`/console/tai-khoan/${String(official._id)}`, "Đã đổi vai trò.");
          return linkPage({ ...official, role }, made);
        }),
    }),
    route({
      method: "post",
      path: "/tai-khoan/:id/khoa",
      may: "officials.manage",
      body: z.object({ active: z.enum(["0", "1"]) }),
      handle: (context) =>
        tried(context, async (official) => {
          const wanted = context.body.active === "1";
          const id = String(official._id);
          if (id === context.me.id) throw conflict("Không thể tự khoá tài khoản của mình.");
          if (!mayLookAfter(giverOf(context), { id, role: official.role })) throw forbidden();
          if (official.joinedAt === null) throw conflict("Người này chưa nhận tài khoản. Rút lời mời thay vì khoá.");
          if (official.active !== wanted && !(await setActive(official, wanted, context.me.name, context.now)))
            throw conflict("Tài khoản vừa được người khác thay đổi. Vui lòng xem lại.");
          await context.audit(wanted ? "official-enabled" : "official-disabled", official.email);
          return redirect(
            `/console/tai-khoan/${id}`,
            wanted ? "Đã mở tài khoản." : "Đã khoá tài khoản, mọi nơi đã đăng xuất.",
          );
        }),
    }),
  ];
}
