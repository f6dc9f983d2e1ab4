import { z } from "zod";
import { lookOf } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { findUnit, findUnits } from "../units/unit.store.ts";
import { planIssue, planReview, planSigning } from "./plan.decision.ts";
import { PLAN_KINDS, type Plan } from "./plan.model.ts";
import { findPlan, listIssued, listPlans } from "./plan.store.ts";
import { writePlanTask } from "./plan.tasks.ts";
import { planStepRoutes } from "./plan-steps.console.ts";
import { KIND_NAMES, presentPlan, presentRow } from "./present.ts";
import { NO_SKELETON, SKELETON_PARTS } from "./skeleton.ts";
import { changeWords, citedAs, finishTask, importPlan, type PlanDeps, settle, writePlanFrom } from "./steer-plan.ts";

const text = (most: number) => z.string().max(most).default("");
const written = z.object({
  kind: z.enum(PLAN_KINDS).default("KH"),
  parentId: text(40),
  title: text(600),
  bases: text(20_000),
  aims: text(20_000),
  when: text(20_000),
  content: text(100_000),
  money: text(20_000),
  work: text(100_000),
  receivers: text(20_000),
  signer: text(200),
});

/** Kế hoạch: lists, one plan with what is to be chosen in it, its way to being issued, its tasks. */
export function plansRoutes(deps: PlanDeps & { box: SecretBox }): ConsoleRoute[] {
  const may = (context: RouteContext, permission: "plans.edit" | "plans.review" | "plans.sign"): boolean =>
    context.me.permissions.includes(permission);
  /** of the own unit, or issued by a unit above */
  const load = async (context: RouteContext): Promise<Plan> => {
    const plan = await findPlan(context.params["id"] ?? "");
    const open =
      plan &&
      (holds(context.me.scope, plan.unitCode) ||
        (plan.state === "issued" && context.me.scope.above.includes(plan.unitCode)));
    if (!open) throw notFound("kế hoạch này");
    return plan;
  };
  const loadOwn = async (context: RouteContext): Promise<Plan> => {
    const plan = await load(context);
    if (!holds(context.me.scope, plan.unitCode)) throw notFound("kế hoạch này");
    return plan;
  };
  /** the issued plan of a unit above that a plan may follow; null for any other id, whoever sends it */
  const followed = async (context: RouteContext, id: string): Promise<Plan | null> => {
    const parent = id === "" ? null : await findPlan(id);
    return parent?.state === "issued" && context.me.scope.above.includes(parent.unitCode) ? parent : null;
  };
  const back = (plan: Plan, note: string, at = "") => redirect(`/console/ke-hoach/${String(plan._id)}${at}`, note);

  const view = async (context: RouteContext, plan: Plan) => {
    const id = String(plan._id);
    const own = holds(context.me.scope, plan.unitCode);
    const mine = plan.author.id === context.me.id;
    const [unit, parent] = await Promise.all([
      findUnit(plan.unitCode),
      plan.parentId === "" ? null : findPlan(plan.parentId),
    ]);
    const [review, sign, issue] = await Promise.all(
      [planReview, planSigning, planIssue].map((one) => lookOf(one, id, plan, context.now)),
    );
    return page("plans/view", plan.title, {
      ...presentPlan(plan, context.now),
      id,
      office: unit?.office ?? "",
      parent: parent ? { id: String(parent._id), title: parent.title, number: parent.number } : null,
      own,
      mine,
      canEdit: own && may(context, "plans.edit") && plan.state === "draft",
      canInherit: !own && may(context, "plans.edit"),
      canReview: own && may(context, "plans.review") && review !== "",
      canSign: own && may(context, "plans.sign") && sign !== "",
      canIssue: own && may(context, "plans.edit") && issue !== "",
      canTick: own && may(context, "plans.edit") && plan.state === "issued",
      seen: review || sign || issue || "",
      today: dayKey(context.now),
    });
  };

  return [
    route({
      method: "get",
      path: "/ke-hoach",
      may: "plans.view",
      async handle(context) {
        const { scope } = context.me;
        const [own, above] = await Promise.all([
          listPlans(scope, ["draft", "reviewed", "signed", "issued"]),
          listIssued(scope.above),
        ]);
        const offices = new Map((await findUnits([...scope.above])).map((one) => [one._id, one.office]));
        return page("plans/list", "Kế hoạch", {
          plans: own.map(presentRow),
          above: above.map((one) => ({ ...presentRow(one), office: offices.get(one.unitCode) ?? "" })),
          canEdit: may(context, "plans.edit"),
        });
      },
    }),
    route({
      method: "get",
      path: "/ke-hoach/moi",
      may: "plans.edit",
      query: z.object({ theo: text(40) }),
      async handle(context) {
        const follows = await followed(context, context.query.theo);
        const office = follows ? ((await findUnit(follows.unitCode))?.office ?? "") : "";
        const values = follows
          ? { ...NO_SKELETON, bases: citedAs(follows, office), title: follows.title }
          : NO_SKELETON;
        return page("plans/new", "Soạn kế hoạch", {
          kinds: PLAN_KINDS.map((value) => ({ value, name: KIND_NAMES[value] })),
          title: values.title,
          signer: values.signer,
          parentId: follows ? String(follows._id) : "",
          parent: follows?.title ?? "",
          parts: SKELETON_PARTS.map((one) => ({ ...one, value: values[one.key] })),
        });
      },
    }),
    route({
      method: "post",
      path: "/ke-hoach/moi",
      may: "plans.edit",
      body: written,
      async handle(context) {
        const parent = await followed(context, context.body.parentId);
        const given = { ...context.body, parentId: parent ? String(parent._id) : "" };
        const id = await writePlanFrom(deps, context.me.scope, given, byMe(context));
        await context.audit("plan-written", context.body.title);
        return redirect(`/console/ke-hoach/${id}`, "Đã lưu bản nháp. Xem các chỗ cần chọn hoặc giải thích.");
      },
    }),
    route({
      method: "post",
      path: "/ke-hoach/nhap",
      may: "plans.edit",
      file: "file",
      async handle(context) {
        if (!context.file) throw invalid({ file: "Cần chọn tệp kế hoạch (.docx, .odt hoặc .txt)" });
        const id = await importPlan(deps, context.me.scope, context.file, byMe(context));
        await context.audit("plan-imported", context.file.name);
        return redirect(`/console/ke-hoach/${id}`, "Đã đọc tệp, giữ nguyên lời. Xem các chỗ cần chọn hoặc giải thích.");
      },
    }),
    route({
      method: "get",
      path: "/ke-hoach/:id",
      may: "plans.view",
      handle: async (context) => view(context, await load(context)),
    }),
    route({
      method: "get",
      path: "/ke-hoach/:id/loi",
      may: "plans.view",
      async handle(context) {
        const plan = await load(context);
        const marks = new Set(plan.reading.findings.flatMap((one) => one.lines));
        return page("plans/words", `Nguyên văn: ${plan.title}`, {
          id: String(plan._id),
          title: plan.title,
          revision: plan.revision,
          text: plan.lines.join("\n"),
          rows: plan.lines.map((words, n) => ({ n: n + 1, words, marked: marks.has(n + 1) })),
          canEdit: holds(context.me.scope, plan.unitCode) && may(context, "plans.edit") && plan.state === "draft",
        });
      },
    }),
    route({
      method: "post",
      path: "/ke-hoach/:id/loi",
      may: "plans.edit",
      body: z.object({ title: text(600), text: text(400_000), revision: z.coerce.number().int().default(0) }),
      async handle(context) {
        const plan = await loadOwn(context);
        await changeWords(deps, plan, context.body);
        await context.audit("plan-changed", context.body.title);
        return back(plan, "Đã lưu và đọc lại.");
      },
    }),
    route({
      method: "post",
      path: "/ke-hoach/:id/cho-xem",
      may: "plans.edit",
      body: z.object({ finding: text(2000), choice: text(600), reason: text(1000) }),
      async handle(context) {
        const plan = await loadOwn(context);
        await settle(deps, plan, context.body, byMe(context));
        await context.audit("plan-settled", plan.title);
        return back(plan, "Đã ghi lại. Lời của kế hoạch giữ nguyên.", "#cho-xem");
      },
    }),
    ...planStepRoutes(deps, loadOwn),
    route({
      method: "post",
      path: "/ke-hoach/:id/viec",
      may: "plans.edit",
      body: z.object({ task: text(60), note: text(1000) }),
      async handle(context) {
        const plan = await loadOwn(context);
        await finishTask(deps, plan, context.body, byMe(context));
        await context.audit("plan-task-done", plan.title, { việc: context.body.task });
        return back(plan, "Đã ghi việc đã xong.", "#viec");
      },
    }),
    route({
      method: "get",
      path: "/ke-hoach/:id/tep.docx",
      may: "plans.view",
      async handle(context) {
        const plan = await load(context);
        const unit = await findUnit(plan.unitCode);
        const { reading, title, kind, number, day, createdAt } = plan;
        const place = (unit?.name ?? "").replace(/^(?:Xã|Phường|Đặc khu)\s+/u, "");
        const file = { reading, title, kind, number, day, place, office: unit?.office ?? "", madeAt: createdAt };
        const body = Buffer.from(await deps.outside.run(writePlanTask, file));
        const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        return { kind: "file", name: `ke-hoach-${String(plan._id)}.docx`, type, body };
      },
    }),
    route({
      method: "get",
      path: "/ke-hoach/:id/nguyen-van.txt",
      may: "plans.view",
      async handle(context) {
        const plan = await load(context);
        return {
          kind: "file",
          name: "nguyen-van.txt",
          type: "text/plain; charset=utf-8",
          body: Buffer.from(plan.lines.join("\n")),
        };
      },
    }),
  ];
}
