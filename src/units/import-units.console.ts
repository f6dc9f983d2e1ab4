import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { ownAndBelow } from "../kernel/scope.ts";
import type { Outside } from "../outside/task.ts";
import { importUnits } from "./import-units.ts";
import type { UnitFault } from "./read-units.ts";
import { findUnits } from "./unit.store.ts";
import { writeUnits } from "./write-units.ts";

const placeOf = ({ line, column }: UnitFault): string =>
  line === 0 ? "" : column === "" ? `Dòng ${line}: ` : `Dòng ${line}, cột ${column}: `;

/** Nhập danh sách đơn vị: a department's own list, all of it or nothing. */
export function importUnitsRoutes(deps: { clock: Clock; outside: Outside }): ConsoleRoute[] {
  const bring = async (context: RouteContext) => {
    if (!context.file) throw invalid({ file: "Cần chọn tệp danh sách (.csv)" });
    const by = { id: context.me.id, name: context.me.name, unitCode: context.me.scope.unit };
    return importUnits(deps, context.file.bytes, by);
  };
  return [
    route({
      method: "get",
      path: "/don-vi/nhap",
      may: "units.edit",
      handle: async () => page("units/import", "Nhập danh sách đơn vị", {}),
    }),
    route({
      method: "get",
      path: "/don-vi/danh-sach.csv",
      may: "units.edit",
      async handle({ me }) {
        const units = await findUnits(ownAndBelow(me.scope));
        const body = writeUnits(
          units.map(({ _id, parents, ...unit }) => ({ ...unit, code: _id, parent: parents.at(-1)?.code ?? "" })),
        );
        return { kind: "file", name: "don-vi.csv", type: "text/csv; charset=utf-8", body: Buffer.from(body) };
      },
    }),
    route({
      method: "post",
      path: "/don-vi/nhap",
      may: "units.edit",
      file: "file",
      async handle(context) {
        const made = await bring(context);
        if (!made.ok) throw invalid({ file: made.faults.map((fault) => `${placeOf(fault)}${fault.vi}`).join("; ") });
        await context.audit("units-imported", context.file?.name ?? "", { "số đơn vị": made.count });
        return redirect("/console/don-vi", `Đã nhập ${made.count} đơn vị.`);
      },
    }),
  ];
}
