import { shownAt } from "../units/scope-of.ts";
import { z } from "zod";
import { type ApiRoute, apiRoute, type Resident } from "../kernel/api-route.ts";
import { AppError, notFound, sessionOver } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { claimPrize } from "./claim-prize.ts";
import { registerOrganiser } from "./leave-out.ts";
import { findResult } from "./result.store.ts";
import { type Contest, RULE_FIELDS, ruleFields } from "./contest.model.ts";
import { findContest, frozenVersions, listPublished } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { makeCertificate } from "./make-certificate.ts";
import { checkPractice, drawPractice } from "./practice.ts";
import { chooseName, chosenName, readBoard } from "./read-board.ts";
import {
  board,
  contestCard,
  contestPage,
  mine,
  practiceQuestion,
  presentCard,
  source,
  turnResult,
  turnView,
} from "./present.ts";
import { drawCertificateTask } from "./quiz.tasks.ts";
import { dayOf, rightOf } from "./rules.ts";
import { pauseTurn, saveAnswers } from "./save-answers.ts";
import { beginTurn, type PlayDeps, resumeTurn } from "./start-turn.ts";
import { readResult, submitTurn } from "./submit-turn.ts";
import { listTurnsOf } from "./turn.store.ts";

export interface QuizzesApiDeps extends PlayDeps {
  outside: Outside;
  publicUrl: string;
}

const given = z.object({
  chosen: z.array(z.array(z.number().int().min(0).max(9)).max(4)).max(50),
  guess: z.number().int().min(0).max(99_999_999).nullable(),
});
/** Addresses are shared by whole neighbourhoods behind one mobile gateway; a person's own limit is the day's turns. */
const BUSY = 900;

async function findPublic(id: string): Promise<Contest> {
  const contest = await findContest(id);
  if (!contest || contest.version === 0) throw notFound("cuộc thi này");
  return contest;
}
const who = (resident: Resident | undefined): Resident => {
  if (!resident) throw sessionOver();
  return resident;
};
const place = (params: Record<string, string>) => ({ id: params["id"] ?? "", n: Number(params["n"]) });

