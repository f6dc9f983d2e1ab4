import { beforeOwn, type DecideDeps, defineDecision, nobody, oneKey, type Parts } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { holds, type Whose } from "../kernel/scope.ts";
import { sixDigits } from "../officials/six-digits.ts";
import { parseLocal } from "../kernel/dates.ts";
import { openFindings } from "./plan-faults.ts";
import type { Plan } from "./plan.model.ts";
import { findPlan, isNumberTaken, listTasksDue, movePlan } from "./plan.store.ts";
import { planTasks } from "./plan-tasks.ts";

const load = async (_: unknown, whose: Whose, id: string): Promise<Plan | null> => {
  const plan = await findPlan(id);
  return plan && holds(whose, plan.unitCode) ? plan : null;
};
/** Every word, and what was said of every finding. */
const covers = (plan: Plan): Parts => ({
  "Trích yếu": plan.title,
  "Toàn văn": plan.lines.join("\n"),
  "Phát hiện đã giải quyết": plan.settled.map((one) => `${one.finding}: ${one.choice} ${one.reason}`).join("\n"),
});
const byAuthor = { notBy: ({ author }: Plan) => [author.id], keys: oneKey };

/** A second person has read it through: every finding is chosen or explained. */
export const planReview = defineDecision<Plan>({
  name: "plan-review",
  what: "kế hoạch này",
  may: "plans.review",
  sixDigits: null,
  ...byAuthor,
  given: ({ reviewed }) => (reviewed ? [reviewed] : []),
  notByWords: "Người soạn không tự rà soát kế hoạch.",
  load,
  isOpen: ({ state }) => state === "draft",
  closedWords: "Kế hoạch này không còn là bản nháp.",
  covers,
  check(_, plan) {
    const open = openFindings(plan);
    if (open.length > 0) throw conflict(`Còn ${open.length} chỗ cần chọn hoặc giải thích trước khi rà soát xong.`);
  },
  apply: (_, plan, __, { by, at, fingerprint }) =>
    movePlan(plan, "draft", { state: "reviewed", reviewed: { by, at, fingerprint } }),
});

/** The head of the office signs. */
export const planSigning = defineDecision<Plan, { clock: Clock; box: SecretBox }>({
  name: "plan-signing",
  what: "kế hoạch này",
  may: "plans.sign",
  sixDigits,
  ...byAuthor,
  given: ({ signing }) => (signing ? [signing] : []),
  notByWords: "Người soạn không tự ký kế hoạch.",
  load,
  isOpen: ({ state }) => state === "reviewed",
  closedWords: "Kế hoạch này chưa rà soát xong hoặc đã ký.",
  covers,
  apply: (_, plan, __, { by, at, fingerprint }) =>
    movePlan(plan, "reviewed", { state: "signed", signing: { by, at, fingerprint } }),
});

export interface IssueWish {
  number: number;
  /** yyyy-mm-dd */
  day: string;
}
/** "12/KH-UBND"; numbers under ten with a nought (NĐ 30/2020). */
const numberOf = (plan: Pick<Plan, "kind" | "reading" | "unitCode">, number: number): string => {
  const symbol = plan.reading.head.symbol.replace(/^[/-]/, "") || `${plan.kind}-UBND`;
  return `${String(number).padStart(2, "0")}/${symbol}`;
};

const keyOf = (plan: Plan, number: number, day: string): string =>
  `${plan.unitCode}:${day.slice(0, 4)}:${numberOf(plan, number)}`;

/** The clerk gives number and day: from then on it is issued, and its dated tasks stand in the calendar. */
export const planIssue = defineDecision<Plan, DecideDeps, IssueWish>({
  name: "plan-issue",
  what: "kế hoạch này",
  may: "plans.edit",
  sixDigits: null,
  keys: oneKey,
  given: ({ issued }) => (issued ? [issued] : []),
  sameWish: (plan, wish) => plan.day === wish.day && plan.number === numberOf(plan, wish.number),
  notBy: nobody,
  notByWords: "",
  load,
  isOpen: ({ state }) => state === "signed",
  closedWords: "Kế hoạch này chưa ký hoặc đã ban hành.",
  covers,
  async check({ clock }, plan, { number, day }) {
    if (!Number.isInteger(number) || number < 1 || number > 99_999)
      throw invalid({ number: "Ghi số văn bản, từ 1 đến 99999" });
    if (!parseLocal(day)) throw invalid({ day: "Chọn ngày ban hành" });
    if (day > dayKey(clock.now())) throw invalid({ day: "Ngày ban hành chưa tới. Chọn hôm nay hoặc ngày đã qua" });
    if (await isNumberTaken(keyOf(plan, number, day)))
      throw invalid({ number: `Số ${numberOf(plan, number)} đã cấp trong năm ${day.slice(0, 4)}. Ghi số khác` });
  },
  apply: (_, plan, { number, day }, { by, at, fingerprint }) =>
    movePlan(plan, "signed", {
      state: "issued",
      number: numberOf(plan, number),
      day,
      numberKey: keyOf(plan, number, day),
      issued: { by, at, fingerprint },
      tasksDue: true,
    }),
  follow: {
    due: async ({ clock }) => (await listTasksDue(beforeOwn(clock.now()))).map(({ _id }) => String(_id)),
    finish: (_, id) => planTasks(id),
  },
});
