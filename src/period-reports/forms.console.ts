import { z } from "zod";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { rowTexts } from "../kernel/row-texts.ts";
import { liveForm } from "./find-form.ts";
import { fieldsOf } from "./form.ts";
import { type CheckRow, type FieldRow, KIND_NAMES, OP_NAMES, rowsOfForm, textOfRows } from "./form-rows.ts";
import type { ReportDeps } from "./load-report.ts";
import { publishForm } from "./publish-form.ts";

/** A field of rows that repeat. */
const texts = (most: number) => rowTexts(most, 200).transform((rows) => rows.map((one) => one.trim()));
const form = z.object({
  version: z.coerce.number().int().catch(0),
  title: z.string().max(300).default(""),
  fieldSection: texts(200),
  fieldCode: texts(80),
  fieldLabel: texts(300),
  fieldKind: texts(20),
  fieldOptions: texts(1000),
  fieldFact: texts(80),
  fieldNeed: texts(10),
  checkLeft: texts(80),
  checkOp: texts(20),
  checkRight: texts(1000),
});
type Body = z.infer<typeof form>;
const fieldsTyped = (body: Body): FieldRow[] =>
  body.fieldCode.map((code, n) => ({
    section: body.fieldSection[n] ?? "",
    code,
    label: body.fieldLabel[n] ?? "",
    kind: body.fieldKind[n] ?? "",
    options: body.fieldOptions[n] ?? "",
    fact: body.fieldFact[n] ?? "",
    need: body.fieldNeed[n] ?? "",
  }));
const checksTyped = ({ checkLeft, checkOp, checkRight }: Body): CheckRow[] =>
  checkLeft.map((left, n) => ({ left, op: checkOp[n] ?? "", right: checkRight[n] ?? "" }));

const choices = (names: Readonly<Record<string, string>>, chosen: string) =>
  Object.entries(names).map(([value, name]) => ({ value, name, selected: value === chosen }));

/** The form a department asks its units with: rows of fields, a version at a time. */
export const formRoutes = (deps: ReportDeps): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/bao-cao/mau",
    may: "reports.run",
    async handle({ me }) {
      const live = await liveForm(me.scope.unit);
      const facts = Object.fromEntries([
        ["", "Điền tay"],
        ...deps.facts().map(({ code, name }): [string, string] => [code, name]),
      ]);
      const rows = rowsOfForm(live);
      return page("period-reports/form", "Mẫu báo cáo", {
        title: live.title,
        version: live.version,
        next: live.version + 1,
        n: fieldsOf(live).length,
        fields: rows.fields.map((row) => ({
          ...row,
          kinds: choices(KIND_NAMES, row.kind),
          facts: choices(facts, row.fact),
          needs: choices({ "": "Bắt buộc", khong: "Không bắt buộc" }, row.need),
        })),
        checks: rows.checks.map((row) => ({ ...row, ops: choices(OP_NAMES, row.op) })),
      });
    },
  }),
  route({
    method: "post",
    path: "/bao-cao/mau",
    may: "reports.run",
    mostFields: 1500,
    body: form,
    async handle(context) {
      const { version, title } = context.body;
      const text = textOfRows({ fields: fieldsTyped(context.body), checks: checksTyped(context.body) });
      const made = await publishForm(deps, context.me.scope, { version, title, text }, byMe(context));
      await context.audit("report-form-published", made.title, { bản: made.version });
      return redirect(
        "/console/bao-cao/mau",
        `Đã ban hành mẫu bản ${made.version}. Báo cáo đang điền theo bản cũ giữ bản cũ khi nộp.`,
      );
    },
  }),
];
