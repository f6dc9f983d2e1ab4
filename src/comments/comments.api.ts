import { z } from "zod";
import type { Draft } from "../drafts/draft.model.ts";
import { findDraft } from "../drafts/draft.store.ts";
import { aboutOf, listPlaces } from "../drafts/list-places.ts";
import { phaseOf } from "../drafts/rules.ts";
import { type ApiRoute, apiRoute, type Resident } from "../kernel/api-route.ts";
import { invalid, proofMissing } from "../kernel/errors.ts";
import { type AcceptDeps, acceptComment, findAccepted } from "./accept-comment.ts";
import { VERDICT_NAMES } from "./answer.model.ts";
import { type Comment, STANCES } from "./comment.model.ts";
import { findAnswer } from "./answer.store.ts";
import { ACCUSATION_WAY, GROUNDS, isGround, MOST_AMENDMENT, MOST_REASON, MOST_TEXT } from "./rules.ts";
import { appealHiding, editComment, findByCode, type SteerDeps, withdrawComment } from "./steer-comment.ts";

export interface CommentsApiDeps extends AcceptDeps, SteerDeps {
  /** undefined when the proof is missing, wrong or used */
  acceptProof(proof: unknown): Promise<boolean>;
  /** where a signed comment's answer can be sent; undefined when the person is not known at this unit */
  placeOf(resident: Resident, unitCode: string): Promise<{ oaId: string; userId: string } | undefined>;
}

const words = {
  stance: z.enum(STANCES),
  text: z
    .string()
    .max(MOST_TEXT * 2)
    .default(""),
  reason: z
    .string()
    .max(MOST_REASON * 2)
    .default(""),
};
/** the paragraph as its author would have it, whole */
const amendment = z.string().max(MOST_AMENDMENT * 2);
const newComment = z.object({
  position: z.string().max(60).default(""),
  /** version the author read; left out = the newest shown */
  version: z.number().int().min(1).max(1000).optional(),
  ...words,
  amendment: amendment.default(""),
  /** the sender's own random key: the same key twice is one comment */
  key: z.string().regex(/^[\w-]{16,80}$/),
  consent: z.boolean(),
  /** the author wants to be named to the office and answered */
  signed: z.boolean().default(false),
  proof: z.unknown().optional(),
});
const code = z.object({ code: z.string().max(40) });
/** what is done by a code may carry the sender's own key, and is answered with it */
const keyed = code.extend({ key: z.string().max(80).default("") });

const receipt = z.object({
  draftId: z.string(),
  draft: z.string(),
  place: z.string(),
  /** what was said about, when the draft says something else there now; "" otherwise */
  about: z.string(),
  /** what became of the place since, in a sentence; "" when it is as it was */
  since: z.string(),
  state: z.enum(["collecting", "answered", "hidden", "withdrawn"]),
  stateName: z.string(),
  late: z.boolean(),
  stance: z.enum(STANCES),
  text: z.string(),
  reason: z.string(),
  amendment: z.string(),
  answer: z.object({ verdict: z.string(), words: z.string() }).nullable(),
  hiding: z.object({ ground: z.string(), article: z.string(), appeal: z.string(), way: z.string() }).nullable(),
  /** whether it can still be changed, withdrawn, appealed */
  open: z.boolean(),
});
export type Receipt = z.infer<typeof receipt>;

async function readReceipt(deps: SteerDeps, given: string, now: Date): Promise<Receipt> {
  const comment = await findByCode(given);
  const draft = await findDraft(comment.draftId);
  const about = await aboutComment(draft, comment);
  const answer = await findAnswer(comment.draftId, comment.position);
  const withdrawn = comment.state === "withdrawn";
  const said =
    withdrawn || comment.body === "" ? { text: "", reason: "", amendment: "" } : deps.comments.openWords(comment.body);
  const state = withdrawn ? "withdrawn" : comment.state === "hidden" ? "hidden" : answer ? "answered" : "collecting";
  const { hiding, appeal } = comment;
  return {
    draftId: comment.draftId,
    draft: draft?.title ?? "",
    ...about,
    state,
    stateName: {
      collecting: "Đang tổng hợp",
      answered: answer ? VERDICT_NAMES[answer.verdict] : "",
      hidden: "Chưa hiển thị",
      withdrawn: "Đã rút",
    }[state],
    late: comment.late,
    stance: comment.stance,
    text: said.text,
    reason: said.reason,
    amendment: said.amendment ?? "",
    answer: answer && !withdrawn ? { verdict: VERDICT_NAMES[answer.verdict], words: answer.words } : null,
    hiding:
      hiding && comment.state === "hidden"
        ? {
            ground: isGround(hiding.ground) ? GROUNDS[hiding.ground].name : "",
            article: hiding.article,
            way: hiding.ground === "to-cao-nguoi" ? ACCUSATION_WAY : "",
            appeal: !appeal
              ? ""
              : appeal.decision === ""
                ? "Đang chờ cán bộ khác xem lại"
                : `Giữ nguyên. ${appeal.note}`,
          }
        : null,
    open: draft !== null && !withdrawn && phaseOf(draft, now) !== "sealed",
  };
}

