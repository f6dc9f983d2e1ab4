import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { AppError, type FieldErrors } from "../kernel/errors.ts";
import { addUnit, KINDS_TO_ADD } from "./add-unit.ts";
import { findUnit, findUnits, visibleUnitCodes } from "./unit.store.ts";

const text = (most: number) => z.string().max(most).default("");

/** Thêm đơn vị: the first department of an empty house, then its communes one by one. */
export function addUnitRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  const show = async (
    context: RouteContext,
    form: Record<string, string> = {},
    errors: FieldErrors = {},
    status = 200,
  ) => {
    const own = context.me.unitCode;
    const first = (await findUnit(own)) === null;
    const units = await findUnits(await visibleUnitCodes(own, context.now));
    const kind = form["kind"] ?? (first ? "department" : "");
    return page(
      "units/add",
      "Thêm đơn vị",
      {
        first,
        form: { unit: first ? own : "", name: "", office: "", province: "", ...form },
        kinds: Object.entries(KINDS_TO_ADD)
          .filter(([key]) => first === (key === "department"))
          .map(([key, name]) => ({ key, name, selected: key === kind })),
        parents: units
          .flatMap((unit) => (unit?.kind === "department" ? [unit] : []))
          .map((unit) => ({ code: unit._id, name: unit.name })),
        errors,
        errorList: Object.entries(errors).map(([field, message]) => ({ field, message })),
      },
      status,
    );
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
          if (!(error instanceof AppError) || error.status === 403) throw error;
          const { code = "", ...others } = error.fields;
          const unit = code || (Object.keys(others).length > 0 ? "" : error.message);
          return show(context, context.body, unit ? { ...others, unit } : others, error.status);
        }
        await context.audit("unit-added", context.body.name);
        return redirect(`/console/don-vi/${context.body.unit}`, "Đã thêm đơn vị.");
      },
    }),
  ];
}
