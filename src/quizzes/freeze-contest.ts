import { randomBytes } from "node:crypto";
import { type FieldErrors, invalid } from "../kernel/errors.ts";
import { shownAt } from "../units/scope-of.ts";
import type { Contest, Frozen, FrozenRound, Round } from "./contest.model.ts";
import { playedRounds } from "./find-round.ts";
import type { Question } from "./question.model.ts";
import { listByIds } from "./question.store.ts";
import { isFixed } from "./rules.ts";
import { mustBeUsable } from "./save-question.ts";

/** What a new version is made of: questions for the rounds to come, and the rounds that are fixed as they are played. */
export interface Material {
  contest: Contest;
  questions: Map<string, Question>;
  fixed: Map<number, FrozenRound>;
  at: Date;
}

export async function gatherMaterial(contest: Contest, now: Date): Promise<Material> {
  const fixed = new Map<number, FrozenRound>();
  const played = await playedRounds(String(contest._id), contest.version);
  for (const { round } of played) if (isFixed(round, now)) fixed.set(round.n, round);
  // a question that was changed since does not keep later rounds from opening
  const ids = contest.rounds.flatMap((round) => (fixed.has(round.n) ? [] : round.questionIds));
  const found = await listByIds(await shownAt(contest.unitCode, now), [...new Set(ids)]);
  return { contest, questions: new Map(found.map((question) => [String(question._id), question])), fixed, at: now };
}

const inOrder = (prizes: Round["prizes"]): string =>
  JSON.stringify(prizes.map(({ name, count, value }) => [name, count, value]));
const asPlayed = (edited: Round, round: FrozenRound): boolean =>
  edited.name === round.name &&
  edited.opensAt.toISOString() === round.opensAt &&
  edited.closesAt.toISOString() === round.closesAt &&
  edited.count === round.count &&
  edited.minutes === round.minutes &&
  edited.turnsPerDay === round.turnsPerDay &&
  inOrder(edited.prizes) === inOrder(round.prizes) &&
  JSON.stringify(edited.questionIds) === JSON.stringify(round.questions.map((one) => one.id));

/**
 * @throws AppError 422 when a round that is open, was, or is about to be is not as it is played: what is edited tells
 * practice which questions are asked, and players which rules hold
 */
export function mustBeAsPlayed({ contest, fixed }: Pick<Material, "contest" | "fixed">): void {
  for (const [n, round] of fixed) {
    const edited = contest.rounds.find((one) => one.n === n);
    if (!edited || !asPlayed(edited, round))
      throw invalid({ rounds: `Vòng ${n} đã mở, không sửa được. Sửa chỉ áp dụng cho các vòng chưa mở.` });
  }
}

/** @throws AppError 422 when a round is not as it is played, is over before it opens, or asks what may not be asked */
export function mustBeWhole(material: Material, faults: FieldErrors): void {
  if (Object.keys(faults).length > 0) throw invalid(faults);
  mustBeAsPlayed(material);
  const { contest, questions, fixed, at } = material;
  const over = contest.rounds.find((round) => !fixed.has(round.n) && round.closesAt <= at);
  if (over) throw invalid({ rounds: `Vòng ${over.n}: giờ đóng đã qua. Chọn giờ khác` });
  const ids = contest.rounds.flatMap((round) => (fixed.has(round.n) ? [] : round.questionIds));
  mustBeUsable(questions, [...new Set(ids)]);
}

/** The content of a version: exactly the words that were read for the look, and a salt. */
export function freeze({ contest, questions, fixed }: Material, version: number): Frozen {
  const freezeRound = ({ questionIds, opensAt, closesAt, prizes, ...round }: Round): FrozenRound => ({
    ...round,
    prizes: prizes.map(({ name, count, value }) => ({ name, count, value })),
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    questions: questionIds.flatMap((id) => {
      const question = questions.get(id);
      if (!question) return [];
      const { category, text, options, right, why, sources, pictureId, pictureAlt, soundId, transcript } = question;
      return {
        id,
        version: question.version,
        category,
        text,
        options,
        right,
        why,
        sources: sources.map(({ title, url }) => ({ title, url })),
        pictureUrl: pictureId === "" ? "" : `${PICTURES}${pictureId}`,
        pictureAlt,
        soundUrl: soundId === "" ? "" : `${SOUNDS}${soundId}`,
        transcript,
      };
    }),
  });
  return {
    contest: String(contest._id),
    version,
    title: contest.title,
    about: contest.about,
    organiser: contest.rules.organiser,
    rules: contest.rules,
    rounds: contest.rounds.map((round) => fixed.get(round.n) ?? freezeRound(round)),
    holdAnswers: contest.holdAnswers === true,
    salt: randomBytes(16).toString("hex"),
  };
}

const PICTURES = "/cong-khai/anh/";
const SOUNDS = "/cong-khai/am-thanh/";
/** Ids of the pictures a version shows to everybody. */
export const picturesOf = (frozen: Frozen): string[] =>
  frozen.rounds.flatMap((round) =>
    round.questions.flatMap(({ pictureUrl }) => (pictureUrl === "" ? [] : [pictureUrl.slice(PICTURES.length)])),
  );
/** Ids of the sounds a version lets everybody hear. */
export const soundsOf = (frozen: Frozen): string[] =>
  frozen.rounds.flatMap((round) =>
    round.questions.flatMap(({ soundUrl }) => (soundUrl === "" ? [] : [soundUrl.slice(SOUNDS.length)])),
  );
