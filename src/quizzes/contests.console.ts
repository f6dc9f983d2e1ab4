import { z } from "zod";
import { lookAt } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { invalid, notFound } from "../kernel/errors.ts";
import { ownAndAbove } from "../kernel/scope.ts";
import { contestApproval } from "./contest.decision.ts";
import { type Contest, type Prize, RULE_FIELDS, type Round, ruleFields } from "./contest.model.ts";
import { listContests } from "./contest.store.ts";
import { type ContestDeps, contestFaults, noRules, saveContest, startContest } from "./prepare-contest.ts";
import { editedFrom, mustBeFromSaved, prizesInWords, roundParts, rulesParts } from "./edited.ts";
import { contestOf, toContest } from "./contest-rows.ts";
import { PHASE_NAMES } from "./public-quiz.ts";
import { listQuestions } from "./question.store.ts";
import { isFixed, roundPhase } from "./rules.ts";

const STATE_NAMES = { editing: "Đang soạn", waiting: "Chờ duyệt", published: "Đã mở" } as const;
const MOST_CHOICES = 500;
const list = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const contestForm = z.looseObject({
  title: z.string().max(200).default(""),
  about: z.string().max(1000).default(""),
  holdAnswers: z.string().max(1).default(""),
  edited: z.string().max(80).default(""),
});
const roundForm = z.object({
  name: z.string().max(100).default(""),
  opensAt: z.string().max(30).default(""),
  closesAt: z.string().max(30).default(""),
  count: z.coerce.number().int().min(0).max(50).catch(0),
  minutes: z.coerce.number().int().min(0).max(180).catch(0),
  turnsPerDay: z.coerce.number().int().min(0).max(20).catch(0),
  prizeName: list.default([]),
  prizeCount: list.default([]),
  prizeValue: list.default([]),
  questions: list.default([]),
  edited: z.string().max(80).default(""),
});

/** Rows of a form; empty ones are left out. @throws AppError 422 naming the row */
export function readPrizes(names: readonly string[], counts: readonly string[], values: readonly string[]): Prize[] {
  return names.flatMap((name, n) => {
    const [count = "", value = ""] = [counts[n], values[n]];
    if (name + count + value === "") return [];
    if (name === "") throw invalid({ [`prizeName.${n}`]: `Giải thưởng, dòng ${n + 1}: cần tên giải` });
    const many = Number(count);
    if (!Number.isInteger(many) || many < 1 || many > 100)
      throw invalid({ [`prizeCount.${n}`]: `Giải thưởng, dòng ${n + 1}: số lượng từ 1 đến 100` });
    return [{ name, count: many, value }];
  });
}

