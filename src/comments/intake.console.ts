import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Draft } from "../drafts/draft.model.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import type { AcceptDeps } from "./accept-comment.ts";
import { STANCE_NAMES, STANCES } from "./comment.model.ts";
import { enterIntake } from "./enter-intake.ts";

/** What comes on paper, in a meeting or by an organisation's letter: entered by a clerk, counted like everything else. */
export function intakeRoutes(deps: AcceptDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Draft> => loadOwn(context.me.unitCode, context.params["id"] ?? "");
  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/nhap",
      may: "comments.enter",
      handle: async (context) => intakePage(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/nhap",
      may: "comments.enter",
      file: "file",
      body: intakeForm,
      async handle(context) {
        const draft = await load(context);
        const { body, file, me } = context;
        const entry = { ...body, heldAt: parseLocal(body.heldAt), file };
        const n = await enterIntake(deps, draft, entry, { id: me.id, name: me.name });
        await context.audit("comments-entered", draft.title, { "số ý kiến": n, kênh: body.kind });
        const reads = me.permissions.includes("comments.read");
        return redirect(`/console/du-thao${reads ? `/${String(draft._id)}/gop-y` : ""}`, `Đã nhập ${n} ý kiến.`);
      },
    }),
  ];
}

const INTAKE_KINDS = {
  paper: "Phiếu giấy",
  meeting: "Hội nghị",
  written: "Văn bản của tổ chức",
  letter: "Thư",
  field: "Tuyên truyền viên",
} as const;
const intakeForm = z.object({
  kind: z.enum(["paper", "meeting", "written", "letter", "field"]).default("paper"),
  title: z.string().max(200).default(""),
  number: z.string().max(100).default(""),
  heldAt: z.string().max(30).default(""),
  present: z.coerce.number().int().min(0).max(100_000).default(0),
  speakers: z.coerce.number().int().min(0).max(100_000).default(0),
  opinions: z.coerce.number().int().min(0).max(100_000).default(0),
  words: z.string().max(100_000).default(""),
  gist: z.string().max(5000).default(""),
  version: z.coerce.number().int().min(0).max(1000).default(0),
  key: z.string().max(80).default(""),
});

async function intakePage(context: RouteContext, draft: Draft) {
  return page("comments/intake", "Nhập phiếu, hội nghị, văn bản", {
    id: String(draft._id),
    title: draft.title,
    heldAt: formatLocal(context.now),
    key: randomUUID(),
    kinds: Object.entries(INTAKE_KINDS).map(([value, name]) => ({ value, name })),
    versions: Array.from({ length: draft.version }, (_, n) => draft.version - n).map((n) => ({
      n,
      newest: n === draft.version,
    })),
    many: draft.version > 1,
    stances: STANCES.map((stance) => STANCE_NAMES[stance]).join(" · "),
  });
}
