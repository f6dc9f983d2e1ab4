import { randomBytes } from "node:crypto";
import type { Person } from "../content/item.model.ts";
import { publishPictures } from "../content/item.store.ts";
import { passGate, refusalOf } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import { randomCode, sha256Hex } from "../kernel/crypto.ts";
import { conflict, type FieldErrors, forbidden, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { mayApprove } from "../officials/rules.ts";
import { findUnit, withParents } from "../units/unit.store.ts";
import {
  type Contest,
  type ContestRules,
  type Frozen,
  type FrozenRound,
  RULE_FIELDS,
  type Round,
  ruleFields,
} from "./contest.model.ts";
import { addContest, addVersion, changeContest, findContest, forgetVersions } from "./contest.store.ts";
import { playedRounds } from "./find-round.ts";
import { wordsOfQuestion } from "./question-faults.ts";
import type { Question } from "./question.model.ts";
import { isFixed } from "./rules.ts";
import { usableQuestions } from "./save-question.ts";

export interface ContestDeps {
  clock: Clock;
}
/** @throws AppError 404 when it is not this unit's */
export async function loadContest(unitCode: string, id: string): Promise<Contest> {
  const contest = await findContest(id);
  if (contest?.unitCode !== unitCode) throw notFound("cuộc thi này");
  return contest;
}

export const noRules = (): ContestRules => Object.fromEntries(ruleFields.map((field) => [field, ""])) as ContestRules;

export async function startContest(deps: ContestDeps, unitCode: string, title: string, by: Person): Promise<string> {
  const name = nfc(title).trim();
  if (name === "") throw invalid({ title: "Cần tên cuộc thi" });
  const unit = await findUnit(unitCode);
  return addContest({
    unitCode,
    title: name,
    about: "",
    rules: {
      ...noRules(),
      organiser: unit?.office ?? "",
      excluded: "Thành viên ban tổ chức, tổ chuyên gia, tổ thư ký của cuộc thi.",
      tieBreak:
        "Số câu đúng; dự đoán số người trả lời đúng hết gần nhất; nộp bài sớm hơn (tính theo giây, giờ máy chủ); số thứ tự nộp bài nhỏ hơn. Không bốc thăm.",
      publication:
        "Mã băm của sổ bài thi công khai ngay khi vòng đang mở và khi đóng; sổ bài thi dùng mã, không có tên; ai cũng tính lại được.",
    },
    rounds: [],
    state: "editing",
    version: 0,
    organiserCode: randomCode(8),
    by,
    submittedBy: null,
    returned: null,
    updatedAt: deps.clock.now(),
  });
}

export interface ContestForm {
  title: string;
  about: string;
  rules: ContestRules;
  rounds: Round[];
}

/** Saves what is being edited; a published contest goes on as it is until the edit is approved. */
export async function saveContest(deps: ContestDeps, unitCode: string, id: string, form: ContestForm): Promise<void> {
  if (nfc(form.title).trim() === "") throw invalid({ title: "Cần tên cuộc thi" });
  const contest = await loadContest(unitCode, id);
  if (contest.state === "waiting") throw conflict("Cuộc thi đang chờ duyệt. Rút về rồi sửa.");
  const change = {
    ...form,
    title: nfc(form.title).trim(),
    rounds: form.rounds.map((round, n) => ({ ...round, n: n + 1 })),
    state: "editing" as const,
    updatedAt: deps.clock.now(),
  };
  if (!(await changeContest(unitCode, id, ["editing", "published"], change)))
    throw conflict("Cuộc thi đang chờ duyệt. Rút về rồi sửa.");
}

/** What keeps a contest from being opened, by field; {} when nothing does. */
export function contestFaults(contest: Pick<Contest, "rules" | "rounds">): FieldErrors {
  const errors: FieldErrors = {};
  const empty = ruleFields.filter((field) => (contest.rules[field] ?? "").trim() === "");
  if (empty.length > 0)
    errors["rules"] = `Thể lệ còn thiếu ${empty.length} mục: ${empty.map((field) => RULE_FIELDS[field]).join("; ")}`;
  if (contest.rounds.length === 0) errors["rounds"] = "Cần ít nhất một vòng thi";
  const faults = contest.rounds.flatMap((round, n) => roundFaults(round, contest.rounds[n - 1]));
  if (faults.length > 0) errors["rounds"] = faults.join("; ");
  return errors;
}

function roundFaults(round: Round, before: Round | undefined): string[] {
  const name = `Vòng ${round.n}`;
  const faults: string[] = [];
  if (round.opensAt >= round.closesAt) faults.push(`${name}: giờ đóng phải sau giờ mở`);
  if (before && round.opensAt < before.closesAt) faults.push(`${name} mở trước khi vòng trước đóng`);
  if (round.count < 1 || round.count > 50) faults.push(`${name}: số câu từ 1 đến 50`);
  if (round.questionIds.length < round.count)
    faults.push(`${name}: mới chọn ${round.questionIds.length} câu, cần ít nhất ${round.count}`);
  if (round.minutes < 1 || round.minutes > 180) faults.push(`${name}: thời gian từ 1 đến 180 phút`);
  if (round.turnsPerDay < 1 || round.turnsPerDay > 20) faults.push(`${name}: số lượt mỗi ngày từ 1 đến 20`);
  return faults;
}

/**
 * Asks for approval. @throws AppError 422 while any of the 13 rules, a round or a question is missing, or when a round
 * that has begun is not as it was
 */
export async function submitContest(deps: ContestDeps, unitCode: string, id: string, by: Person): Promise<void> {
  const contest = await loadContest(unitCode, id);
  const { questions } = await checkContest(deps, contest);
  const now = deps.clock.now();
  await passGate({ unitCode, officialId: by.id, now }, wordsOfContest(contest));
  await refuseQuestions(unitCode, questions, now);
  const change = { state: "waiting" as const, submittedBy: by, returned: null, updatedAt: now };
  if (!(await changeContest(unitCode, id, ["editing"], change)))
    throw conflict("Cuộc thi không ở trạng thái đang soạn.");
}

/** Everything of a contest that players and residents read, but its questions. */
const wordsOfContest = ({ title, about, rules, rounds }: Contest): Record<string, string> => ({
  title,
  about,
  rules: Object.values(rules).join("\n"),
  rounds: rounds.map(({ name, prizes }) => [name, ...prizes.map((prize) => prize.name)].join("\n")).join("\n"),
});

/** Questions are judged when they are saved; a place may have been withdrawn since, or they came by a file. */
async function refuseQuestions(unitCode: string, questions: readonly Question[], now: Date): Promise<void> {
  const words = questions.map(wordsOfQuestion);
  const said = await refusalOf(
    unitCode,
    words.flatMap((one) => Object.values(one.said)),
    now,
  );
  const shown = await refusalOf(
    unitCode,
    words.flatMap((one) => Object.values(one.shown)),
    now,
    { linksOnly: true },
  );
  if (said + shown !== "") throw invalid({ questions: [said, shown].filter(Boolean).join(". ") });
}

/** What a new version is made of: questions for the rounds to come, and the rounds that are fixed as they are played. */
interface Material {
  questions: Question[];
  fixed: Map<number, FrozenRound>;
}

async function checkContest(deps: ContestDeps, contest: Contest): Promise<Material> {
  const errors = contestFaults(contest);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const now = deps.clock.now();
  const fixed = new Map<number, FrozenRound>();
  for (const { round } of await playedRounds(String(contest._id))) {
    if (!isFixed(round, now)) continue;
    const edited = contest.rounds.find((one) => one.n === round.n);
    const same =
      edited &&
      edited.opensAt.toISOString() === round.opensAt &&
      edited.closesAt.toISOString() === round.closesAt &&
      edited.count === round.count &&
      edited.minutes === round.minutes &&
      edited.turnsPerDay === round.turnsPerDay &&
      JSON.stringify(edited.questionIds) === JSON.stringify(round.questions.map((one) => one.id));
    if (!same)
      throw invalid({ rounds: `Vòng ${round.n} đã mở, không sửa được. Sửa chỉ áp dụng cho các vòng chưa mở.` });
    fixed.set(round.n, round);
  }
  // a question that was changed since does not keep later rounds from opening
  const ids = contest.rounds.flatMap((round) => (fixed.has(round.n) ? [] : round.questionIds));
  return { questions: await usableQuestions(await withParents(contest.unitCode, now), [...new Set(ids)]), fixed };
}

export async function withdrawContest(deps: ContestDeps, unitCode: string, id: string): Promise<void> {
  const change = { state: "editing" as const, updatedAt: deps.clock.now() };
  if (!(await changeContest(unitCode, id, ["waiting"], change))) throw conflict("Cuộc thi không còn chờ duyệt.");
}

export async function returnContest(
  deps: ContestDeps,
  unitCode: string,
  id: string,
  reason: string,
  by: Person,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần lý do trả lại" });
  const now = deps.clock.now();
  const returned = { by, at: now, reason: reason.trim() };
  if (!(await changeContest(unitCode, id, ["waiting"], { state: "editing", returned, updatedAt: now })))
    throw conflict("Cuộc thi không còn chờ duyệt.");
}

/**
 * Approves and freezes the next version: rules, rounds, the words and right answers of every question, a salt. Its
 * fingerprint is public at once, its content when a round is over.
 * @throws AppError 403 for whoever submitted it, 409 when it no longer waits, 422 when it may not open
 */
export async function approveContest(deps: ContestDeps, unitCode: string, id: string, by: Person): Promise<void> {
  const contest = await loadContest(unitCode, id);
  if (contest.state !== "waiting" || !contest.submittedBy) throw conflict("Cuộc thi không còn chờ duyệt.");
  if (!mayApprove(contest.submittedBy.id, by.id)) throw forbidden("Người trình không tự duyệt.");
  const { questions, fixed } = await checkContest(deps, contest);
  await refuseQuestions(unitCode, questions, deps.clock.now());
  const refusal = await refusalOf(unitCode, Object.values(wordsOfContest(contest)), deps.clock.now());
  if (refusal !== "") throw conflict(`${refusal}. Trả lại để người soạn sửa.`);
  const n = contest.version + 1;
  const frozen = freeze(contest, n, questions, fixed);
  const text = JSON.stringify(frozen);
  const now = deps.clock.now();
  const version = { _id: `${id}:${n}`, contestId: id, n, frozen: text, fingerprint: sha256Hex(text) };
  await addVersion({ ...version, submittedBy: contest.submittedBy, approvedBy: by, at: now });
  await publishPictures(questions.flatMap((one) => (one.pictureId === "" ? [] : [one.pictureId])));
  forgetVersions(id);
  if (!(await changeContest(unitCode, id, ["waiting"], { state: "published", version: n, updatedAt: now })))
    throw conflict("Cuộc thi không còn chờ duyệt.");
}

function freeze(
  contest: Contest,
  version: number,
  questions: readonly Question[],
  fixed: ReadonlyMap<number, FrozenRound>,
): Frozen {
  const byId = new Map(questions.map((question) => [String(question._id), question]));
  const freezeRound = ({ questionIds, opensAt, closesAt, prizes, ...round }: Round): FrozenRound => ({
    ...round,
    prizes: prizes.map(({ name, count, value }) => ({ name, count, value })),
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    questions: questionIds.flatMap((id) => {
      const question = byId.get(id);
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
        pictureUrl: pictureId === "" ? "" : `/cong-khai/anh/${pictureId}`,
        pictureAlt,
        soundUrl: soundId === "" ? "" : `/cong-khai/am-thanh/${soundId}`,
        transcript,
      };
    }),
  });
  return {
    contest: String(contest._id),
    version,
    title: contest.title,
    organiser: contest.rules.organiser,
    rules: contest.rules,
    rounds: contest.rounds.map((round) => fixed.get(round.n) ?? freezeRound(round)),
    salt: randomBytes(16).toString("hex"),
  };
}
