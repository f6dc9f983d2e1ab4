import { z } from "zod";
import type { Draft } from "../drafts/draft.model.ts";
import { findVersion } from "../drafts/draft.store.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { findPosition } from "../drafts/rules.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatLocal, parseLocal } from "../kernel/dates.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import { type AcceptDeps, acceptComment } from "./accept-comment.ts";
import { type CommentChannel, STANCE_NAMES, STANCES } from "./comment.model.ts";
import { addIntake } from "./comment.store.ts";

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
        try {
          const n = await enterIntake(deps, draft, context);
          await context.audit("comments-entered", draft.title, { "số ý kiến": n, kênh: context.body.kind });
          const reads = context.me.permissions.includes("comments.read");
          return redirect(`/console/du-thao${reads ? `/${String(draft._id)}/gop-y` : ""}`, `Đã nhập ${n} ý kiến.`);
        } catch (error) {
          if (error instanceof AppError && error.status === 422)
            return intakePage(context, draft, context.body, error.fields, 422);
          throw error;
        }
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
});
type IntakeForm = z.infer<typeof intakeForm>;

async function intakePage(
  context: RouteContext,
  draft: Draft,
  values: Partial<IntakeForm> = { kind: "paper", heldAt: formatLocal(context.now) },
  errors: Record<string, string> = {},
  status = 200,
) {
  return page(
    "comments/intake",
    "Nhập phiếu, hội nghị, văn bản",
    {
      id: String(draft._id),
      title: draft.title,
      values,
      kinds: Object.entries(INTAKE_KINDS)
        .map(([value, name]) => ({ value, name }))
        .map((one) => ({ ...one, selected: one.value === values.kind })),
      stances: STANCES.map((stance) => STANCE_NAMES[stance]).join(" · "),
      errors,
      errorList: Object.values(errors),
    },
    status,
  );
}

/** One line an opinion: `vị trí | hướng | nội dung | lý do`; the place and the direction may be left out. */
export function parseOpinions(
  text: string,
): { position: string; stance: (typeof STANCES)[number]; text: string; reason: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const parts = line.split("|").map((part) => part.trim());
      const [words = ""] = parts.length < 3 ? parts.slice(-1) : parts.slice(2, 3);
      const position = parts.length > 1 ? (parts[0] ?? "") : "";
      const named = STANCES.find(
        (stance) => parts.length > 2 && STANCE_NAMES[stance].toLowerCase() === (parts[1] ?? "").toLowerCase(),
      );
      return {
        position: /^toàn văn$/i.test(position) ? "" : position,
        stance: named ?? "gop-y",
        text: words,
        reason: parts[3] ?? "",
      };
    });
}

/** Enters what came on paper or in a meeting; every opinion is a comment like any other, in the channel it came by. */
async function enterIntake(deps: AcceptDeps, draft: Draft, context: RouteContext<IntakeForm>): Promise<number> {
  const { body } = context;
  const opinions = parseOpinions(body.words);
  const heldAt = parseLocal(body.heldAt);
  const errors: Record<string, string> = {};
  if (opinions.length === 0) errors["words"] = "Cần ít nhất một ý kiến, mỗi dòng một ý kiến";
  if (!heldAt) errors["heldAt"] = "Cần ngày nhận hoặc ngày họp";
  if (body.kind === "meeting" && body.present < body.speakers)
    errors["present"] = "Số người dự không thể ít hơn số người phát biểu";
  if (body.kind === "written" && body.title.trim() === "") errors["title"] = "Cần tên tổ chức gửi văn bản";
  const version = await findVersion(String(draft._id), draft.version);
  for (const { position } of opinions)
    if (position !== "" && !findPosition(version?.positions ?? [], position))
      errors["words"] = `Không có vị trí “${position}” trong dự thảo`;
  if (Object.keys(errors).length > 0 || !heldAt) throw invalid(errors);
  const intake = await addIntake({
    draftId: String(draft._id),
    unitCode: draft.unitCode,
    kind: body.kind === "field" ? "paper" : body.kind,
    title: body.title.trim(),
    number: body.number.trim(),
    heldAt,
    present: body.present,
    speakers: body.speakers,
    opinions: body.opinions,
    file: context.file?.bytes ?? null,
    fileName: context.file?.name ?? "",
    by: { id: context.me.id, name: context.me.name },
    at: context.now,
  });
  const channel: CommentChannel = body.kind;
  for (const [n, one] of opinions.entries())
    await acceptComment(deps, {
      ...one,
      draftId: String(draft._id),
      gist: n === 0 ? body.gist : "",
      channel,
      once: `${intake}:${n}`,
      rateBy: "",
      intake,
    });
  return opinions.length;
}
