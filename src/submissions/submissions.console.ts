import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { byMe, type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { officeOf } from "../content/decide-item.ts";
import { returnSubmission, takeSubmission } from "./decide-submission.ts";
import { presentSubmissions } from "./present-submissions.ts";
import { sendSubmission } from "./send-submission.ts";
import { findOwnSubmission, submissionsBy, submissionsTo } from "./submission.store.ts";

const OWN = "/console/bai-gui";
const TO_ME = "/console/bai-gui-den";
const form = z.object({
  title: z.string().max(1000).default(""),
  text: z.string().max(50_000).default(""),
  source: z.string().max(1000).default(""),
});

/** Bài gửi: an office offers texts and sees what became of its own; an editor of the unit takes or returns them. */
export function submissionsRoutes(deps: { clock: Clock }): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/bai-gui",
      may: "submissions.send",
      query: z.object({ tu: z.string().max(40).default("") }),
      async handle({ me, query }) {
        const own = await submissionsBy(me.id);
        const again = query.tu === "" ? null : await findOwnSubmission(me.id, query.tu);
        return page("submissions/own", "Bài gửi", {
          office: await officeOf(me.scope.unit),
          rows: await presentSubmissions(own),
          title: again?.title ?? "",
          text: again?.text ?? "",
          source: again?.source ?? own[0]?.source ?? "",
        });
      },
    }),
    route({
      method: "post",
      path: "/bai-gui",
      may: "submissions.send",
      body: form,
      async handle(context) {
        await sendSubmission(deps, context.me.scope, context.body, byMe(context));
        await context.audit("submission-sent", context.body.title.slice(0, 200));
        return redirect(OWN, "Đã gửi. Ông/Bà thấy kết quả biên tập ở trang này.");
      },
    }),
    route({
      method: "get",
      path: "/bai-gui-den",
      may: "submissions.take",
      handle: async ({ me }) =>
        page("submissions/received", "Bài gửi đến", { rows: await presentSubmissions(await submissionsTo(me.scope)) }),
    }),
    route({
      method: "post",
      path: "/bai-gui-den/:submission/nhan",
      may: "submissions.take",
      async handle(context) {
        const id = await takeSubmission(deps, context.me.scope, context.params["submission"] ?? "", byMe(context));
        await context.audit("submission-taken", id);
        return redirect(`/console/noi-dung/${id}/sua`, "Đã nhận bài thành bản nháp. Biên tập rồi trình người duyệt.");
      },
    }),
    route({
      method: "post",
      path: "/bai-gui-den/:submission/tra-lai",
      may: "submissions.take",
      body: z.object({ reason: z.string().max(5000).default("") }),
      async handle(context) {
        const id = context.params["submission"] ?? "";
        const { title } = await returnSubmission(deps, context.me.scope, id, context.body.reason, byMe(context));
        await context.audit("submission-returned", title);
        return redirect(TO_ME, "Đã trả lại. Nơi gửi đọc được lý do.");
      },
    }),
  ];
}
