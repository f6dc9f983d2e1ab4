import type { Person } from "../content/item.model.ts";
import { canonical } from "../decisions/compare.ts";
import { beforeOwn, defineDecision, type Key, nobody, oneKey, type Parts } from "../decisions/decision.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { findOwnDraft } from "../drafts/draft.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Whose } from "../kernel/scope.ts";
import { type Appeal, type Comment, type Hiding, KIND_NAMES, STANCE_NAMES } from "./comment.model.ts";
import { changeComment, findComment, listSteered } from "./comment.store.ts";
import { lastBlock } from "./log.store.ts";
import { finishDeed } from "./office-deed.ts";
import { GROUNDS, type HidingReason, isGround, tidyHiding } from "./rules.ts";

interface Deps {
  clock: Clock;
}
export interface CommentToDecide {
  draft: Draft;
  comment: Comment;
  /** newest block of the log when this was read: what follows looks for its entry behind it */
  after: number;
}

export const commentRef = (draftId: string, commentId: string): string => `${draftId}:${commentId}`;

async function load(_: Deps, whose: Whose, ref: string): Promise<CommentToDecide | null> {
  const [draftId = "", commentId = ""] = ref.split(":");
  const [draft, comment] = [await findOwnDraft(whose, draftId), await findComment(draftId, commentId)];
  return draft && comment ? { draft, comment, after: (await lastBlock(draftId))?.n ?? 0 } : null;
}

/** The words themselves are not kept with a look: what is compared is what the author can compute from them. */
const partsOf = ({ comment }: CommentToDecide): Parts => ({
  "Mã băm của lời góp ý": comment.leaf,
  "Hướng ý kiến": STANCE_NAMES[comment.stance],
  Loại: KIND_NAMES[comment.kind],
});

async function finish(deps: Deps, ref: string): Promise<void> {
  const [draftId = "", commentId = ""] = ref.split(":");
  const comment = await findComment(draftId, commentId);
  if (comment) await finishDeed(deps, comment);
}
const follow = {
  due: async ({ clock }: Deps): Promise<string[]> =>
    (await listSteered(beforeOwn(clock.now()))).map(({ draftId, _id }) => commentRef(draftId, String(_id))),
  finish,
};
const SEALED = "Dự thảo đã có báo cáo, hoặc ý kiến này vừa được thay đổi. Vui lòng tải lại.";
const unsealed = ({ draft }: CommentToDecide): boolean => draft.state !== "sealed";

export type HidingWish = HidingReason & { role: string };

/** A comment is no longer shown: only on a listed ground, with the article of law and a note; it stays counted. */
export const commentHiding = defineDecision<CommentToDecide, Deps, HidingWish>({
  name: "hiding",
  what: "ý kiến này",
  may: "comments.sort",
  sixDigits: null,
  keys: oneKey,
  given: ({ comment: { state, hiding } }) => (state === "hidden" && hiding ? [withPrint(hiding)] : []),
  sameWish: ({ comment: { hiding } }, { ground, article, note }) =>
    hiding?.ground === ground && hiding.article === nfc(article.trim()) && hiding.note === nfc(note.trim()),
  notBy: nobody,
  notByWords: "",
  load,
  isOpen: (subject) => subject.comment.state === "kept" && unsealed(subject),
  closedWords: SEALED,
  covers: partsOf,
  check: (_, __, why) => void tidyHiding(why),
  async apply(deps, { comment, after }, { role, ...why }, { by, at, fingerprint }) {
    await finishDeed(deps, comment);
    const hiding: Hiding = { ...tidyHiding(why), by, role, at, fingerprint };
    const steered = { what: `hidden:${why.ground}`, digest: comment.leaf, after, at };
    return changeComment(comment._id, ["kept"], { state: "hidden", hiding, steered }, asRead(comment));
  },
  follow,
});

const withPrint = ({ by, at, fingerprint = "" }: Hiding): Key => ({ by, at, fingerprint });
const asRead = ({ leaf, stance, kind }: Comment) => ({ leaf, stance, kind, steered: { $exists: false } });

export interface AppealWish {
  decision: "shown" | "kept-hidden";
  note: string;
}

const mustAppeal = ({ appeal }: Comment): Appeal => {
  if (!appeal) throw conflict("Không có khiếu nại nào đang chờ ở ý kiến này.");
  return appeal;
};
const appealKeys = ({ comment: { appeal } }: CommentToDecide): Key[] =>
  appeal?.by && appeal.decidedAt
    ? [{ by: appeal.by satisfies Person, at: appeal.decidedAt, fingerprint: appeal.fingerprint ?? "" }]
    : [];

/** The author's appeal: another officer than the one who hid the comment looks again (safeguard 6). */
export const appealDecision = defineDecision<CommentToDecide, Deps, AppealWish>({
  name: "appeal",
  what: "ý kiến này",
  may: "comments.sort",
  sixDigits: null,
  keys: oneKey,
  given: appealKeys,
  sameWish: ({ comment: { appeal } }, { decision, note }) =>
    appeal?.decision === decision && appeal.note === nfc(note.trim()),
  notBy: ({ comment: { hiding } }) => (hiding ? [hiding.by.id] : []),
  notByWords: "Người đã ẩn ý kiến không tự giải quyết khiếu nại.",
  load,
  isOpen: (subject) =>
    subject.comment.state === "hidden" && subject.comment.appeal?.decision === "" && unsealed(subject),
  closedWords: "Không có khiếu nại nào đang chờ ở ý kiến này, hoặc dự thảo đã có báo cáo.",
  covers: (subject) => {
    const { hiding, appeal } = subject.comment;
    return {
      ...partsOf(subject),
      "Căn cứ ẩn": hiding && isGround(hiding.ground) ? GROUNDS[hiding.ground].name : "",
      "Điều, luật": hiding?.article ?? "",
      "Ghi chú khi ẩn": hiding?.note ?? "",
      "Mã băm của khiếu nại": sha256Hex(canonical([appeal?.words ?? "", appeal?.at ?? null])),
    };
  },
  check(_, __, { note }) {
    if (note.trim() === "") throw invalid({ note: "Cần ghi lý do" });
  },
  async apply(deps, { comment, after }, { decision, note }, { by, at, fingerprint }) {
    await finishDeed(deps, comment);
    const appeal = { ...mustAppeal(comment), decision, note: nfc(note.trim()), by, decidedAt: at, fingerprint };
    const steered = { what: `appeal:${decision}`, digest: comment.leaf, after, at };
    const shown = decision === "shown" ? { state: "kept" as const, hiding: null, shown: true } : {};
    const guard = { ...asRead(comment), "appeal.decision": "" as const, "appeal.words": mustAppeal(comment).words };
    return changeComment(comment._id, ["hidden"], { appeal, steered, ...shown }, guard);
  },
  follow,
});
