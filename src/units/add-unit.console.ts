import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { addUnit, KINDS_TO_ADD } from "./add-unit.ts";
import { findUnit, findUnits, visibleUnitCodes } from "./unit.store.ts";

const text = (most: number) => z.string().max(most).default("");

/** Thêm đơn vị: the first department of an empty house, then its communes one by one. */
export function addUnitRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const show = async (context: RouteContext) => {
    const own = context.me.unitCode;
    const first = (await findUnit(own)) === null;
    const units = await findUnits(await visibleUnitCodes(own, context.now));
    return page("units/add", "Thêm đơn vị", {
      first,
      code: first ? own : "",
      kinds: Object.entries(KINDS_TO_ADD)
        .filter(([key]) => first === (key === "department"))
        .map(([key, name]) => ({ key, name })),
      parents: units
        .flatMap((unit) => (unit?.kind === "department" ? [unit] : []))
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
        await addUnit(deps, context.me.unitCode, context.body);
        await context.audit("unit-added", context.body.name);
        return redirect(`/console/don-vi/${context.body.code}`, "Đã thêm đơn vị.");
      },
    }),
  ];
}
