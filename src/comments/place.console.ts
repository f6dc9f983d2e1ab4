import { z } from "zod";
import { lookAt } from "../decisions/decide.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { citePlace } from "../drafts/rules.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { invalid } from "../kernel/errors.ts";
import { rowOf } from "../kernel/table.ts";
import { answerRef, positionAnswer } from "./answer.decision.ts";
import { answerPosition } from "./answer-position.ts";
import { VERDICT_NAMES } from "./answer.model.ts";
import { findAnswer } from "./answer.store.ts";
import {
  amendmentsAt,
  type CommentsConsoleDeps,
  earlierWords,
  loadDraft,
  options,
  pageBase,
  placeOf,
  WHOLE,
} from "./comment-pages.ts";
import { proposeGroups } from "./propose-groups.ts";
import { readGroups } from "./read-comments.ts";
import { LOOK_DAYS, readUnseen, showOpinions } from "./show-opinions.ts";
import { mergeGroups, splitApart } from "./steer-comment.ts";

const PER_PAGE = 30;
const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** What was said at one place: looked at, grouped, shown, answered. */
export function placeRoutes(deps: CommentsConsoleDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/:place",
      may: "comments.read",
      query: z.object({ trang: z.coerce.number().int().min(1).max(10_000).default(1) }),
      handle: async (context) => placePage(deps, context, await loadDraft(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/:place/gop",
      may: "comments.sort",
      body: z.object({
        from: z.string().max(60).default(""),
        into: z.string().max(60).default(""),
        chosen: list.default([]),
      }),
      async handle(context) {
        const draft = await loadDraft(context);
        const place = context.params["place"] ?? "";
        const { id } = await placeOf(draft, place);
        const { from, into, chosen } = context.body;
        const [first = into, ...rest] = [...new Set(chosen)];
        const others = chosen.length > 0 ? rest : [from];
        if (others.length === 0) throw invalid({ chosen: "Chọn ít nhất hai ý kiến để gộp" });
        let n = 0;
        for (const other of others) n += await mergeGroups(deps, String(draft._id), id, other, first);
        await context.audit("comment-grouped", draft.title, { "số ý kiến": n });
        return redirect(
          `/console/du-thao/${String(draft._id)}/gop-y/${place}`,
          `Đã gộp ${n} ý kiến; tất cả vẫn được tính. Bấm “Tách lại” ở nhóm để hoàn tác.`,
        );
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/:place/tra-loi",
      may: positionAnswer.may,
      body: z.object({
        verdict: z.string().max(20).default(""),
        words: z.string().max(20_000).default(""),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const draft = await loadDraft(context);
        const { id, position } = await placeOf(draft, context.params["place"] ?? "");
        const { verdict, words, seen } = context.body;
        const by = { id: context.me.id, name: context.me.name };
        await answerPosition(deps, String(draft._id), id, verdict, words, by, seen);
        await context.audit("position-answered", draft.title, {
          "vị trí": position?.code ?? "Toàn văn",
          "kết quả": rowOf(VERDICT_NAMES, verdict) ?? verdict,
        });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y`, "Đã trả lời vị trí này.");
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/:place/tach",
      may: "comments.sort",
      body: z.object({ group: z.string().max(100) }),
      async handle(context) {
        const draft = await loadDraft(context);
        const place = context.params["place"] ?? "";
        const { id } = await placeOf(draft, place);
        const n = await splitApart(deps, String(draft._id), id, context.body.group);
        await context.audit("comment-ungrouped", draft.title, { "số ý kiến": n });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/${place}`, `Đã tách ${n} ý kiến khỏi nhóm.`);
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/:place/hien",
      may: "comments.sort",
      body: z.object({ looked: list.default([]) }),
      async handle(context) {
        const draft = await loadDraft(context);
        const given = context.params["place"] ?? "";
        const { id, position } = await placeOf(draft, given);
        if (context.body.looked.length === 0) throw invalid({ looked: "Chọn ít nhất một ý kiến đã xem" });
        const n = await showOpinions(deps.comments, String(draft._id), id, context.body.looked);
        await context.audit("comments-shown", draft.title, { "vị trí": position?.code ?? "Toàn văn", "số ý kiến": n });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/${given}`, `Đã cho hiện ${n} ý kiến.`);
      },
    }),
  ];
}

async function placePage(deps: CommentsConsoleDeps, context: RouteContext, draft: Draft) {
  const id = String(draft._id);
  const { id: place, position } = await placeOf(draft, context.params["place"] ?? "");
  const at = (context.query as { trang?: number }).trang ?? 1;
  const groups = await readGroups(deps.comments, id, place, at, PER_PAGE);
  await context.audit("comments-read", draft.title, {
    "vị trí": position?.code ?? "Toàn văn",
    "số ý kiến": groups.length,
  });
  const seen = await lookAt(positionAnswer, deps, draft.unitCode, answerRef(id, place));
  const answer = await findAnswer(id, place);
  const waiting = await readUnseen(deps.comments, id, place);
  const amended = amendmentsAt(draft, position);
  return page("comments/place", `Ý kiến ${position?.code ?? "toàn văn"}`, {
    ...pageBase(draft, context),
    place: place || WHOLE,
    code: position?.code ?? "Toàn văn",
    cite: position ? citePlace(position) : "",
    text: position?.text ?? draft.title,
    groups: groups.map((group) => ({
      ...group,
      ...earlierWords(draft, position, group.version),
      amended: amended(group),
    })),
    gone: position && position.version < draft.version ? `bản ${draft.version}` : "",
    unseen: waiting.map((one) => ({ ...one, amended: amended(one) })),
    lookDays: LOOK_DAYS,
    proposals: context.me.permissions.includes("comments.sort") ? proposeGroups(groups) : [],
    at,
    hasNext: groups.length === PER_PAGE,
    next: at + 1,
    before: at - 1,
    answer,
    seen,
    words: answer?.words ?? "",
    verdicts: options(VERDICT_NAMES).map((one) => ({
      ...one,
      selected: one.value === answer?.verdict,
    })),
  });
}
