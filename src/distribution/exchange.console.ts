import { z } from "zod";
import { byMe, type ConsoleRoute, redirect, route } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { exportPackage, importPackage } from "./exchange-package.ts";
import { mustFindPackage, type PackageDeps } from "./save-package.ts";

/** A package as a file: out to the source system, in from another one (domain.md S2-07). */
export const exchangeRoutes = (deps: PackageDeps & { outside: Outside }): ConsoleRoute[] => [
  route({
    method: "post",
    path: "/goi-noi-dung/nhap",
    may: "packages.edit",
    file: "file",
    body: z.object({}),
    async handle(context) {
      if (!context.file) throw invalid({ file: "Chọn tệp gói .zip" });
      const { id, fresh } = await importPackage(deps, context.me.scope, context.file.bytes, byMe(context));
      await context.audit("package-imported", id, { "kết quả": fresh ? "mới" : "đã có" });
      const note = fresh
        ? "Đã nhập gói thành bản nháp. Xem lại rồi trình duyệt."
        : "Gói này đã có, giống hệt; không thêm gì.";
      return redirect(`/console/goi-noi-dung/${id}`, note);
    },
  }),
  route({
    method: "get",
    path: "/goi-noi-dung/:id/goi.zip",
    may: "packages.view",
    async handle(context) {
      const read = await mustFindPackage(context.me.scope, context.params["id"] ?? "");
      const body = await exportPackage(read);
      await context.audit("package-exported", read.title, { bản: read.version });
      return { kind: "file", name: `goi-${String(read._id)}-ban-${read.version}.zip`, type: "application/zip", body };
    },
  }),
];
