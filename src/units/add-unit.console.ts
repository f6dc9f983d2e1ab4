import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { ownAndBelow } from "../kernel/scope.ts";
import { isDepartment, KINDS } from "./kinds.ts";
import { addUnit } from "./add-unit.ts";
import { findUnit, findUnits } from "./unit.store.ts";

const text = (most: number) => z.string().max(most).default("");

/** Thêm đơn vị: the first department of an empty house, then its communes one by one. */
export function addUnitRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const show = async (context: RouteContext) => {
    const own = context.me.scope.unit;
    const first = (await findUnit(own)) === null;
    const units = await findUnits(ownAndBelow(context.me.scope));
    return page("units/add", "Thêm đơn vị", {
      first,
      code: first ? own : "",
      kinds: KINDS.filter((kind) => kind.byHand && first === Boolean(kind.department)),
      parents: units
        .flatMap((unit) => (isDepartment(unit) ? [unit] : []))
        .map((unit) => ({ code: unit._id, name: unit.name })),
    });
  };
  return [
    route({ method: "get", path: "/don-vi/them", may: "units.edit", handle: (context) => show(context) }),
    route({
      method: "post",
      path: "/don-vi/them",
      may: "units.edit",
      body: z.object({
        code: text(60),
        name: text(120),
        office: text(120),
        kind: text(20),
        province: text(120),
        parent: text(40),
      }),
      async handle(context) {
        await addUnit(deps, context.me.scope.unit, context.body);
        await context.audit("unit-added", context.body.name);
        return redirect(`/console/don-vi/${context.body.code}`, "Đã thêm đơn vị.");
      },
    }),
  ];
}
