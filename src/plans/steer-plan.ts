import { campaignsFor, namesFor } from "../content/campaigns-of-unit.ts";
import type { Person } from "../content/item.model.ts";
import type { Clock } from "../kernel/clock.ts";
import { formatOfficialDate, localParts, parseLocal } from "../kernel/dates.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import { isDepartment } from "../units/kinds.ts";
import type { CheckFacts } from "./known-facts.ts";
import { KNOWN_EVENTS } from "./known-events.ts";
import { findingsOf } from "./plan-faults.ts";
import type { Plan, PlanKind } from "./plan.model.ts";
import { changeDraft, createPlan, movePlan, noteDone, settleFinding } from "./plan.store.ts";
import { type PlanWords, type ReadWords, readPlanTask } from "./plan.tasks.ts";
import { linesFrom, type Skeleton } from "./skeleton.ts";
import { eventOf } from "./time-points.ts";

export interface PlanDeps {
  clock: Clock;
  outside: Outside;
}

/** What the unit knows that a plan's text does not say: official names, days of its campaigns' events. */
async function factsFor(whose: Whose, now: Date): Promise<CheckFacts> {
  const [names, campaigns] = await Promise.all([namesFor(whose, now), campaignsFor(whose, now)]);
  const events = campaigns.flatMap((one) =>
    one.events.map(({ name, day }) => ({
      event: eventOf(name),
      from: day,
      to: day,
      source: `${name}, chiến dịch “${one.name}”`,
    })),
  );
  return { names: names.map(({ name, wrong }) => ({ name, wrong })), events: [...events, ...KNOWN_EVENTS] };
}

const readWords = async (deps: PlanDeps, whose: Whose, given: PlanWords["given"]): Promise<ReadWords> => {
  const read = await deps.outside.run(readPlanTask, { given, facts: await factsFor(whose, deps.clock.now()) });
  if (read.lines.every((line) => line.trim() === "")) throw invalid({ text: "Kế hoạch chưa có chữ nào" });
  return read;
};

const KIND_OF: Readonly<Record<string, PlanKind>> = { KH: "KH", HD: "HD", CV: "CV" };
const kindOf = (read: ReadWords): PlanKind => new Map(Object.entries(KIND_OF)).get(read.reading.head.kind) ?? "KH";

async function store(
  deps: PlanDeps,
  whose: Whose,
  read: ReadWords,
  more: { title: string; source: string; parentId: string; kind: PlanKind },
  by: Person,
): Promise<string> {
  return createPlan({
    unitCode: codeOf(whose),
    ...more,
    ...read,
    settled: [],
    state: "draft",
    revision: 1,
    number: "",
    day: "",
    author: by,
    reviewed: null,
    signing: null,
    issued: null,
    done: [],
    createdAt: deps.clock.now(),
  });
}

const titleOf = (read: ReadWords): string =>
  read.reading.head.title ||
  nfc(
    read.lines
      .find((line) => line.trim() !== "")
      ?.trim()
      .slice(0, 200) ?? "",
  );

/** A plan from a file: DOCX, ODT or text, wording kept. @throws AppError 422 at the field `file` */
export async function importPlan(
  deps: PlanDeps,
  whose: Whose,
  file: { name: string; bytes: Buffer },
  by: Person,
): Promise<string> {
  const read = await readWords(deps, whose, { bytes: file.bytes });
  return store(deps, whose, read, { title: titleOf(read), source: file.name, parentId: "", kind: kindOf(read) }, by);
}

const KIND_WORDS: Readonly<Record<PlanKind, string>> = { KH: "KẾ HOẠCH", CV: "CÔNG VĂN", HD: "HƯỚNG DẪN" };

/** A plan from the shared parts (S4-03). @throws AppError 422 by field */
export async function writePlanFrom(
  deps: PlanDeps,
  whose: Whose,
  given: Skeleton & { kind: PlanKind; parentId: string },
  by: Person,
): Promise<string> {
  if (given.title.trim() === "") throw invalid({ title: "Cần có trích yếu" });
  if (given.content.trim() === "" && given.work.trim() === "")
    throw invalid({ content: "Cần có nội dung hoặc phần tổ chức thực hiện" });
  const unit = await findUnit(codeOf(whose));
  const department = unit !== null && isDepartment(unit);
  const lines = linesFrom(given, {
    parent: "",
    organ: unit?.office ?? codeOf(whose),
    symbol: `${given.kind}-${department ? "SVHTTDL" : "UBND"}`,
    place: (unit?.name ?? "").replace(/^(?:Xã|Phường|Đặc khu|Thị trấn|Sở VHTTDL)\s+/u, ""),
    year: localParts(deps.clock.now()).year,
    kindWord: KIND_WORDS[given.kind],
    signerTitle: department ? "GIÁM ĐỐC" : "TM. ỦY BAN NHÂN DÂN",
  });
  const read = await readWords(deps, whose, { text: lines.join("\n") });
  const { kind, parentId } = given;
  return store(deps, whose, read, { title: nfc(given.title.trim()), source: "", parentId, kind }, by);
}

