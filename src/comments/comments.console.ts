import { z } from "zod";
import { lookAt } from "../decisions/decide.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { aboutOf, listPlaces, type Place } from "../drafts/list-places.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { citePlace, findPosition, PHASE_NAMES, phaseOf } from "../drafts/rules.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { answerRef, positionAnswer } from "./answer.decision.ts";
import { answerPosition, unanswered } from "./answer-position.ts";
import { VERDICT_NAMES } from "./answer.model.ts";
import { COMMENT_KINDS, KIND_NAMES, STANCE_NAMES, STANCES, WORD_FIELDS } from "./comment.model.ts";
import { findAnswer, listAnswers } from "./answer.store.ts";
import { findComment, listAppealed, tally } from "./comment.store.ts";
import { listIntakes } from "./intake.store.ts";
import { liftMask, masksOf } from "./lift-mask.ts";
import { proposeGroups } from "./propose-groups.ts";
import { openComment, readGroups } from "./read-comments.ts";
import { GROUNDS, hidingLeans, isCounted } from "./rules.ts";
import { appealDecision, commentHiding, commentRef } from "./hiding.decision.ts";
import { decideAppeal, hideComment, mergeGroups, type SteerDeps, sortComment } from "./steer-comment.ts";
import { rowOf } from "../kernel/table.ts";

export interface CommentsConsoleDeps extends SteerDeps {
  /** tells the authors who can be reached that a place has its answer */
  enqueueTell(draftId: string, position: string): Promise<void>;
}

const PER_PAGE = 30;
const WHOLE = "toan-van";
const options = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, name]) => ({ value, name }));
const grounds = Object.entries(GROUNDS).map(([value, { name, article }]) => ({ value, name, article }));

/** What a comment was about, when the draft says something else there now; both "" when it is as it was. */
const earlierWords = (
  draft: Draft,
  place: Place | undefined,
  version: number,
): { about: string; aboutText: string } => {
  const { note, text, position } = aboutOf(draft, place, version);
  return { about: note, aboutText: note !== "" && position ? text : "" };
};

