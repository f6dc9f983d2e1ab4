import { z } from "zod";
import { decide } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { invalid } from "../kernel/errors.ts";
import { planIssue, planReview, planSigning } from "./plan.decision.ts";
import type { Plan } from "./plan.model.ts";
import { type PlanDeps, returnPlan } from "./steer-plan.ts";

const text = (most: number) => z.string().max(most).default("");

/** Draft → reviewed → signed → issued, each step a decision; and back. */
export function planStepRoutes(
  deps: PlanDeps & { box: SecretBox },
  loadOwn: (context: RouteContext) => Promise<Plan>,
): ConsoleRoute[] {
  const pressed = z.object({
    decision: z.enum(["yes", "return", ""]).default(""),
    reason: text(1000),
    seen: z.string().max(80).default(""),
    code: text(20),
  });
  const step = (
    path: string,
    decision: typeof planReview | typeof planSigning,
    audit: string,
    note: string,
  ): ConsoleRoute =>
    route({
      method: "post",
      path,
      may: decision.may,
      body: pressed,
      async handle(context) {
        const plan = await loadOwn(context);
        const to = `/console/ke-hoach/${String(plan._id)}`;
        if (context.body.decision === "") throw invalid({ decision: "Chọn một trong hai" });
        if (context.body.decision === "return") {
          await returnPlan(plan, context.body.reason);
          await context.audit("plan-returned", plan.title, { "lý do": context.body.reason });
          return redirect(to, "Đã trả lại người soạn.");
        }
        const { seen, code } = context.body;
        await decide(decision, deps, {
          unitCode: plan.unitCode,
          id: String(plan._id),
          seen,
          code,
          by: byMe(context),
          wish: undefined,
        });
        await context.audit(audit, plan.title);
        return redirect(to, note);
      },
    });
  return [
    step("/ke-hoach/:id/ra-soat", planReview, "plan-reviewed", "Đã rà soát. Kế hoạch chờ ký."),
    step("/ke-hoach/:id/ky", planSigning, "plan-signed", "Đã ký. Văn thư cấp số và ngày ban hành."),
    route({
      method: "post",
      path: "/ke-hoach/:id/ban-hanh",
      may: planIssue.may,
      body: z.object({ number: z.coerce.number().catch(0), day: text(10), seen: z.string().max(80).default("") }),
      async handle(context) {
        const plan = await loadOwn(context);
        const { number, day, seen } = context.body;
        await decide(planIssue, deps, {
          unitCode: plan.unitCode,
          id: String(plan._id),
          seen,
          by: byMe(context),
          wish: { number, day },
        });
        await context.audit("plan-issued", plan.title, { số: number, ngày: day });
        return redirect(`/console/ke-hoach/${String(plan._id)}`, "Đã ban hành. Việc có hạn đã vào lịch.");
      },
    }),
  ];
}
