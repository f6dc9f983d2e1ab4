import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { randomCode } from "../kernel/crypto.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, holds, type Whose } from "../kernel/scope.ts";
import { shownAt } from "../units/scope-of.ts";
import { findUnit } from "../units/unit.store.ts";
import { type Contest, type ContestRules, RULE_FIELDS, type Round, ruleFields } from "./contest.model.ts";
import { addContest, changeContest, findContest } from "./contest.store.ts";
import { savedMeanwhile } from "./edited.ts";
import { gatherMaterial, mustBeAsPlayed, mustBeWhole } from "./freeze-contest.ts";
import { passContest, refuseContest } from "./gate-contest.ts";
import { mustBeInBank } from "./save-question.ts";

export interface ContestDeps {
  clock: Clock;
}
/** @throws AppError 404 when it is not this unit's */
export async function loadContest(whose: Whose, id: string): Promise<Contest> {
  const contest = await findContest(id);
  if (!contest || !holds(whose, contest.unitCode)) throw notFound("cuộc thi này");
  return contest;
}

export const noRules = (): ContestRules => Object.fromEntries(ruleFields.map((field) => [field, ""])) as ContestRules;

export async function startContest(deps: ContestDeps, whose: Whose, title: string, by: Person): Promise<string> {
  const name = nfc(title).trim();
  if (name === "") throw invalid({ title: "Cần tên cuộc thi" });
  const unit = await findUnit(codeOf(whose));
  return addContest({
    unitCode: codeOf(whose),
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

const MOST_RULE = 3000;
export interface ContestForm {
  title: string;
  about: string;
  rules: ContestRules;
  rounds: Round[];
  holdAnswers?: boolean;
}

/**
 * Saves what is being edited; a published contest goes on as it is until the edit is approved.
 * @param read the contest the form was filled from; without it whatever is stored now
 * @throws AppError 409 when somebody saved in between
 */
export async function saveContest(
  deps: ContestDeps,
  whose: Whose,
  id: string,
  form: ContestForm,
  read?: Contest,
): Promise<void> {
  if (nfc(form.title).trim() === "") throw invalid({ title: "Cần tên cuộc thi" });
  const long = ruleFields.filter((field) => (form.rules[field] ?? "").length > MOST_RULE);
  if (long.length > 0)
    throw invalid({ rules: `Dài quá ${MOST_RULE} ký tự: ${long.map((field) => RULE_FIELDS[field]).join("; ")}` });
  const contest = read ?? (await loadContest(whose, id));
  if (contest.state === "waiting") throw conflict("Cuộc thi đang chờ duyệt. Rút về rồi sửa.");
  const rounds = form.rounds.map((round, n) => ({ ...round, n: n + 1 }));
  const now = deps.clock.now();
  mustBeAsPlayed(await gatherMaterial({ ...contest, rounds }, now));
  const known = new Set(contest.rounds.flatMap((round) => round.questionIds));
  const fresh = new Set(rounds.flatMap((round) => round.questionIds.filter((one) => !known.has(one))));
  await mustBeInBank(await shownAt(codeOf(whose), now), [...fresh]);
  const change = {
    ...form,
    title: nfc(form.title).trim(),
    rounds,
    state: "editing" as const,
    updatedAt: now,
  };
  if (await changeContest(whose, id, ["editing", "published"], change, contest)) return;
  if ((await loadContest(whose, id)).state !== "waiting") throw savedMeanwhile();
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
export async function submitContest(deps: ContestDeps, whose: Whose, id: string, by: Person): Promise<void> {
  const contest = await loadContest(whose, id);
  const now = deps.clock.now();
  const material = await gatherMaterial(contest, now);
  mustBeWhole(material, contestFaults(contest));
  await passContest({ unitCode: codeOf(whose), officialId: by.id, now }, contest);
  await refuseContest(material);
  const change = { state: "waiting" as const, submittedBy: by, returned: null, updatedAt: now };
  if (!(await changeContest(whose, id, ["editing"], change))) throw conflict("Cuộc thi không ở trạng thái đang soạn.");
}

export async function withdrawContest(deps: ContestDeps, whose: Whose, id: string): Promise<void> {
  const change = { state: "editing" as const, updatedAt: deps.clock.now() };
  if (!(await changeContest(whose, id, ["waiting"], change))) throw conflict("Cuộc thi không còn chờ duyệt.");
}

export async function returnContest(
  deps: ContestDeps,
  whose: Whose,
  id: string,
  reason: string,
  by: Person,
): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần lý do trả lại" });
  const now = deps.clock.now();
  const returned = { by, at: now, reason: reason.trim() };
  if (!(await changeContest(whose, id, ["waiting"], { state: "editing", returned, updatedAt: now })))
    throw conflict("Cuộc thi không còn chờ duyệt.");
}