/** Cuộc thi: rules, rounds, questions, approval. */
export function contestsRoutes(deps: ContestDeps): ConsoleRoute[] {
  const may = (context: RouteContext, what: "quizzes.edit" | "quizzes.approve"): boolean =>
    context.me.permissions.includes(what);
  const listPage = async (context: RouteContext) => {
    const contests = await listContests([...context.me.scope.own], ["editing", "waiting", "published"]);
    return page("quizzes/list", "Thi tìm hiểu", {
      contests: contests.map((contest) => ({
        id: String(contest._id),
        title: contest.title,
        stateName: STATE_NAMES[contest.state],
        version: contest.version,
        rounds: contest.rounds.length,
        open: contest.rounds.some((round) => roundPhase(round, context.now) === "open") && contest.version > 0,
      })),
      canEdit: may(context, "quizzes.edit"),
      department: context.me.permissions.includes("units.view"),
    });
  };
  const view = async (context: RouteContext, given: Contest) => {
    const seen = await lookAt(contestApproval, deps, given.unitCode, String(given._id));
    const contest = seen === "" ? given : await contestOf(context);
    const faults = Object.values(contestFaults(contest));
    return page("quizzes/contest", contest.title, {
      id: String(contest._id),
      contest,
      seen,
      edited: editedFrom(rulesParts(contest)),
      prizes: contest.rounds.map(({ n, prizes }) => ({ n, prizes: prizesInWords(prizes) })),
      stateName: STATE_NAMES[contest.state],
      editable: may(context, "quizzes.edit") && contest.state !== "waiting",
      waiting: contest.state === "waiting",
      editing: contest.state === "editing",
      canWithdraw: may(context, "quizzes.edit") && contest.state === "waiting",
      canApprove: may(context, "quizzes.approve") && contest.state === "waiting",
      ownSubmission: contest.submittedBy?.id === context.me.id,
      rules: ruleFields.map((field) => ({ field, name: RULE_FIELDS[field], text: contest.rules[field] ?? "" })),
      rounds: contest.rounds.map((round) => ({
        ...round,
        name: round.name || `Vòng ${round.n}`,
        phaseName: contest.version > 0 ? PHASE_NAMES[roundPhase(round, context.now)] : "",
        questions: round.questionIds.length,
      })),
      faults,
    });
  };
  const roundPage = async (context: RouteContext, contest: Contest, round: Round) => {
    const banks = ownAndAbove(context.me.scope);
    const questions = await listQuestions(banks, { ticked: true }, 0, MOST_CHOICES);
    const started = contest.version > 0 && isFixed(round, context.now);
    return page("quizzes/round", `${contest.title}: ${round.name || `Vòng ${round.n}`}`, {
      id: String(contest._id),
      title: contest.title,
      round,
      opensAt: formatLocal(round.opensAt),
      closesAt: formatLocal(round.closesAt),
      prizes: [...round.prizes, { name: "", count: "", value: "" }],
      edited: editedFrom(roundParts(round)),
      editable: may(context, "quizzes.edit") && contest.state !== "waiting" && !started,
      started,
      questions: questions.map((question) => ({
        id: String(question._id),
        text: question.text,
        category: question.category,
        chosen: round.questionIds.includes(String(question._id)),
      })),
      chosen: round.questionIds.length,
    });
  };
  const roundOf = (contest: Contest, n: number): Round => {
    const round = contest.rounds.find((one) => one.n === n);
    if (!round) throw notFound("vòng thi này");
    return round;
  };
  const asForm = ({ title, about, rules, rounds, holdAnswers = false }: Contest) => ({
    title,
    about,
    rules,
    rounds,
    holdAnswers,
  });
  return [
    route({ method: "get", path: "/thi", may: "quizzes.view", handle: (context) => listPage(context) }),
    route({
      method: "post",
      path: "/thi",
      may: "quizzes.edit",
      body: z.object({ title: z.string().max(200).default("") }),
      handle: async (context) => {
        const id = await startContest(deps, context.me.scope, context.body.title, byMe(context));
        await context.audit("contest-saved", context.body.title);
        return redirect(`/console/thi/${id}`, "Đã lập cuộc thi. Điền đủ 13 mục thể lệ và thêm vòng thi.");
      },
    }),
    route({
      method: "get",
      path: "/thi/:id",
      may: "quizzes.view",
      handle: async (context) => view(context, await contestOf(context)),
    }),
    route({
      method: "post",
      path: "/thi/:id",
      may: "quizzes.edit",
      body: contestForm,
      async handle(context) {
        const contest = await contestOf(context);
        const { title, about } = context.body;
        const holdAnswers = context.body.holdAnswers === "1";
        const rules = noRules();
        for (const field of ruleFields) rules[field] = String(context.body[`rule-${field}`] ?? "");
        const form = { ...asForm(contest), title, about, rules, holdAnswers };
        mustBeFromSaved(context.body.edited, rulesParts(contest), rulesParts(form));
        await saveContest(deps, context.me.scope, String(contest._id), form, contest);
        await context.audit("contest-saved", title);
        return toContest(context, "Đã lưu.");
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/vong",
      may: "quizzes.edit",
      async handle(context) {
        const contest = await contestOf(context);
        const last = contest.rounds.at(-1);
        const opensAt = last?.closesAt ?? new Date(Math.ceil(context.now.getTime() / 3_600_000) * 3_600_000);
        const n = contest.rounds.length + 1;
        const round: Round = {
          count: 5,
          minutes: 10,
          turnsPerDay: 3,
          prizes: [],
          ...last,
          n,
          name: `Tuần ${n}`,
          opensAt,
          closesAt: new Date(opensAt.getTime() + 7 * 86_400_000),
          questionIds: [],
        };
        const form = { ...asForm(contest), rounds: [...contest.rounds, round] };
        await saveContest(deps, contest.unitCode, String(contest._id), form, contest);
        return redirect(`/console/thi/${String(contest._id)}/vong/${n}`, `Đã thêm vòng ${n}. Chọn giờ và câu hỏi.`);
      },
    }),
    route({
      method: "get",
      path: "/thi/:id/vong/:n",
      may: "quizzes.view",
      async handle(context) {
        const contest = await contestOf(context);
        const round = roundOf(contest, Number(context.params["n"]));
        return roundPage(context, contest, round);
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/vong/:n",
      may: "quizzes.edit",
      // every question of the bank may be ticked
      mostFields: 2 * MOST_CHOICES,
      body: roundForm,
      async handle(context) {
        const contest = await contestOf(context);
        const old = roundOf(contest, Number(context.params["n"]));
        const { body } = context;
        const fields = {
          name: body.name.trim(),
          count: body.count,
          minutes: body.minutes,
          turnsPerDay: body.turnsPerDay,
        };
        const times = { opensAt: parseLocal(body.opensAt), closesAt: parseLocal(body.closesAt) };
        const questionIds = body.questions.slice(0, MOST_CHOICES);
        const { opensAt, closesAt } = times;
        if (!opensAt || !closesAt) throw invalid({ opensAt: "Cần chọn ngày giờ mở và đóng" });
        const round: Round = {
          n: old.n,
          ...fields,
          opensAt,
          closesAt,
          questionIds,
          prizes: readPrizes(body.prizeName, body.prizeCount, body.prizeValue),
        };
        const rounds = contest.rounds.map((one) => (one.n === round.n ? round : one));
        mustBeFromSaved(body.edited, roundParts(old), roundParts(round));
        await saveContest(deps, contest.unitCode, String(contest._id), { ...asForm(contest), rounds }, contest);
        await context.audit("contest-saved", contest.title, { vòng: round.n, "số câu": questionIds.length });
        return toContest(context, `Đã lưu vòng ${round.n}.`);
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/vong/:n/bo",
      may: "quizzes.edit",
      async handle(context) {
        const contest = await contestOf(context);
        const n = Number(context.params["n"]);
        roundOf(contest, n);
        if (n !== contest.rounds.length) throw invalid({ rounds: "Chỉ bỏ được vòng cuối cùng khi chưa mở" });
        const rounds = contest.rounds.slice(0, -1);
        await saveContest(deps, contest.unitCode, String(contest._id), { ...asForm(contest), rounds }, contest);
        await context.audit("contest-saved", contest.title, { "bỏ vòng": n });
        return toContest(context, `Đã bỏ vòng ${n}.`);
      },
    }),
  ];
}
