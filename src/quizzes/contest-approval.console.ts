import { z } from "zod";
import { decide } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, route } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { contestApproval } from "./contest.decision.ts";
import { contestOf, toContest } from "./contest-rows.ts";
import { type ContestDeps, returnContest, submitContest, withdrawContest } from "./prepare-contest.ts";

/** A contest goes to the second person and comes back: approved, returned or withdrawn. */
export function contestApprovalRoutes(deps: ContestDeps): ConsoleRoute[] {
  return [
    route({
      method: "post",
      path: "/thi/:id/trinh",
      may: "quizzes.edit",
      async handle(context) {
        const contest = await contestOf(context);
        await submitContest(deps, contest.unitCode, String(contest._id), byMe(context));
        await context.audit("contest-submitted", contest.title);
        return toContest(context, "Đã trình duyệt.");
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/rut",
      may: "quizzes.edit",
      async handle(context) {
        await withdrawContest(deps, context.me.scope, context.params["id"] ?? "");
        await context.audit("contest-withdrawn", context.params["id"] ?? "");
        return toContest(context, "Đã rút về để sửa.");
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/duyet",
      may: contestApproval.may,
      body: z.object({
        decision: z.enum(["approve", "return", ""]).default(""),
        seen: z.string().max(80).default(""),
        reason: z.string().max(1000).default(""),
      }),
      async handle(context) {
        const contest = await contestOf(context);
        const id = String(contest._id);
        const { decision, reason, seen } = context.body;
        if (decision === "") throw invalid({ decision: "Cần chọn Duyệt hoặc Trả lại" });
        if (decision === "return") {
          await returnContest(deps, contest.unitCode, id, reason, byMe(context));
          await context.audit("contest-returned", contest.title);
          return toContest(context, "Đã trả lại.");
        }
        const press = { unitCode: contest.unitCode, id, seen, by: byMe(context), wish: undefined };
        await decide(contestApproval, deps, press);
        await context.audit("contest-approved", contest.title, { bản: contest.version + 1 });
        return toContest(context, "Đã duyệt. Thể lệ, câu hỏi và đáp án đã khoá; mã băm đã công khai.");
      },
    }),
  ];
}
