import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { liveForm } from "./find-form.ts";
import { fieldsOf } from "./form.ts";
import type { ReportDeps } from "./load-report.ts";
import { publishForm } from "./publish-form.ts";
import { formText } from "./read-form.ts";

/** The form a department asks its units with: lines of text, a version at a time. */
export const formRoutes = (deps: ReportDeps): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/bao-cao/mau",
    may: "reports.run",
    async handle({ me }) {
      const form = await liveForm(me.scope.unit);
      return page("period-reports/form", "Mẫu báo cáo", {
        title: form.title,
        version: form.version,
        next: form.version + 1,
        n: fieldsOf(form).length,
        text: formText(form),
        facts: deps.facts().map(({ code, name }) => ({ code, name })),
      });
    },
  }),
  route({
    method: "post",
    path: "/bao-cao/mau",
    may: "reports.run",
    body: z.object({
      version: z.coerce.number().int().catch(0),
      title: z.string().max(300).default(""),
      text: z.string().max(40_000).default(""),
    }),
    async handle(context) {
      const form = await publishForm(deps, context.me.scope, context.body, byMe(context));
      await context.audit("report-form-published", form.title, { bản: form.version });
      return redirect(
        "/console/bao-cao/mau",
        `Đã ban hành mẫu bản ${form.version}. Báo cáo đang điền theo bản cũ giữ bản cũ khi nộp.`,
      );
    },
  }),
];
