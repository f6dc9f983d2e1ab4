import { z } from "zod";
import { lookAt } from "../decisions/decide.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { listPlaces, type Place } from "../drafts/list-places.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { COMMENT_KINDS, KIND_NAMES, WORD_FIELDS } from "./comment.model.ts";
import {
  amendmentsAt,
  clerkOf,
  type CommentsConsoleDeps,
  earlierWords,
  loadDraft,
  options,
  pageBase,
  WHOLE,
} from "./comment-pages.ts";
import { findComment } from "./comment.store.ts";
import { appealDecision, commentHiding, commentRef } from "./hiding.decision.ts";
import { liftMask, masksOf } from "./lift-mask.ts";
import { openComment } from "./read-comments.ts";
import { GROUNDS } from "./rules.ts";
import { decideAppeal, hideComment, sortComment } from "./steer-comment.ts";

const grounds = Object.entries(GROUNDS).map(([value, { name, article }]) => ({ value, name, article }));
const placeWith = async (draft: Draft, id: string): Promise<Place | undefined> =>
  id === "" ? undefined : (await listPlaces(draft)).find((one) => one.id === id);

/** One comment: what it says, its kind, hiding on a ground, its author's appeal, wrong masks. */
export function oneCommentRoutes(deps: CommentsConsoleDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/mot/:comment",
      may: "comments.read",
      handle: async (context) => onePage(deps, context, await loadDraft(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/mot/:comment/xep-loai",
      may: "comments.sort",
      body: z.object({ kind: z.enum(COMMENT_KINDS), forwardedTo: z.string().max(200).default("") }),
      async handle(context) {
        const draft = await loadDraft(context);
        const comment = context.params["comment"] ?? "";
        const { kind, forwardedTo } = context.body;
        await sortComment(deps, String(draft._id), comment, kind, forwardedTo);
        await context.audit("comment-sorted", draft.title, { "ý kiến": comment, loại: KIND_NAMES[kind] });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/mot/${comment}`, "Đã xếp loại.");
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/mot/:comment/an",
      may: commentHiding.may,
      body: z.object({
        ground: z.string().max(60).default(""),
        article: z.string().max(300).default(""),
        note: z.string().max(1000).default(""),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const draft = await loadDraft(context);
        const comment = context.params["comment"] ?? "";
        const { seen, ...why } = context.body;
        await hideComment(deps, String(draft._id), comment, why, clerkOf(context), seen);
        await context.audit("comment-hidden", draft.title, { "ý kiến": comment, "căn cứ": context.body.ground });
        return redirect(
          `/console/du-thao/${String(draft._id)}/gop-y/mot/${comment}`,
          "Đã ẩn; ý kiến vẫn được tính trong số bị ẩn.",
        );
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/mot/:comment/bo-che",
      may: "comments.sort",
      body: z.object({
        field: z.enum(WORD_FIELDS),
        from: z.coerce.number().int().min(0),
        to: z.coerce.number().int().min(0),
        reason: z.string().max(500).default(""),
      }),
      async handle(context) {
        const draft = await loadDraft(context);
        const comment = context.params["comment"] ?? "";
        await liftMask(deps, String(draft._id), comment, context.body, clerkOf(context));
        await context.audit("mask-lifted", draft.title, { "ý kiến": comment, "lý do": context.body.reason });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/mot/${comment}`, "Đã bỏ che chỗ này.");
      },
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/mot/:comment/khieu-nai",
      may: appealDecision.may,
      body: z.object({
        decision: z.enum(["shown", "kept-hidden"]),
        note: z.string().max(1000).default(""),
        seen: z.string().max(80).default(""),
      }),
      async handle(context) {
        const draft = await loadDraft(context);
        const comment = context.params["comment"] ?? "";
        const { decision, note, seen } = context.body;
        await decideAppeal(deps, String(draft._id), comment, decision, note, clerkOf(context), seen);
        await context.audit("appeal-decided", draft.title, { "ý kiến": comment, "kết quả": decision });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/mot/${comment}`, "Đã giải quyết khiếu nại.");
      },
    }),
  ];
}

async function onePage(deps: CommentsConsoleDeps, context: RouteContext, draft: Draft) {
  const ref = commentRef(String(draft._id), context.params["comment"] ?? "");
  const seen = {
    hiding: await lookAt(commentHiding, deps, draft.unitCode, ref),
    appeal: await lookAt(appealDecision, deps, draft.unitCode, ref),
  };
  const comment = await findComment(String(draft._id), context.params["comment"] ?? "");
  if (!comment) throw notFound("ý kiến này");
  await context.audit("comment-opened", draft.title, { "ý kiến": String(comment._id) });
  const one = openComment(deps.comments, comment, false);
  const place = await placeWith(draft, comment.position);
  const mineToDecide = one.appealOpen && comment.hiding?.by.id !== context.me.id;
  return page("comments/one", "Một ý kiến", {
    ...pageBase(draft, context),
    one: { ...one, ...earlierWords(draft, place, comment.version), amended: amendmentsAt(draft, place)(one) },
    place: comment.position || WHOLE,
    masks: masksOf(deps.comments, comment),
    grounds,
    kinds: options(KIND_NAMES).map((kind) => ({ ...kind, selected: kind.value === one.kind })),
    mineToDecide,
    seen,
  });
}