/** The place a comment was made at, in the words of its own version, and what became of it since. */
async function aboutComment(
  draft: Draft | null,
  comment: Pick<Comment, "draftId" | "position" | "version">,
): Promise<{ place: string; about: string; since: string }> {
  const whole = { place: "Toàn văn", about: "", since: "" };
  if (!draft || comment.position === "") return whole;
  const place = (await listPlaces(draft)).find((one) => one.id === comment.position);
  if (!place) return whole;
  const { code, text, note, position } = aboutOf(draft, place, comment.version);
  if (note === "") return { place: code, about: "", since: "" };
  const since =
    place.version < draft.version
      ? `Đoạn này không còn trong bản ${draft.version}; ý kiến vẫn được tính và trả lời.`
      : `Đoạn này đã được sửa ở bản ${draft.version}; ý kiến vẫn được tính theo bản Ông/Bà đã đọc.`;
  return { place: position?.code ?? code, about: text, since };
}

const done = z.object({ ok: z.literal(true), key: z.string() });

/** Commenting and what becomes of it. A receipt code travels in the body, never in an address. */
export const commentsApi = (deps: CommentsApiDeps): ApiRoute[] => [
  apiRoute({
    method: "post",
    path: "/drafts/:id/comments",
    auth: "anyone",
    summary: "Sends a comment on a place of a draft (or the whole of it); answers with the receipt code.",
    body: newComment,
    answer: z.object({ key: z.string(), code: z.string(), late: z.boolean() }),
    perMinute: 30,
    async repeat({ params, body }) {
      const known = await findAccepted(deps, { ...body, draftId: params["id"] ?? "", once: body.key });
      return known && { key: body.key, code: known.code, late: known.late };
    },
    async handle({ params, body, resident, ip }) {
      const draftId = params["id"] ?? "";
      if (!body.consent) throw invalid({ consent: "Cần đồng ý để xã lưu ý kiến này" });
      if (!resident && !(await deps.acceptProof(body.proof))) throw proofMissing();
      const draft = body.signed && resident ? await findDraft(draftId) : null;
      const place = draft && resident ? await deps.placeOf(resident, draft.unitCode) : undefined;
      if (body.signed && !place)
        throw invalid({
          signed:
            "Muốn ghi tên, Ông/Bà cần mở trong Zalo và quan tâm OA của xã; đã quan tâm thì nhắn OA một tin rồi gửi lại. Có thể gửi ẩn danh",
        });
      const accepted = await acceptComment(deps, {
        draftId,
        position: body.position,
        ...(body.version === undefined ? {} : { version: body.version }),
        stance: body.stance,
        text: body.text,
        reason: body.reason,
        amendment: body.amendment,
        channel: resident ? "mini-app" : "web",
        once: body.key,
        rateBy: resident ? `zalo:${resident.appUserId}` : `ip:${ip}`,
        fresh: true,
        ...(place ? { signed: { ...place, name: resident?.name ?? "" } } : {}),
      });
      return { key: body.key, code: accepted.code, late: accepted.late };
    },
  }),
  apiRoute({
    method: "post",
    path: "/receipts/read",
    auth: "anyone",
    summary: "What became of the comment with this receipt code.",
    body: code,
    answer: receipt,
    perMinute: 30,
    handle: ({ body, now }) => readReceipt(deps, body.code, now),
  }),
  apiRoute({
    method: "post",
    path: "/receipts/withdraw",
    auth: "anyone",
    summary: "Takes a comment back; until the report is sealed.",
    body: keyed,
    answer: done,
    perMinute: 30,
    async handle({ body }) {
      await withdrawComment(deps, body.code);
      return { ok: true as const, key: body.key };
    },
  }),
  apiRoute({
    method: "post",
    path: "/receipts/edit",
    auth: "anyone",
    summary: "Says a comment in other words until the report is sealed; after the close it counts as late.",
    body: keyed.extend(words),
    answer: done.extend({ late: z.boolean() }),
    perMinute: 30,
    async handle({ body }) {
      const late = await editComment(deps, body.code, body);
      return { ok: true as const, key: body.key, late };
    },
  }),
  apiRoute({
    method: "post",
    path: "/receipts/appeal",
    auth: "anyone",
    summary: "Asks another officer to look at a hidden comment again.",
    body: keyed.extend({ words: z.string().max(MOST_REASON) }),
    answer: done,
    perMinute: 10,
    async handle({ body }) {
      await appealHiding(deps, body.code, body.words);
      return { ok: true as const, key: body.key };
    },
  }),
];
