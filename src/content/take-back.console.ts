import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, redirect, route } from "../kernel/console-route.ts";
import { withdrawFromPublic } from "./decide-item.ts";

/** Thu hồi: what was public is taken back from everybody, with a reason people read. */
export const takeBackRoutes = (deps: { clock: Clock }): ConsoleRoute[] => [
  route({
    method: "post",
    path: "/noi-dung/:id/thu-hoi",
    may: "content.approve",
    body: z.object({ reason: z.string().max(1000).default("") }),
    async handle(context) {
      const id = context.params["id"] ?? "";
      const title = await withdrawFromPublic(deps, context.me.scope, id, byMe(context), context.body.reason);
      await context.audit("content-taken-back", title);
      return redirect(
        `/console/noi-dung/${id}`,
        "Đã thu hồi. Trang công khai và bảng tin ghi tin đã thu hồi; đợt gửi chưa bắt đầu tự dừng.",
      );
    },
  }),
];
