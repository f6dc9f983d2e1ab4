import { randomUUID } from "node:crypto";
import { z } from "zod";
import { GROUNDS, isGround } from "../comments/rules.ts";
import { decide, lookAt } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { notFound } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import {
  answerQuestion,
  answerSeen,
  askQuestion,
  hideQuestion,
  planTownHall,
  type TownHallDeps,
} from "./steer-townhall.ts";
import { townHallPublication } from "./townhall.decision.ts";
import type { TownHall } from "./townhall.model.ts";
import { findTownHall, listQuestions, listTownHalls } from "./townhall.store.ts";

const form = z.object({
  title: z.string().max(200).default(""),
  about: z.string().max(1000).default(""),
  place: z.string().max(200).default(""),
  heldAt: z.string().max(30).default(""),
  closesAt: z.string().max(30).default(""),
});
const grounds = Object.entries(GROUNDS).map(([value, { name }]) => ({ value, name }));

/** Đối thoại: announce a meeting, take questions, answer and publish each. */
export function townHallsRoutes(deps: TownHallDeps): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<TownHall> => {
    const hall = await findTownHall(context.params["id"] ?? "");
    if (!hall || !holds(context.me.scope, hall.unitCode)) throw notFound("cuộc đối thoại này");
    return hall;
  };
  const listPage = async (context: RouteContext) =>
    page("townhalls/list", "Đối thoại", {
      halls: (await listTownHalls(context.me.scope, ["editing", "published"])).map((hall) => ({
        id: String(hall._id),
        title: hall.title,
        heldAt: hall.heldAt,
        place: hall.place,
        published: hall.state === "published",
      })),
      heldAt: formatLocal(new Date(context.now.getTime() + 7 * 86_400_000)),
      canEdit: context.me.permissions.includes("drafts.edit"),
    });
  const view = async (context: RouteContext) => {
    const seen = await lookAt(townHallPublication, deps, context.me.scope, context.params["id"] ?? "");
    const hall = await load(context);
    const id = String(hall._id);
    const questions = await listQuestions(id, ["asked", "answered", "hidden"]);
    await context.audit("comments-read", hall.title, { "số câu hỏi": questions.length });
    return page("townhalls/view", hall.title, {
      id,
      hall,
      published: hall.state === "published",
      seen,
      canPublish: context.me.permissions.includes(townHallPublication.may) && seen !== "",
      ownPlan: hall.createdBy.id === context.me.id,
      open: context.now <= hall.closesAt,
      canEdit: context.me.permissions.includes("drafts.edit"),
      canSort: context.me.permissions.includes("comments.sort"),
      grounds,
      questions: questions.map((question) => ({
        id: String(question._id),
        text: deps.comments.openWords(question.body).text,
        asked: question.state === "asked",
        hidden: question.state === "hidden",
        ground: question.hiding && isGround(question.hiding.ground) ? GROUNDS[question.hiding.ground].name : "",
        said: question.answer,
        seen: answerSeen(question),
        answer: question.answer,
      })),
      waiting: questions.filter((question) => question.state === "asked").length,
    });
  };
  const act = async (context: RouteContext, work: () => Promise<void>, note: string) => {
    await work();
    return redirect(`/console/doi-thoai/${context.params["id"]}`, note);
  };
  return [
    route({
      method: "get",
      path: "/doi-thoai",
      may: "drafts.view",
      handle: (context) => listPage(context),
    }),
    route({
      method: "post",
      path: "/doi-thoai",
      may: "drafts.edit",
      body: form,
      async handle(context) {
        const { body } = context;
        const times = { heldAt: parseLocal(body.heldAt), closesAt: parseLocal(body.closesAt) };
        const id = await planTownHall(deps, context.me.scope, { ...body, ...times }, byMe(context));
        await context.audit("townhall-planned", body.title);
        return redirect(
          `/console/doi-thoai/${id}`,
          "Đã lập cuộc đối thoại. Lãnh đạo duyệt công bố thì mới nhận câu hỏi.",
        );
      },
    }),
    route({ method: "get", path: "/doi-thoai/:id", may: "comments.read", handle: (context) => view(context) }),
    route({
      method: "post",
      path: "/doi-thoai/:id/cong-bo",
      may: townHallPublication.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      async handle(context) {
        const hall = await load(context);
        const id = String(hall._id);
        const press = { unitCode: hall.unitCode, id, seen: context.body.seen, by: byMe(context), wish: undefined };
        return act(
          context,
          async () => {
            await decide(townHallPublication, deps, press);
            await context.audit("townhall-published", hall.title);
          },
          "Đã công bố.",
        );
      },
    }),
    route({
      method: "post",
      path: "/doi-thoai/:id/hoi",
      may: "comments.sort",
      body: z.object({ text: z.string().max(2000).default("") }),
      async handle(context) {
        const hall = await load(context);
        return act(
          context,
          async () => {
            await askQuestion(deps, {
              townHallId: String(hall._id),
              text: context.body.text,
              once: randomUUID(),
              channel: "hall",
              rateBy: "",
            });
            await context.audit("comments-entered", hall.title);
          },
          "Đã ghi câu hỏi tại hội trường.",
        );
      },
    }),
    route({
      method: "post",
      path: "/doi-thoai/:id/tra-loi/:question",
      may: "comments.sort",
      body: z.object({ answer: z.string().max(20_000).default(""), seen: z.string().max(40).default("") }),
      async handle(context) {
        const hall = await load(context);
        const question = context.params["question"] ?? "";
        return act(
          context,
          async () => {
            await answerQuestion(deps, String(hall._id), question, context.body, byMe(context));
            await context.audit("position-answered", hall.title, { "câu hỏi": question });
          },
          "Đã trả lời; câu hỏi và câu trả lời đã công khai.",
        );
      },
    }),
    route({
      method: "post",
      path: "/doi-thoai/:id/an/:question",
      may: "comments.sort",
      body: z.object({
        ground: z.string().max(60).default(""),
        article: z.string().max(300).default(""),
        note: z.string().max(1000).default(""),
      }),
      async handle(context) {
        const hall = await load(context);
        const question = context.params["question"] ?? "";
        return act(
          context,
          async () => {
            await hideQuestion(deps, String(hall._id), question, context.body, byMe(context));
            await context.audit("comment-hidden", hall.title, { "câu hỏi": question });
          },
          "Đã ẩn; câu hỏi vẫn được tính.",
        );
      },
    }),
  ];
}
