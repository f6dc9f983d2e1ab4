import { rowsBy } from "../kernel/rows-by.ts";
import { fold } from "../kernel/vietnamese.ts";
import { childrenOf, lineAt, within } from "./plan-text.ts";
import type { End, Place, PlanPhase } from "./reading.ts";
import { endsIn as pointsAfter } from "./time-points.ts";

/** "Đợt I: …", "Giai đoạn 2", "Bước 3". */
const NUMBERED = /^(?:dot|giai doan|buoc)(?: cao diem)? (?:[ivx]+|\d{1,2}|mot|hai|ba|bon|nam)(?: |$)/;
/** "Tuyên truyền trước Đại hội", "trong thời gian diễn ra Đại hội", "sau Đại hội và tổng kết". */
const AROUND =
  /(?:^| )(?:truoc|trong(?: thoi gian)?(?: dien ra)?|sau)(?: khi)?(?: to chuc| dien ra| ket thuc)? (?:dai hoi|ngay bau cu|bau cu|hoi nghi|le )/;
/** What is said of all phases closes the list of the last one and is none of its topics. */
const OF_ALL = /^(?:ben canh|ngoai|ngoai ra)(?: |$)/;

const isPhase = (place: Place): boolean =>
  place.heading && (NUMBERED.test(fold(place.words)) || (AROUND.test(fold(place.words)) && place.words.length < 160));

/** Rows of two or more phases beside each other under one heading. */
export function phasesOf(places: readonly Place[], lines: readonly string[]): PlanPhase[] {
  const endsAt = endsIn(lines);
  const headings = places.filter(isPhase);
  const rows = rowsBy(headings, (one) => one.under);
  const row = [...rows.values()].filter((one) => one.length > 1).toSorted((a, b) => b.length - a.length)[0] ?? [];
  return row.map((head) => ({
    code: head.code,
    name: nameOf(head.words),
    line: head.line,
    topics: topicsOf(places, head),
    ends: [...endsAt(head), ...remarkOf(places, head).flatMap(endsAt)],
  }));
}

const nameOf = (words: string): string => {
  const [first = "", second = ""] = words.split(":");
  return (
    /^\s*(?:Đợt|Giai đoạn|Bước)/iu.test(first) && second.trim() !== "" ? `${first}: ${second.trim()}` : first
  ).trim();
};

/** Points below the heading, or below the part of it that is about content. */
function topicsOf(places: readonly Place[], head: Place): PlanPhase["topics"] {
  const children = childrenOf(places, head.code);
  const content = children.find((one) => one.heading && fold(one.words).startsWith("noi dung"));
  const rows = content ? childrenOf(places, content.code) : children;
  const points = rows.filter((one) => (one.label !== "" || content !== undefined) && !isRemark(one));
  return points.filter((one) => !OF_ALL.test(fold(one.words))).map(({ line, words }) => ({ line, words }));
}

/** "(Dự kiến: Từ sau Đại hội đến hết tháng 12/2025 …)", "Thời gian: …": when, said right below the heading. */
const isRemark = (place: Place): boolean =>
  !place.heading && (/^\((?:dự kiến|thời gian|từ)/iu.test(place.words) || /^thời gian[^.]{0,40}:/iu.test(place.words));
const remarkOf = (places: readonly Place[], head: Place): Place[] => childrenOf(places, head.code).filter(isRemark);

const endsIn =
  (lines: readonly string[]) =>
  (place: Place): End[] =>
    pointsAfter(place.words).map(({ offset, ...point }) => ({
      ...point,
      line: lineAt(lines, place, offset),
      at: place.code,
    }));

const ABOUT_TIME = /^(?:thoi gian|thoi han|tien do)(?! (?:tap huan|boi duong|hoc))/;
/** "… từ tháng 9/2025 đến hết tháng 11/2025": of the whole work, wherever it stands. */
const WHOLE =
  /(?:thực hiện|triển khai|tuyên truyền|tiến hành|tổ chức)[^.;:]{0,120}?\stừ\s+(?:(?:đầu|ngày|tháng|quý|nay)\s*)+[^.;:]{0,40}?\s(?:đến|tới)\s/iu;

/** Ends of the whole plan: what parts about time say, and sentences that give it from and to. */
export function wholeEnds(places: readonly Place[], phases: readonly PlanPhase[], lines: readonly string[]): End[] {
  const endsAt = endsIn(lines);
  const inPhase = new Set(phases.flatMap(({ code }) => [code, ...within(places, code).map((one) => one.code)]));
  const timeParts = new Set(
    places
      .filter((one) => one.heading && !inPhase.has(one.code) && ABOUT_TIME.test(fold(one.words)))
      .flatMap((one) => [one.code, ...within(places, one.code).map((inner) => inner.code)]),
  );
  const seen = new Set<string>();
  return places.flatMap((place) => {
    if (inPhase.has(place.code) || (place.depth === 0 && !place.heading)) return [];
    const timed = timeParts.has(place.code) || (!place.heading && ABOUT_TIME.test(fold(place.words)));
    if (!timed && !(WHOLE.test(place.words) && !/nhiệm kỳ|giai đoạn/iu.test(place.words))) return [];
    // an event named while something else is dated is no end of the plan: only what is dated counts, unless nothing is
    const ends = endsAt(place);
    const dated = ends.filter((one) => one.day !== "");
    return (dated.length > 0 && !/kéo dài/iu.test(place.words) ? dated : ends).filter((one) => {
      const key = `${one.line}:${one.words}`;
      return !seen.has(key) && Boolean(seen.add(key));
    });
  });
}
