import { fold } from "../kernel/vietnamese.ts";
import { childrenOf, lineAt, within } from "./plan-text.ts";
import type { Cadence, CutOff, Place, PlanPhase, PlanTask } from "./reading.ts";
import { dayOf, pointAt } from "./time-points.ts";

const RATE =
  /(?<![\d/,.])(\d{1,3})(?:\s*(?:-|–|—|đến|tới)\s*(\d{1,3}))?\s+(\p{L}+(?:[,;]?\s\p{L}+){0,7}?)\s*(?:\/\s*(?:1 |01 )?|mỗi\s+|một\s+|hằng\s+|hàng\s+|trong\s+(?:1|01|một)\s+)(ngày|tuần|tháng|quý|năm)(?!\p{L})/giu;
const phaseAt = (places: readonly Place[], phases: readonly PlanPhase[], place: Place): string =>
  phases.find(({ code }) => within(places, code).some((one) => one.code === place.code))?.code ?? "";

/** "02 - 03 lượt/tuần", "từ 10 - 15 tin, bài, phóng sự hàng ngày": how often, of what, in which phase. */
export function ratesOf(places: readonly Place[], phases: readonly PlanPhase[], lines: readonly string[]): Cadence[] {
  return places.flatMap((place) =>
    [...place.words.matchAll(RATE)].flatMap((match) => {
      const [, from = "", to, what = "", per = ""] = match;
      if (/lớp|người|phút|file|thôn/iu.test(what)) return [];
      const low = Number(from);
      const high = to === undefined ? low : Number(to);
      const said = what.trim().replace(/[,;]$/, "");
      return [
        {
          from: Math.min(low, high),
          to: Math.max(low, high),
          what: said,
          per: per.toLowerCase(),
          line: lineAt(lines, place, match.index),
          phase: phaseAt(places, phases, place),
        },
      ];
    }),
  );
}
/** What goes on the air or out in turns; the rest are targets of others. */
export const isCadence = ({ what }: Cadence): boolean => /^(?:lượt|lần|buổi|chương trình|kỳ|số)/iu.test(what);

/** "32 bài/ nhóm bài … (Danh sách … kèm theo)". */
export function catalogueOf(places: readonly Place[]): { entries: number; line: number } | null {
  for (const { words, line } of places) {
    const n = /(\d{1,4})\s+(?:bài\s*\/\s*nhóm bài|bài|nhóm bài|mục|chuyên đề)(?!\p{L})/iu.exec(words)?.[1];
    if (n !== undefined && /danh (?:sách|mục)/iu.test(words)) return { entries: Number(n), line };
  }
  return null;
}

const AS_OF =
  /(?:tính đến|chốt(?: số liệu)?(?: đến)?|số liệu đến)\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?)/giu;
const BEFORE =
  /(?:trước|chậm nhất|muộn nhất)?\s*(?:là |vào )?(?:ngày\s+)(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})/giu;

/** Days figures are closed at, each with the day they are to be sent before, in the order the sentence gives both. */
export function cutOffsOf(places: readonly Place[], lines: readonly string[]): CutOff[] {
  return places.flatMap((place) => {
    const { words } = place;
    const asOf = [...words.matchAll(AS_OF)];
    if (asOf.length === 0) return [];
    const from = Math.max(...asOf.map((one) => one.index + one[0].length));
    const due = [...words.slice(from).matchAll(BEFORE)].map((one) => dayOf(one[1] ?? ""));
    return asOf.map((one, n) => ({
      asOf: (one[1] ?? "").replace(/\s/g, ""),
      due: due[n] ?? "",
      line: lineAt(lines, place, one.index),
    }));
  });
}

const CARRY_OUT = /(?:^| )(?:to chuc thuc hien|phan cong|trach nhiem|nhiem vu)(?: |$)/;
const ORGAN =
  /^(?:(?:Đề nghị|Giao)\s+(?:các\s+)?|Các\s+|các\s+)?(?:Sở|UBND|Ủy ban|Phòng|Trung tâm|Văn phòng|Ban |Cổng|Báo|Đài|Mặt trận|Hội |Đoàn |Các |Đội |Trạm)/u;

/** Points and paragraphs of the parts that say who does what; the owner is the heading, or who the sentence begins with. */
export function tasksOf(places: readonly Place[]): PlanTask[] {
  const parts = places.filter((one) => one.heading && one.depth === 0 && CARRY_OUT.test(fold(one.words)));
  return parts.flatMap((part) => taskRows(places, part.code, ""));
}

function taskRows(places: readonly Place[], code: string, above: string): PlanTask[] {
  return childrenOf(places, code).flatMap((place) => {
    if (!place.heading) return place.words.startsWith("(") ? [] : [taskOf(place, place.words, above)];
    const [head = "", ...after] = place.words.split(/:\s+/);
    const owner = ownerIn(head);
    const inner = taskRows(places, place.code, owner === "" ? above : owner);
    const said = after.join(": ").trim();
    if (inner.length > 0) return inner;
    return [taskOf(place, said === "" ? place.words : said, owner === "" ? above : owner)];
  });
}
const ownerIn = (head: string): string =>
  ORGAN.test(head) || /^(?:Đề nghị|Giao)\s/u.test(head)
    ? head
        .replace(/^(?:Đề nghị|Giao)\s+/u, "")
        .replace(/\s+phối hợp(?: chỉ đạo| triển khai)?\s*:?$/u, "")
        .replace(/[\s:.;,]+$/, "")
    : "";

const ACTS =
  /\s(?:xây dựng|tổ chức|tham mưu|thường xuyên|phối hợp|chủ trì|cập nhật|hướng dẫn|chủ động|thực hiện|chỉ đạo|cung cấp|đã kết nối|tăng cường|quản lý|có trách nhiệm)(?!\p{L})/u;
function taskOf(place: Place, words: string, above: string): PlanTask {
  const first = ORGAN.test(words) ? (words.split(ACTS)[0] ?? "").trim().replace(/[:,;]+$/, "") : "";
  const owner = above !== "" ? above : first.length > 0 && first.length < 140 && first !== words ? first : "";
  return { code: place.code, line: place.line, owner, words, ...deadlineIn(words) };
}

const DEADLINE =
  /(?:(?:gửi|báo cáo|hoàn thành|xong|nộp|thực hiện|hạn|thời hạn|thời gian)[^.;]{0,60}?\s)?(trước|chậm nhất(?: là)?(?: vào)?|muộn nhất|đến hết|xong trong|hoàn thành trong|hạn(?: chót| cuối)?\s*:?|trong)\s+((?:ngày|tháng|quý)\s[^.;,()]{3,40}|\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})/giu;
const STANDING =
  /thường xuyên|định kỳ|hằng (?:ngày|tuần|tháng|quý|năm)|hàng (?:ngày|tuần|tháng|quý|năm)|kịp thời|liên tục|khi (?:có|lãnh đạo|được)|sau khi|theo (?:sự )?phân công|theo quy định|trong quá trình|tiếp tục/iu;

/** The first deadline a task names, or that it is one without end. */
function deadlineIn(words: string): { day: string; deadline: string } {
  for (const match of words.matchAll(DEADLINE)) {
    const point = pointAt(match[2] ?? "");
    if (point && point.day !== "")
      return { day: point.day, deadline: `${(match[1] ?? "").toLowerCase()} ${point.words}` };
  }
  return { day: "", deadline: STANDING.exec(words)?.[0]?.toLowerCase() ?? "" };
}
