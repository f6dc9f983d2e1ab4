import { z } from "zod";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { trialAccounts } from "../officials/trial-accounts.ts";
import type { Outside } from "../outside/task.ts";
import { drawCertificateTask } from "../quizzes/quiz.tasks.ts";
import { findUnit } from "../units/unit.store.ts";
import { practiceSheet } from "./certificate.ts";
import { askHint, beginAgain, beginTask, handIn, scoreOf, type Standing, standingsOf } from "./practise.ts";
import type { WorkDeps } from "./work.ts";

export type PracticeConsoleDeps = WorkDeps & { outside: Outside; box: SecretBox };
const HOME = "/console/tap";
const figure = z.string().max(40).default("");
const FIGURES = z.object({ total: figure, accepted: figure });

const present = ({ task, attempt, checks }: Standing, n: number) => ({
  ...task,
  n: n + 1,
  begun: attempt !== null,
  done: Boolean(attempt?.doneAt),
  checks,
  passed: checks.filter(({ ok }) => ok).length,
  opened: task.hints.slice(0, attempt?.hints ?? 0),
  moreHints: attempt !== null && attempt.hints < task.hints.length,
  asks: task.asks.map((one) => ({ ...one, value: attempt?.answers[one.key] ?? "" })),
});

/** Tập trên OA thử: a person's own tasks, hints on asking, a certificate; nobody is put beside anybody. */
export function practiceRoutes(deps: PracticeConsoleDeps): ConsoleRoute[] {
  const overview = async ({ me, now }: RouteContext) => {
    const standings = await standingsOf(deps, me);
    const tasks = standings.map(present);
    const account = (await trialAccounts(deps.box, now)).find(({ email }) => email === me.email);
    return {
      tasks,
      score: scoreOf(standings),
      next: tasks.find(({ done }) => !done) ?? null,
      code: account?.code ?? "",
    };
  };
  const deed = (
    path: string,
    action: string,
    work: (context: RouteContext<z.output<typeof FIGURES>>, key: string) => Promise<string>,
  ) =>
    route({
      method: "post",
      path: `/tap/:task/${path}`,
      may: "home.view",
      body: FIGURES,
      async handle(context) {
        const key = context.params["task"] ?? "";
        const note = await work(context, key);
        await context.audit(action, key);
        return redirect(`${HOME}/${key}`, note);
      },
    });
  return [
    route({
      method: "get",
      path: "/tap",
      may: "home.view",
      handle: async (context) => page("practice/list", "Tập trên OA thử", await overview(context)),
    }),
    route({
      method: "post",
      path: "/tap/giay-chung-nhan",
      may: "home.view",
      body: z.object({ name: z.string().max(120).default("") }),
      async handle({ me, body, now }) {
        const standings = await standingsOf(deps, me);
        const score = scoreOf(standings);
        if (score.all === 0 || score.done < score.all)
          throw conflict(`Còn ${score.all - score.done} bài chưa xong. Giấy in được khi đã xong cả ${score.all} bài.`);
        if (body.name.trim() === "") throw invalid({ name: "Cần ghi họ tên để in trên giấy" });
        const unit = await findUnit(me.scope.unit);
        const sheet = practiceSheet({
          office: unit?.office ?? "",
          name: body.name.trim(),
          tasks: standings.map(({ task }) => task.title),
          hints: score.hints,
          at: now,
        });
        const bytes = await deps.outside.run(drawCertificateTask, sheet);
        return { kind: "file", name: "giay-chung-nhan-oa-thu.pdf", type: "application/pdf", body: Buffer.from(bytes) };
      },
    }),
    route({
      method: "get",
      path: "/tap/:task",
      may: "home.view",
      async handle(context) {
        const { tasks } = await overview(context);
        const task = tasks.find(({ key }) => key === context.params["task"]);
        if (!task) throw notFound("bài tập này");
        return page("practice/task", `Bài ${task.n}: ${task.title}`, { task });
      },
    }),
    deed("bat-dau", "practice-begun", async ({ me }, key) => {
      await beginTask(deps, me, key);
      return "Đã bắt đầu. Làm theo các bước dưới đây.";
    }),
    deed("lam-lai", "practice-again", async ({ me }, key) => {
      await beginAgain(deps, me, key);
      return "Bắt đầu lại từ đầu.";
    }),
    deed("goi-y", "practice-hint", async ({ me }, key) => {
      await askHint(me, key);
      return "Đã mở thêm một gợi ý.";
    }),
    deed("nop", "practice-handed-in", async ({ me, body }, key) => {
      const missing = await handIn(deps, me, key, body);
      return missing === "" ? "Đã xong bài này." : `Chưa xong. Còn thiếu: ${missing}.`;
    }),
  ];
}
