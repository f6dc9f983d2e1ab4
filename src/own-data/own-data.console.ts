import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { conflict } from "../kernel/errors.ts";
import type { RequestBox } from "../requests/take-request.ts";
import { closeDataRequest, KIND_NAMES, listOpen } from "./data-request.model.ts";

/** Requests about own data that wait for an officer, the soonest due first; nothing here says who asked. */
export const ownDataRoutes = (deps: { clock: Clock; requests: RequestBox }): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/du-lieu-ca-nhan",
    may: "data.requests",
    async handle({ me, now }) {
      const open = await listOpen(me.scope);
      return page("own-data/list", "Yêu cầu về dữ liệu cá nhân", {
        rows: open.map((one) => ({
          id: String(one._id),
          kind: KIND_NAMES[one.kind],
          words: one.words === "" ? "" : deps.requests.box.open(one.words),
          at: one.at,
          dueAt: one.dueAt,
          late: one.dueAt < now,
        })),
      });
    },
  }),
  route({
    method: "post",
    path: "/du-lieu-ca-nhan/:id/xong",
    may: "data.requests",
    body: z.object({ note: z.string().max(500).default("") }),
    async handle(context) {
      const { me, params, body } = context;
      const id = params["id"] ?? "";
      const by = { id: me.id, name: me.name };
      if (!/^[0-9a-f]{24}$/.test(id) || !(await closeDataRequest(me.scope, id, by, body.note, deps.clock.now())))
        throw conflict("Yêu cầu này đã xong hoặc không còn.");
      await context.audit("data-request-done", id);
      return redirect("/console/du-lieu-ca-nhan", "Đã ghi xong yêu cầu; người hỏi thấy kết quả ở mục Của tôi.");
    },
  }),
];
