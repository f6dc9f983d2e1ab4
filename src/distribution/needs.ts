import { days } from "../kernel/clock.ts";
import type { Copy } from "./copy.model.ts";
import { isLate } from "./rules.ts";

/** Where a copy is stuck and with which office; the first row that fits. Offices and desks are named, never residents. */
const STEPS = [
  {
    key: "mo",
    name: "Mở gói",
    office: "Công chức phụ trách",
    fits: (copy: Stuck) => copy.state === "waiting" && copy.openedAt === null,
  },
  {
    key: "quyet",
    name: "Quyết nhận hay không",
    office: "Công chức phụ trách",
    fits: (copy: Stuck) => copy.state === "waiting",
  },
  {
    key: "duyet",
    name: "Duyệt bản xã sửa",
    office: "Lãnh đạo duyệt tin",
    fits: (copy: Stuck) => copy.state === "adapted",
  },
  { key: "dang", name: "Đăng", office: "Công chức phụ trách", fits: (copy: Stuck) => copy.state === "taken" },
] as const;
export type StepKey = (typeof STEPS)[number]["key"];
export const stepName = (key: StepKey): string => STEPS.find((one) => one.key === key)?.name ?? key;

type Stuck = Pick<Copy, "state" | "openedAt" | "pushedAt" | "decided" | "dueAt" | "publishedAt" | "unitCode">;
export const LEVELS = {
  "bao-dong": { word: "Báo động", icon: "fail", tint: "bad" },
  "ho-tro": { word: "Cần hỗ trợ", icon: "warn", tint: "bad" },
  "de-y": { word: "Nên để ý", icon: "clock", tint: "gold" },
  "binh-thuong": { word: "Bình thường", icon: "check", tint: "" },
} as const;
export type Level = keyof typeof LEVELS;
const ORDER = Object.keys(LEVELS) as Level[];

/** The rule, as the page prints it. */
export const RULE =
  "Báo động: có mục quá hạn hơn 7 ngày. Cần hỗ trợ: có mục quá hạn. Nên để ý: có mục còn không quá 2 ngày, hoặc đứng một bước quá 3 ngày. Xếp theo mức, rồi chờ lâu nhất trước; không chấm điểm.";
const [ALARM_MS, NEAR_MS, SLOW_MS] = [days(7), days(2), days(3)];

export interface Need {
  unitCode: string;
  level: Level;
  step: StepKey | "";
  office: string;
  /** since when the oldest of them is stuck */
  since: Date | null;
  stuck: number;
  late: number;
}

function levelOf(copy: Stuck, since: Date, now: Date): Level {
  if (isLate(copy, now)) return now.getTime() - copy.dueAt.getTime() > ALARM_MS ? "bao-dong" : "ho-tro";
  const near = copy.dueAt.getTime() - now.getTime() <= NEAR_MS;
  return near || now.getTime() - since.getTime() > SLOW_MS ? "de-y" : "binh-thuong";
}

/** What each unit is stuck with; a unit with nothing is there as well, so that the legend adds up to all of them. */
export function needsOf(units: readonly string[], copies: readonly Stuck[], now: Date): Need[] {
  const by = new Map<string, Stuck[]>(units.map((code) => [code, []]));
  for (const copy of copies) by.get(copy.unitCode)?.push(copy);
  return [...by]
    .map(([unitCode, of]) => needOf(unitCode, of, now))
    .toSorted(
      (a, b) =>
        ORDER.indexOf(a.level) - ORDER.indexOf(b.level) ||
        (a.since?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.since?.getTime() ?? Number.MAX_SAFE_INTEGER) ||
        (a.unitCode < b.unitCode ? -1 : 1),
    );
}

function needOf(unitCode: string, copies: readonly Stuck[], now: Date): Need {
  const stuck = copies.flatMap((copy) => {
    const step = STEPS.find(({ fits }) => fits(copy));
    if (!step) return [];
    const since = copy.state === "waiting" ? (copy.openedAt ?? copy.pushedAt) : (copy.decided?.at ?? copy.pushedAt);
    return [{ copy, step, since, level: levelOf(copy, since, now) }];
  });
  const [worst] = stuck.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || +a.since - +b.since);
  const late = stuck.filter(({ copy }) => isLate(copy, now)).length;
  if (!worst || worst.level === "binh-thuong")
    return { unitCode, level: "binh-thuong", step: "", office: "", since: null, stuck: stuck.length, late };
  const { level, step, since } = worst;
  return { unitCode, level, step: step.key, office: step.office, since, stuck: stuck.length, late };
}

/** How many units stand at each level; together all of them. */
export const legendOf = (needs: readonly Need[]) =>
  ORDER.map((level) => ({ level, ...LEVELS[level], n: needs.filter((one) => one.level === level).length }));