/** Contests: read by everybody; played by whom Zalo vouched for; tried out without any record. */
export const quizzesApi = (deps: QuizzesApiDeps): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/units/:unit/quizzes",
    auth: "anyone",
    summary: "Contests of a unit and of the department above it.",
    answer: z.object({ quizzes: z.array(contestCard) }),
    async handle({ params, now }) {
      const contests = await listPublished(await shownAt(params["unit"] ?? "", now));
      return { quizzes: await Promise.all(contests.map((contest) => presentCard(contest, now))) };
    },
  }),
  apiRoute({
    method: "get",
    path: "/quizzes/:id",
    auth: "anyone",
    summary: "One contest with its thirteen rules and their fingerprint.",
    answer: contestPage,
    async handle({ params, now }) {
      const contest = await findPublic(params["id"] ?? "");
      const newest = (await frozenVersions(String(contest._id))).at(-1);
      return {
        ...(await presentCard(contest, now)),
        rules: ruleFields.map((field) => ({ name: RULE_FIELDS[field], text: newest?.frozen.rules[field] ?? "" })),
        fingerprint: newest?.fingerprint ?? "",
      };
    },
  }),
  apiRoute({
    method: "get",
    path: "/quizzes/:id/rounds/:n/mine",
    auth: "resident",
    summary: "The caller's own turns of a round, code and choice of name.",
    answer: mine,
    perMinute: BUSY,
    async handle({ params, resident, now }) {
      const { id, n } = place(params);
      const { appUserId } = who(resident);
      await findPublic(id);
      const player = await deps.quiz.player(id, appUserId);
      const code = await deps.quiz.code(id, player);
      const turns = await listTurnsOf(id, n, player);
      const played = (await playedRounds(id)).find((one) => one.round.n === n);
      const allowance = played?.round.turnsPerDay ?? 0;
      const result = await findResult(id, n);
      return {
        code,
        ...(await chosenName(deps, id, appUserId)),
        today: turns.filter((turn) => turn.day === dayOf(now)).length,
        open: turns.find((turn) => turn.state === "open")?._id ?? "",
        won: result?.state === "published" ? (result.winners.find((one) => one.code === code)?.prize ?? "") : "",
        results: turns
          .filter((turn) => turn.state === "done")
          .map((turn) => ({
            id: turn._id,
            right: played ? rightOf(turn, played.round) : 0,
            of: turn.questions.length,
            counts: turn.k <= allowance,
            at: (turn.submittedAt ?? turn.startedAt).toISOString(),
          })),
      };
    },
  }),
  apiRoute({
    method: "post",
    path: "/quizzes/:id/rounds/:n/turns",
    auth: "resident",
    summary: "Begins a turn of today, or goes on with today's open one.",
    body: z.object({ prize: z.boolean().default(false) }),
    answer: turnView,
    perMinute: BUSY,
    handle({ params, body, resident }) {
      const { id, n } = place(params);
      const { appUserId } = who(resident);
      return beginTurn(deps, { contestId: id, round: n, appUserId, channel: "mini-app", prize: body.prize });
    },
  }),
  apiRoute({
    method: "post",
    path: "/quiz-turns/:turn/resume",
    auth: "resident",
    summary: "Goes on with a paused or cut turn, on this device or another, today or another day.",
    answer: turnView,
    perMinute: BUSY,
    handle: ({ params, resident }) => resumeTurn(deps, params["turn"] ?? "", who(resident).appUserId),
  }),
  apiRoute({
    method: "post",
    path: "/quiz-turns/:turn/answers",
    auth: "resident",
    summary: "Keeps what was chosen so far.",
    body: given,
    answer: z.object({}),
    perMinute: BUSY * 4,
    async handle({ params, body, resident }) {
      await saveAnswers(deps, params["turn"] ?? "", who(resident).appUserId, body);
      return {};
    },
  }),
  apiRoute({
    method: "post",
    path: "/quiz-turns/:turn/pause",
    auth: "resident",
    summary: "Stops the clock of a turn and keeps what was chosen.",
    body: given,
    answer: z.object({}),
    perMinute: BUSY,
    async handle({ params, body, resident }) {
      await pauseTurn(deps, params["turn"] ?? "", who(resident).appUserId, body);
      return {};
    },
  }),
  apiRoute({
    method: "post",
    path: "/quiz-turns/:turn/submit",
    auth: "resident",
    summary: "Hands a turn in; answers with the result, the right answers and why.",
    body: given,
    answer: turnResult,
    perMinute: BUSY,
    handle: ({ params, body, resident }) => submitTurn(deps, params["turn"] ?? "", who(resident).appUserId, body),
  }),
  apiRoute({
    method: "get",
    path: "/quiz-turns/:turn/result",
    auth: "resident",
    summary: "The result of a turn that was handed in, for its player.",
    answer: turnResult,
    perMinute: BUSY,
    handle: ({ params, resident }) => readResult(deps, params["turn"] ?? "", who(resident).appUserId),
  }),
  apiRoute({
    method: "get",
    path: "/quizzes/:id/rounds/:n/board",
    auth: "anyone",
    summary: "The first ten, and three around oneself; named only who asked for it.",
    answer: board,
    perMinute: BUSY,
    async handle({ params, resident }) {
      const { id, n } = place(params);
      await findPublic(id);
      return readBoard(deps, id, n, resident?.appUserId ?? "");
    },
  }),
  apiRoute({
    method: "post",
    path: "/quizzes/:id/name",
    auth: "resident",
    summary: "How boards name the caller: not at all, by a nickname, by a masked name.",
    body: z.object({ shown: z.enum(["none", "nick", "masked"]), nickname: z.string().max(80).default("") }),
    answer: z.object({ shownName: z.string() }),
    async handle({ params, body, resident }) {
      const id = params["id"] ?? "";
      await findPublic(id);
      return { shownName: await chooseName(deps, id, who(resident), body.shown, body.nickname) };
    },
  }),
  apiRoute({
    method: "post",
    path: "/quizzes/:id/organiser",
    auth: "resident",
    summary: "An organiser registers with the contest's code and is left out of boards and prizes.",
    body: z.object({ code: z.string().max(20) }),
    answer: z.object({ code: z.string() }),
    perMinute: 10,
    async handle({ params, body, resident }) {
      const contest = await findPublic(params["id"] ?? "");
      if (body.code.trim().toUpperCase() !== contest.organiserCode)
        throw new AppError(422, "Mã ban tổ chức chưa đúng", { code: "Mã ban tổ chức chưa đúng" });
      return { code: await registerOrganiser(deps, String(contest._id), who(resident).appUserId) };
    },
  }),
  apiRoute({
    method: "post",
    path: "/quizzes/:id/rounds/:n/claim",
    auth: "resident",
    summary: "A winner's name and contact, read by the office only, kept 60 days.",
    body: z.object({
      name: z.string().max(200),
      contact: z.string().max(300),
      adult: z.boolean(),
      /** the sender's own; answered as it came */
      key: z.string().max(80).default(""),
    }),
    answer: z.object({ key: z.string() }),
    perMinute: 20,
    async handle({ params, body, resident }) {
      const { id, n } = place(params);
      await claimPrize(deps, id, n, who(resident).appUserId, body);
      return { key: body.key };
    },
  }),
  apiRoute({
    method: "post",
    path: "/quizzes/:id/rounds/:n/certificate",
    auth: "resident",
    summary: "A certificate as PDF or picture, base64; the name is printed and not kept.",
    body: z.object({ name: z.string().max(200), kind: z.enum(["pdf", "png"]) }),
    answer: z.object({ name: z.string(), type: z.string(), base64: z.string() }),
    perMinute: 20,
    async handle({ params, body, resident }) {
      const { id, n } = place(params);
      const words = await makeCertificate(deps, id, n, who(resident).appUserId, body.name);
      const bytes = await deps.outside.run(drawCertificateTask, { words, kind: body.kind });
      const type = body.kind === "pdf" ? "application/pdf" : "image/png";
      return { name: `${words.code}.${body.kind}`, type, base64: bytes.toString("base64") };
    },
  }),
  apiRoute({
    method: "get",
    path: "/units/:unit/practice",
    auth: "anyone",
    summary: "A few questions for trying out; nothing is written down.",
    answer: z.object({ questions: z.array(practiceQuestion) }),
    async handle({ params }) {
      return { questions: await drawPractice(deps, params["unit"] ?? "") };
    },
  }),
  apiRoute({
    method: "post",
    path: "/practice/:question",
    auth: "anyone",
    summary: "Whether an answer tried out is right, and why.",
    body: z.object({ chosen: z.array(z.number().int().min(0).max(9)).max(6) }),
    answer: z.object({
      right: z.boolean(),
      rightOptions: z.array(z.number()),
      why: z.string(),
      sources: z.array(source),
    }),
    handle: ({ params, body }) => checkPractice(deps, params["question"] ?? "", body.chosen),
  }),
];
