import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { AppError, invalid } from "../kernel/errors.ts";
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
      unit: first ? own : "",
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
        // not "code": what is called so is a person's six digits, and kept nowhere
        unit: text(60),
        name: text(120),
        office: text(120),
        kind: text(20),
        province: text(120),
        parent: text(40),
      }),
      async handle(context) {
        try {
          await addUnit(deps, context.me.unitCode, { ...context.body, code: context.body.unit });
        } catch (error) {
          if (!(error instanceof AppError) || error.fields["code"] === undefined) throw error;
          const { code, ...others } = error.fields;
          throw invalid({ ...others, unit: code });
        }
        await context.audit("unit-added", context.body.name);
        return redirect(`/console/don-vi/${context.body.unit}`, "Đã thêm đơn vị.");
      },
    }),
  ];
}
