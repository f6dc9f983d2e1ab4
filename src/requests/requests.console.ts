import { z } from "zod";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { KEPT, readPicture } from "./request-picture.ts";
import { STATE_NAMES } from "./request.model.ts";
import { findRequest, listBetween, listRequests } from "./request.store.ts";
import { countRequests } from "./rules.ts";
import { answerRequest, assignRequest, openWords, type RequestDeps } from "./take-request.ts";

/** Phản ánh: what waits, the soonest due first; each has an office, a due date and an answer. */
export function requestsRoutes(deps: RequestDeps): ConsoleRoute[] {
  const onePage = async (context: RouteContext) => {
    const request = await findRequest(context.me.scope, context.params["id"] ?? "");
    if (!request) throw notFound("phản ánh này");
    await context.audit("request-read", String(request._id));
    return page("requests/one", "Một phản ánh", {
      id: String(request._id),
      words: openWords(deps.requests, request),
      request,
      keptPicture: openWords(deps.requests, request).picture.startsWith(KEPT),
      stateName: STATE_NAMES[request.state],
      late: request.answeredAt === null && request.dueAt < context.now,
      open: request.state === "received" || request.state === "assigned",
      reachable: request.reach !== "",
      canAnswer: context.me.permissions.includes("requests.answer"),
    });
  };
  return [
    route({
      method: "get",
      path: "/phan-anh",
      may: "requests.view",
      async handle({ me, now }) {
        const year = now.getUTCFullYear();
        const from = new Date(`${year}-01-01T00:00:00+07:00`);
        const [waiting, answered, rows] = await Promise.all([
          listRequests(me.scope, ["received", "assigned"]),
          listRequests(me.scope, ["answered", "redirected"], 50),
          listBetween(me.scope, from, new Date(now.getTime() + 1000)),
        ]);
        const line = (request: (typeof waiting)[number]) => ({
          id: String(request._id),
          words: openWords(deps.requests, request).what.slice(0, 120),
          office: request.office,
          stateName: STATE_NAMES[request.state],
          dueAt: request.dueAt,
          late: request.answeredAt === null && request.dueAt < now && request.state !== "redirected",
        });
        return page("requests/list", "Phản ánh", {
          year,
          figures: countRequests(rows, now),
          waiting: waiting.map(line),
          answered: answered.map(line),
        });
      },
    }),
    route({ method: "get", path: "/phan-anh/:id", may: "requests.view", handle: (context) => onePage(context) }),
    route({
      method: "get",
      path: "/phan-anh/:id/anh",
      may: "requests.view",
      async handle(context) {
        const request = await findRequest(context.me.scope, context.params["id"] ?? "");
        const bytes = request && (await readPicture(deps.requests, openWords(deps.requests, request).picture));
        if (!bytes) throw notFound("ảnh này");
        return { kind: "image", type: "image/jpeg", body: bytes };
      },
    }),
    route({
      method: "post",
      path: "/phan-anh/:id/chuyen",
      may: "requests.answer",
      body: z.object({ office: z.string().max(200).default("") }),
      handle: async (context) => {
        const id = context.params["id"] ?? "";
        await assignRequest(context.me.scope, id, context.body.office);
        await context.audit("request-assigned", id, { "bộ phận": context.body.office });
        return redirect(`/console/phan-anh/${id}`, "Đã chuyển bộ phận xử lý.");
      },
    }),
    route({
      method: "post",
      path: "/phan-anh/:id/tra-loi",
      may: "requests.answer",
      body: z.object({ answer: z.string().max(20_000).default("") }),
      handle: async (context) => {
        const { me, params, body } = context;
        const by = { id: me.id, name: me.name };
        const told = await answerRequest(deps, me.scope, params["id"] ?? "", body.answer, by);
        await context.audit("request-answered", params["id"] ?? "");
        return redirect(
          `/console/phan-anh/${params["id"]}`,
          told ? "Đã trả lời và nhắn cho người phản ánh." : "Đã trả lời; người phản ánh xem bằng mã.",
        );
      },
    }),
  ];
}
