import { canonical } from "../decisions/compare.ts";
import { beforeOwn, defineDecision, nobody, oneKey, type Parts } from "../decisions/decision.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { formatLocal } from "../kernel/dates.ts";
import { holds } from "../kernel/scope.ts";
import { type Frozen, RULE_FIELDS, type Round, ruleFields } from "./contest.model.ts";
import {
  decideContest,
  findContest,
  forgetVersions,
  listVersionsDue,
  noteStored,
  storeVersion,
} from "./contest.store.ts";
import { freeze, gatherMaterial, type Material, mustBeWhole } from "./freeze-contest.ts";
import { refuseContest } from "./gate-contest.ts";
import { type ContestDeps, contestFaults } from "./prepare-contest.ts";
import { publishMedia } from "./publish-media.ts";
import type { Question } from "./question.model.ts";

const inWords = (question: Question | undefined): string =>
  question
    ? [
        question.text,
        ...question.options.map((option, n) => `${question.right.includes(n) ? "[đúng] " : ""}${option}`),
        question.why,
        canonical(question.sources.map(({ title, url }) => ({ title, url }))),
        `${question.pictureId} ${question.pictureAlt} ${question.soundId} ${question.transcript}`.trim(),
      ].join(" / ")
    : "(không còn)";

function roundParts({ questions, fixed }: Material, round: Round): Parts {
  const name = `Vòng ${round.n}`;
  const prizes = round.prizes.map((prize) => [prize.name, prize.count, prize.value].join(" | ")).join("; ");
  return {
    [`${name}, tên`]: round.name,
    [`${name}, giờ mở và đóng`]: `${formatLocal(round.opensAt)} – ${formatLocal(round.closesAt)}`,
    [`${name}, giải thưởng`]: prizes,
    [`${name}, cách thi`]: `${round.count} câu, ${round.minutes} phút, ${round.turnsPerDay} lượt mỗi ngày`,
    [`${name}, danh sách câu hỏi`]: round.questionIds.join(" "),
    ...(fixed.has(round.n)
      ? { [`${name}, đang chạy`]: canonical(fixed.get(round.n)) }
      : Object.fromEntries(round.questionIds.map((id, n) => [`${name}, câu ${n + 1}`, inWords(questions.get(id))]))),
  };
}

const partsOf = (material: Material): Parts => {
  const { contest } = material;
  return {
    "Tên cuộc thi": contest.title,
    "Giới thiệu": contest.about,
    "Đáp án": contest.holdAnswers ? "giữ đến khi vòng đóng, tạm dừng không dừng đồng hồ" : "cho biết ngay khi nộp",
    ...Object.fromEntries(ruleFields.map((field) => [`Thể lệ, ${RULE_FIELDS[field]}`, contest.rules[field] ?? ""])),
    ...Object.assign({}, ...contest.rounds.map((round) => roundParts(material, round))),
  };
};

/** Puts a decided version beside the earlier ones and opens its pictures; then the contest itself need not carry it. */
async function finish(id: string): Promise<void> {
  const contest = await findContest(id);
  const newest = contest?.newest;
  if (!contest || !newest || newest.frozen === "") return;
  const { look: _, ...version } = newest;
  await storeVersion(version);
  await publishMedia(contest.unitCode, JSON.parse(version.frozen) as Frozen, version.at);
  await noteStored(id, version.n);
}

/**
 * A contest opens, or goes on with changed rounds: rules, rounds, the words and right answers of every question, frozen
 * into the very write that approves them. Their fingerprint is public at once, the content when a round is over.
 */
export const contestApproval = defineDecision<Material, ContestDeps>({
  name: "contest",
  what: "cuộc thi này",
  may: "quizzes.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ contest: { state, newest } }) =>
    state === "published" && newest ? [{ by: newest.approvedBy, at: newest.at, fingerprint: newest.look }] : [],
  notBy: ({ contest: { submittedBy } }) => (submittedBy ? [submittedBy.id] : nobody()),
  notByWords: "Người trình không tự duyệt.",
  async load(deps, whose, id) {
    const contest = await findContest(id);
    return contest && holds(whose, contest.unitCode) ? gatherMaterial(contest, deps.clock.now()) : null;
  },
  isOpen: ({ contest }) => contest.state === "waiting" && contest.submittedBy !== null,
  closedWords: "Cuộc thi không còn chờ duyệt.",
  covers: partsOf,
  check(_, material) {
    mustBeWhole(material, contestFaults(material.contest));
    return refuseContest(material);
  },
  async apply(_, material, __, { by, at, fingerprint }) {
    const { contest } = material;
    const id = String(contest._id);
    await finish(id);
    const n = contest.version + 1;
    const frozen = JSON.stringify(freeze(material, n));
    const version = { _id: `${id}:${n}`, contestId: id, n, frozen, fingerprint: sha256Hex(frozen) };
    const submittedBy = contest.submittedBy ?? by;
    const done = await decideContest(contest, { ...version, submittedBy, approvedBy: by, at, look: fingerprint });
    if (done) forgetVersions(id);
    return done;
  },
  follow: { due: ({ clock }) => listVersionsDue(beforeOwn(clock.now())), finish: (_, id) => finish(id) },
});
