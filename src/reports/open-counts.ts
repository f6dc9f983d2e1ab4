import { createHash } from "node:crypto";
import { model, Schema } from "mongoose";
import { checkChain, logReceived } from "../comments/append-log.ts";
import { type Comment, type Stance, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { listAnswers } from "../comments/answer.store.ts";
import { streamAt } from "../comments/comment.store.ts";
import { isCounted } from "../comments/rules.ts";
import { NOTHING_ALLOWED } from "../gate/allowed.ts";
import { hideLinks } from "../gate/hide-links.ts";
import { coverWords } from "../comments/lift-mask.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { listBegun } from "../drafts/draft.store.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { localParts, startOfDay } from "../kernel/dates.ts";
import { countFigures, sourceOf } from "./gather-report.ts";
import type { Figures } from "./report.model.ts";

/** What stood at the beginning of a week, kept as it was then (domain.md §5-15). */
export interface OpenCount {
  /** `<draft>:<monday>` */
  _id: string;
  draftId: string;
  takenAt: Date;
  figures: Figures;
  /** comments at places that have an answer */
  answered: number;
  /** days from comment to answer; null while nothing is answered */
  medianDays: number | null;
  /** the draw of excerpts follows from this text alone; anybody can repeat it with the receipts */
  seed: string;
  excerpts: { stance: Stance; words: string }[];
}

const schema = new Schema<OpenCount>(
  {
    _id: { type: String, required: true },
    draftId: { type: String, required: true },
    takenAt: { type: Date, required: true },
    figures: { type: Schema.Types.Mixed, required: true },
    answered: { type: Number, required: true },
    medianDays: { type: Number, default: null },
    seed: { type: String, required: true },
    excerpts: { type: [{ _id: false, stance: String, words: String }], default: [] },
  },
  { collection: "open_counts", versionKey: false, minimize: false },
);
schema.index({ draftId: 1, takenAt: -1 });
export const OpenCountModel = model<OpenCount>("OpenCount", schema);

/** Excerpts of each stance; equally many of each that has one. */
const EXCERPTS_EACH = 2;

const mondayOf = (at: Date): Date => {
  const { weekday } = localParts(at);
  return new Date(startOfDay(at).getTime() - days((weekday + 6) % 7));
};

export interface OpenCountDeps {
  clock: Clock;
  comments: CommentBox;
}

/** Takes this week's counts of every draft that is or was open and has none yet. Returns how many. */
export async function takeOpenCounts(deps: OpenCountDeps): Promise<number> {
  const now = deps.clock.now();
  const week = mondayOf(now).toISOString().slice(0, 10);
  const idOf = (draft: Draft): string => `${String(draft._id)}:${week}`;
  const begun = await listBegun(now);
  const there = await OpenCountModel.distinct("_id", { _id: { $in: begun.map(idOf) } }).exec();
  const missing = begun.filter((draft) => !there.includes(idOf(draft)));
  if (missing.length > 0) await logReceived(deps);
  for (const draft of missing) {
    const count = { _id: idOf(draft), ...(await countOpen(deps, draft, now)) };
    await OpenCountModel.updateOne({ _id: count._id }, { $setOnInsert: count }, { upsert: true });
  }
  return missing.length;
}

async function countOpen(deps: OpenCountDeps, draft: Draft, now: Date): Promise<Omit<OpenCount, "_id">> {
  const draftId = String(draft._id);
  const answers = new Map((await listAnswers(draftId)).map((answer) => [answer.position, answer.at]));
  const seed = `${draftId}:${(await checkChain(draftId)).head}`;
  const drawn = new Map<Stance, { order: string; comment: Comment }[]>(STANCES.map((stance) => [stance, []]));
  const waits: number[] = [];
  const { positions } = await sourceOf(draft, deps.comments, "");
  for (const position of ["", ...positions.map((one) => one.id)])
    for await (const comment of streamAt(draftId, position)) {
      if (!isCounted(comment)) continue;
      const answeredAt = answers.get(position);
      if (answeredAt) waits.push((startOfDay(answeredAt).getTime() - comment.at.getTime()) / days(1));
      const order = createHash("sha256").update(`${seed}:${comment.receipt}`).digest("hex");
      const best = drawn.get(comment.stance) ?? [];
      best.push({ order, comment });
      best.sort((a, b) => (a.order < b.order ? -1 : 1));
      best.length = Math.min(best.length, EXCERPTS_EACH);
    }
  waits.sort((a, b) => a - b);
  const excerpts = STANCES.flatMap((stance) =>
    (drawn.get(stance) ?? []).map(({ comment }) => {
      const { text } = coverWords(deps.comments.openWords(comment.body), comment);
      return { stance, words: hideLinks(text, NOTHING_ALLOWED) || STANCE_NAMES[stance] };
    }),
  );
  return {
    draftId,
    takenAt: now,
    figures: await countFigures(draft),
    answered: waits.length,
    medianDays: waits.length === 0 ? null : Math.max(0, waits[Math.floor(waits.length / 2)] ?? 0),
    seed,
    excerpts,
  };
}

export const newestOpenCount = (draftId: string): Promise<OpenCount | null> =>
  OpenCountModel.findOne({ draftId }).sort({ takenAt: -1 }).lean<OpenCount>().exec();
