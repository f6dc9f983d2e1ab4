import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import { EXAMPLE_FRAME } from "./example-frame.ts";
import { frameApproval } from "./frame.decision.ts";
import { drawPreview } from "./draw-frame.ts";
import { type FrameHead, listFrames } from "./frame.store.ts";
import { madeInWords } from "./frames.api.ts";
import { endFrame, type FrameFileDeps, loadFrame, returnFrame, saveFrame, submitFrame } from "./prepare-frame.ts";

const STATES = { editing: "Đang soạn", waiting: "Chờ duyệt", published: "Đang mở", ended: "Đã ngừng" } as const;
const form = z.object({
  title: z.string().max(150).default(""),
  rules: z.string().max(1500).default(""),
  startsAt: z.string().max(30).default(""),
  endsAt: z.string().max(30).default(""),
  chat: z.string().default(""),
});
type Form = z.infer<typeof form>;

/** Khung ảnh: bring a master, look at it in the circle, approve, count. */
export function framesRoutes(deps: FrameFileDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<FrameHead> => loadFrame(context.me.scope, context.params["id"] ?? "");
  const wordOf = (frame: FrameHead, now: Date): string =>
    frame.state === "published" && frame.endsAt <= now ? "Đã hết hạn" : STATES[frame.state];

  const view = async (context: RouteContext, frame: FrameHead | null, values: Form) => {
    const may = context.me.permissions;
    const seen = frame ? await lookOf(frameApproval, String(frame._id), frame, context.now) : "";
    return page("frames/frame", frame?.title ?? "Khung ảnh mới", {
      id: frame ? String(frame._id) : "",
      frame,
      seen,
      values,
      stateName: frame ? wordOf(frame, context.now) : "",
      editable: may.includes("frames.edit") && (!frame || frame.state === "editing"),
      canApprove: may.includes("frames.approve") && frame?.state === "waiting",
      canEnd: may.includes("frames.edit") && frame?.state === "published" && frame.endsAt > context.now,
      ownSubmission: frame?.submittedBy?.id === context.me.id,
      made: frame ? madeInWords(frame) || "chưa có ai" : "",
    });
  };
  const valuesOf = (frame: FrameHead): Form => ({
    title: frame.title,
    rules: frame.rules,
    startsAt: formatLocal(frame.startsAt),
    endsAt: formatLocal(frame.endsAt),
    chat: frame.chat ? "1" : "",
  });
  const read = (body: Form) => ({
    title: body.title,
    rules: body.rules,
    startsAt: parseLocal(body.startsAt),
    endsAt: parseLocal(body.endsAt),
    chat: body.chat === "1",
  });
  const back = (context: RouteContext, note: string) => redirect(`/console/khung/${context.params["id"]}`, note);

  return [
    route({
      method: "get",
      path: "/khung",
      may: "frames.view",
      async handle(context) {
        const frames = await listFrames([...context.me.scope.own], ["editing", "waiting", "published", "ended"]);
        return page("frames/list", "Khung ảnh", {
          frames: frames.map((frame) => ({
            id: String(frame._id),
            title: frame.title,
            stateName: wordOf(frame, context.now),
            startsAt: frame.startsAt,
            endsAt: frame.endsAt,
            made: madeInWords(frame) || "–",
          })),
          canEdit: context.me.permissions.includes("frames.edit"),
        });
      },
    }),
    route({
      method: "get",
      path: "/khung/moi",
      may: "frames.edit",
      async handle(context) {
        const end = new Date(context.now.getTime() + 30 * 86_400_000);
        const values = { title: "", rules: "", startsAt: formatLocal(context.now), endsAt: formatLocal(end), chat: "" };
        return view(context, null, values);
      },
    }),
    route({
      method: "get",
      path: "/khung/khung-mau.svg",
      may: "frames.view",
      handle: async () => ({
        kind: "file",
        name: "khung-mau.svg",
        type: "image/svg+xml",
        body: Buffer.from(EXAMPLE_FRAME),
      }),
    }),
    route({
      method: "post",
      path: "/khung/moi",
      may: "frames.edit",
      file: "master",
      body: form,
      handle: async (context) => {
        const id = await saveFrame(deps, context.me.scope, read(context.body), context.file, byMe(context));
        await context.audit("frame-saved", context.body.title);
        return redirect(`/console/khung/${id}`, "Đã lưu khung ảnh. Xem trong vòng tròn rồi trình duyệt.");
      },
    }),
    route({
      method: "get",
      path: "/khung/:id",
      may: "frames.view",
      async handle(context) {
        const frame = await load(context);
        return view(context, frame, valuesOf(frame));
      },
    }),
    route({
      method: "get",
      path: "/khung/:id/xem-truoc",
      may: "frames.view",
      query: z.object({ tron: z.string().default("") }),
      async handle(context) {
        const body = await drawPreview(deps, await load(context), context.me.scope.unit, context.query.tron === "1");
        return { kind: "image", type: "image/jpeg", body };
      },
    }),
    route({
      method: "post",
      path: "/khung/:id",
      may: "frames.edit",
      file: "master",
      body: form,
      async handle(context) {
        const frame = await load(context);
        const id = String(frame._id);
        await saveFrame(deps, context.me.scope, read(context.body), context.file, byMe(context), id);
        await context.audit("frame-saved", context.body.title);
        return back(context, "Đã lưu khung ảnh.");
      },
    }),
    route({
      method: "post",
      path: "/khung/:id/trinh",
      may: "frames.edit",
      async handle(context) {
        const frame = await load(context);
        await submitFrame(deps, context.me.scope, String(frame._id), byMe(context));
        await context.audit("frame-submitted", frame.title);
        return back(context, "Đã trình duyệt.");
      },
    }),
    route({
      method: "post",
      path: "/khung/:id/duyet",
      may: frameApproval.may,
      body: z.object({
        decision: z.enum(["approve", "return", ""]).default(""),
        emblem: z.string().default(""),
        circle: z.string().default(""),
        seen: z.string().max(80).default(""),
        reason: z.string().max(1000).default(""),
      }),
      async handle(context) {
        const frame = await load(context);
        const id = String(frame._id);
        const { decision, emblem, circle, reason, seen } = context.body;
        if (decision === "") throw invalid({ decision: "Cần chọn Duyệt hoặc Trả lại" });
        if (decision === "return") {
          await returnFrame(deps, context.me.scope, id, reason, byMe(context));
          await context.audit("frame-returned", frame.title);
          return back(context, "Đã trả lại.");
        }
        const wish = { emblem: emblem === "1", circle: circle === "1" };
        await decide(frameApproval, deps, { unitCode: context.me.scope, id, seen, by: byMe(context), wish });
        await context.audit("frame-approved", frame.title);
        return back(context, "Đã duyệt. Khung hiện trong Mini App đúng giờ bắt đầu.");
      },
    }),
    route({
      method: "post",
      path: "/khung/:id/ngung",
      may: "frames.edit",
      async handle(context) {
        const frame = await load(context);
        await endFrame(deps, context.me.scope, String(frame._id));
        await context.audit("frame-ended", frame.title);
        return back(context, "Đã ngừng khung ảnh.");
      },
    }),
  ];
}