/** Góp ý: the clerk's queue by place, in the order it came; hiding, appeals, answers, and what comes on paper or in meetings. */
export function commentsRoutes(deps: CommentsConsoleDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Draft> => loadOwn(context.me.unitCode, context.params["id"] ?? "");
  const placeOf = async (draft: Draft, given: string): Promise<{ id: string; position: Place | undefined }> => {
    if (given === WHOLE) return { id: "", position: undefined };
    const position = findPosition(await listPlaces(draft), given);
    if (!position) throw notFound("vị trí này");
    return { id: position.id, position };
  };
  const placeWith = async (draft: Draft, id: string): Promise<Place | undefined> =>
    id === "" ? undefined : (await listPlaces(draft)).find((one) => one.id === id);
  const base = (draft: Draft, context: RouteContext) => ({
    id: String(draft._id),
    title: draft.title,
    phaseName: PHASE_NAMES[phaseOf(draft, context.now)],
    sealed: draft.state === "sealed",
    canSort: context.me.permissions.includes("comments.sort") && draft.state !== "sealed",
  });
  const placePage = async (context: RouteContext, draft: Draft) => {
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
    return page("comments/place", `Ý kiến ${position?.code ?? "toàn văn"}`, {
      ...base(draft, context),
      place: place || WHOLE,
      code: position?.code ?? "Toàn văn",
      cite: position ? citePlace(position) : "",
      text: position?.text ?? draft.title,
      groups: groups.map((group) => ({ ...group, ...earlierWords(draft, position, group.version) })),
      gone: position && position.version < draft.version ? `bản ${draft.version}` : "",
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
  };
  const onePage = async (context: RouteContext, draft: Draft) => {
    const ref = commentRef(String(draft._id), context.params["comment"] ?? "");
    const seen = {
      hiding: await lookAt(commentHiding, deps, draft.unitCode, ref),
      appeal: await lookAt(appealDecision, deps, draft.unitCode, ref),
    };
    const comment = await findComment(String(draft._id), context.params["comment"] ?? "");
    if (!comment) throw notFound("ý kiến này");
    await context.audit("comment-opened", draft.title, { "ý kiến": String(comment._id) });
    const one = openComment(deps.comments, comment, false);
    const mineToDecide = one.appealOpen && comment.hiding?.by.id !== context.me.id;
    return page("comments/one", "Một ý kiến", {
      ...base(draft, context),
      one: { ...one, ...earlierWords(draft, await placeWith(draft, comment.position), comment.version) },
      place: comment.position || WHOLE,
      masks: masksOf(deps.comments, comment),
      grounds,
      kinds: options(KIND_NAMES).map((kind) => ({ ...kind, selected: kind.value === one.kind })),
      mineToDecide,
      seen,
    });
  };
  const clerk = (context: RouteContext) => ({ id: context.me.id, name: context.me.name, role: context.me.role });

  return [
    route({
      method: "get",
      path: "/du-thao/:id/gop-y",
      may: "comments.read",
      async handle(context) {
        const draft = await load(context);
        const id = String(draft._id);
        const [rows, places, answers, intakes, appeals] = await Promise.all([
          tally(id),
          listPlaces(draft),
          listAnswers(id),
          listIntakes(id),
          listAppealed(id),
        ]);
        const open = unanswered(places, rows, answers);
        const line = (place: string, code: string, text: string, position?: Place) => {
          const here = rows.filter((row) => row.position === place);
          const old = new Set(here.map((row) => row.version).filter((n) => aboutOf(draft, position, n).note !== ""));
          const sum = (holds: (row: (typeof rows)[number]) => boolean): number =>
            here.filter(holds).reduce((n, row) => n + row.n, 0);
          return {
            place: place || WHOLE,
            code,
            text: text.length > 120 ? `${text.slice(0, 120)}…` : text,
            opinions: sum(isCounted),
            questions: sum((row) => row.kind === "question" && row.state === "kept"),
            hidden: sum((row) => row.state === "hidden"),
            late: sum((row) => row.late && row.state === "kept"),
            earlier:
              place !== "" && position?.version === draft.version
                ? sum((row) => isCounted(row) && old.has(row.version))
                : 0,
            open: open.includes(place),
          };
        };
        const all = [line("", "Toàn văn", draft.title), ...places.map((one) => line(one.id, one.code, one.text, one))];
        const lines = all.filter((one) => one.opinions + one.questions + one.hidden + one.late > 0);
        const rates = STANCES.map((stance) => ({
          stance,
          hidden: rows
            .filter((row) => row.stance === stance && row.state === "hidden")
            .reduce((n, row) => n + row.n, 0),
          total: rows
            .filter((row) => row.stance === stance && row.state !== "withdrawn")
            .reduce((n, row) => n + row.n, 0),
        }));
        return page("comments/queue", `Ý kiến: ${draft.title}`, {
          ...base(draft, context),
          lines,
          total: lines.reduce((n, one) => n + one.opinions, 0),
          unanswered: open.length,
          appeals,
          intakes: intakes.map((one) => ({ ...one, meeting: one.kind === "meeting" })),
          leans: hidingLeans(rates),
          rates: rates.map((rate) => ({ ...rate, name: STANCE_NAMES[rate.stance] })),
        });
      },
    }),
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/mot/:comment",
      may: "comments.read",
      handle: async (context) => onePage(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/mot/:comment/xep-loai",
      may: "comments.sort",
      body: z.object({ kind: z.enum(COMMENT_KINDS), forwardedTo: z.string().max(200).default("") }),
      async handle(context) {
        const draft = await load(context);
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
        const draft = await load(context);
        const comment = context.params["comment"] ?? "";
        const { seen, ...why } = context.body;
        await hideComment(deps, String(draft._id), comment, why, clerk(context), seen);
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
        const draft = await load(context);
        const comment = context.params["comment"] ?? "";
        await liftMask(deps, String(draft._id), comment, context.body, clerk(context));
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
        const draft = await load(context);
        const comment = context.params["comment"] ?? "";
        const { decision, note, seen } = context.body;
        await decideAppeal(deps, String(draft._id), comment, decision, note, clerk(context), seen);
        await context.audit("appeal-decided", draft.title, { "ý kiến": comment, "kết quả": decision });
        return redirect(`/console/du-thao/${String(draft._id)}/gop-y/mot/${comment}`, "Đã giải quyết khiếu nại.");
      },
    }),
    route({
      method: "get",
      path: "/du-thao/:id/gop-y/:place",
      may: "comments.read",
      query: z.object({ trang: z.coerce.number().int().min(1).max(10_000).default(1) }),
      handle: async (context) => placePage(context, await load(context)),
    }),
    route({
      method: "post",
      path: "/du-thao/:id/gop-y/:place/gop",
      may: "comments.sort",
      body: z.object({ from: z.string().max(60), into: z.string().max(60) }),
      async handle(context) {
        const draft = await load(context);
        const place = context.params["place"] ?? "";
        const { id } = await placeOf(draft, place);
        const n = await mergeGroups(deps, String(draft._id), id, context.body.from, context.body.into);
        await context.audit("comment-grouped", draft.title, { "số ý kiến": n });
        return redirect(
          `/console/du-thao/${String(draft._id)}/gop-y/${place}`,
          `Đã gộp ${n} ý kiến; tất cả vẫn được tính.`,
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
        const draft = await load(context);
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
  ];
}