/** "Kế hoạch số 12/KH-SVHTTDL ngày 05/6/2026 của Sở … về …": how a plan below names the one it follows. */
export function citedAs(plan: Pick<Plan, "number" | "day" | "title" | "kind">, office: string): string {
  const at = parseLocal(plan.day);
  const word = { KH: "Kế hoạch", CV: "Công văn", HD: "Hướng dẫn" }[plan.kind];
  const about = plan.title.charAt(0).toLowerCase() + plan.title.slice(1);
  return `${word} số ${plan.number}${at ? ` ngày ${formatOfficialDate(at)}` : ""} của ${office} về việc ${about}`;
}

const changedMeanwhile = () =>
  conflict("Kế hoạch vừa được người khác sửa hoặc không còn là bản nháp. Mở lại trang rồi làm lại.");

/** Other words for a draft. @throws AppError 409 when it changed meanwhile */
export async function changeWords(
  deps: PlanDeps,
  plan: Plan,
  given: { title: string; text: string; revision: number },
): Promise<void> {
  if (plan.state !== "draft" || plan.revision !== given.revision) throw changedMeanwhile();
  if (given.title.trim() === "") throw invalid({ title: "Cần có trích yếu" });
  const read = await readWords(deps, plan.unitCode, { text: given.text });
  if (!(await changeDraft(plan, { ...read, title: nfc(given.title.trim()) }))) throw changedMeanwhile();
}

/** A choice among what the text offers, or an explanation. @throws AppError 422, 409 */
export async function settle(
  deps: PlanDeps,
  plan: Plan,
  given: { finding: string; choice: string; reason: string },
  by: Person,
): Promise<void> {
  const finding = findingsOf(plan).find((one) => one.id === given.finding);
  if (!finding) throw conflict("Chỗ này không còn trong kế hoạch, lời vừa được sửa. Mở lại trang để xem.");
  const [choice, reason] = [given.choice.trim(), nfc(given.reason.trim())];
  if (choice !== "" && !finding.choices.includes(choice)) throw invalid({ choice: "Chọn một trong các cách đã nêu" });
  if (finding.kind === "ends" && choice === "") throw invalid({ choice: "Chọn một mốc kết thúc" });
  // two ends: why this one; the others: a choice says enough
  if (reason.length < 5 && (choice === "" || finding.kind === "ends"))
    throw invalid({ reason: "Ghi lý do hoặc giải thích, ít nhất 5 chữ" });
  const one = { finding: finding.id, choice, reason, by, at: deps.clock.now() };
  if (plan.state !== "draft" || !(await settleFinding(plan, one))) throw changedMeanwhile();
}

/** Back to a draft, with the reason; what was said of findings stays. */
export async function returnPlan(plan: Plan, reason: string): Promise<void> {
  if (reason.trim().length < 5) throw invalid({ reason: "Ghi lý do trả lại, ít nhất 5 chữ" });
  if (plan.state !== "reviewed" && plan.state !== "signed")
    throw conflict("Kế hoạch này không còn ở bước có thể trả lại.");
  if (!(await movePlan(plan, plan.state, { state: "draft", reviewed: null, signing: null }))) throw changedMeanwhile();
}

/** A task is done, with a word on it; a second tick changes nothing. */
export async function finishTask(
  deps: PlanDeps,
  plan: Plan,
  given: { task: string; note: string },
  by: Person,
): Promise<void> {
  if (!plan.reading.tasks.some((one) => one.code === given.task))
    throw conflict("Việc này không còn trong kế hoạch. Mở lại trang để xem.");
  if (plan.state !== "issued") throw conflict("Kế hoạch chưa ban hành, chưa ghi kết quả việc được.");
  await noteDone(String(plan._id), { code: given.task, note: nfc(given.note.trim()), by, at: deps.clock.now() });
}
