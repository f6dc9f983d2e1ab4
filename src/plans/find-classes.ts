import { fold } from "../kernel/vietnamese.ts";
import { mentionsIn } from "./citations.ts";
import { childrenOf, within } from "./plan-text.ts";
import type { Place, PlanClass, PlanTopic, QuotaGroup } from "./reading.ts";
import { quarterIn } from "./time-points.ts";

const PEOPLE = "người|công chức|viên chức|cán bộ|học viên|đại biểu|tuyên truyền viên|báo cáo viên";
const number = (text: string | undefined): number => Number((text ?? "").replace(/[.\s]/g, ""));
const COUNT = "(\\d{1,3}(?:\\.\\d{3})+|\\d{1,6})";

/** "(mỗi phường, xã cử 01 người)", "mỗi đơn vị 02 công chức". */
const EACH = new RegExp(`\\(?\\s*(?:mỗi|mỗi một)\\s+[^()\\d;.]{1,60}?${COUNT}\\s+(?:${PEOPLE})\\s*\\)?`, "iu");
const FIRST_PEOPLE = new RegExp(`(?<![\\d/])${COUNT}\\s+(?:${PEOPLE})`, "iu");
const FIRST_NUMBER = new RegExp(`(?<![\\d/,.])${COUNT}(?![\\d/,]|\\s*(?:%|năm|tháng))\\s+(\\p{L}[^();.]*)`, "u");

/** One paragraph of "Đối tượng" → a group with its quota; undefined where nothing is counted. */
function groupIn(place: Place): QuotaGroup | undefined {
  const each = number(EACH.exec(place.words)?.[1]) || 0;
  const rest = place.words.replace(EACH, " ");
  const people = FIRST_PEOPLE.exec(rest);
  const counted = FIRST_NUMBER.exec(rest);
  if (!counted && !people) return undefined;
  const n = number(people?.[1] ?? counted?.[1]);
  if (n === 0) return undefined;
  // "16 Công chức … (mỗi đơn vị cử 01)" counts people, "126 phường, xã (mỗi nơi 01)" counts units
  const total = people || each === 0 ? n : n * each;
  const units = each === 0 ? 0 : people ? n / each : n;
  const name = people ? groupName(rest, people) : (counted?.[2] ?? "").trim();
  return { name: name.replace(/\s+/g, " ").replace(/[\s,.;:]+$/, ""), units, each, people: total, line: place.line };
}
function groupName(rest: string, found: RegExpExecArray): string {
  const after = rest.slice(found.index + found[0].length);
  return /của\s+([^();.]*)/u.exec(after)?.[1] ?? after.split(/[();.]/)[0] ?? "";
}

const CAPACITY = new RegExp(`${COUNT}\\s*(?:người|học viên|đại biểu)\\s*\\/\\s*(?:lớp|01 lớp|1 lớp)`, "iu");
const CLASSES = /(\d{1,3})\s+lớp/iu;
const TOTAL = new RegExp(
  `(?:tổng(?: số| cộng)?|số lượng)\\s*(?:học viên|người)?\\s*:?\\s*${COUNT}\\s*(?:người|học viên|đại biểu)`,
  "iu",
);

/** The class a plan orders, read from its parts about number, whom, when, where and what. */
export function classesOf(places: readonly Place[]): PlanClass[] {
  const counted = places.find(
    (one) => CAPACITY.test(one.words) || (TOTAL.test(one.words) && CLASSES.test(wordsAround(places, one))),
  );
  if (!counted) return [];
  const classes = number(CLASSES.exec(counted.words)?.[1] ?? CLASSES.exec(wordsAround(places, counted))?.[1]) || 1;
  const perClass = number(CAPACITY.exec(counted.words)?.[1]);
  const capacity = perClass > 0 ? perClass * classes : number(TOTAL.exec(counted.words)?.[1]);
  const whom = places.filter((one) => one.heading && /^(?:\(?(?:doi tuong|thanh phan))/.test(fold(one.words)));
  const groups = whom.flatMap((head) => [head, ...within(places, head.code)].flatMap((one) => groupIn(one) ?? []));
  const all = places.map((one) => one.words);
  const when = all.map(quarterIn).find(Boolean);
  const halfDays = all
    .map((words) => /(\d{1,2}(?:[.,]\d)?)\s*ngày\s*\/\s*(?:\d+\s+)?lớp/iu.exec(words)?.[1])
    .find(Boolean);
  const first = (pattern: RegExp): string =>
    all.map((words) => pattern.exec(words)?.[1]?.trim().replace(/\.$/, "")).find((one) => one !== undefined) ?? "";
  return [
    {
      classes,
      capacity,
      groups,
      halfDays: halfDays ? Math.round(Number(halfDays.replace(",", ".")) * 2) : 0,
      when: when?.words ?? "",
      quarter: when ? { year: when.year, quarter: when.quarter } : null,
      mode: first(/^Hình thức(?: tổ chức)?\s*:\s*(.+)$/iu),
      venue: first(/^Địa điểm(?:[^:]{0,40})?\s*:\s*(.+)$/iu),
      topics: topicsOf(places),
      line: counted.line,
    },
  ];
}
const wordsAround = (places: readonly Place[], place: Place): string =>
  childrenOf(places, place.under)
    .map((one) => one.words)
    .join(" ");

/** What the class is about, with the documents each topic names. */
function topicsOf(places: readonly Place[]): PlanTopic[] {
  const head = places.find(
    (one) => one.heading && /^noi dung (?:tap huan|boi duong|lop|chuong trinh)/.test(fold(one.words)),
  );
  if (!head) return [];
  return within(places, head.code).flatMap(({ line, words }) => {
    if (words.startsWith("(")) return [];
    return [
      {
        line,
        words,
        sources: mentionsIn(words)
          .slice(0, 1)
          .map((one) => one.number),
      },
    ];
  });
}
