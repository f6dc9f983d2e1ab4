import { knownDays } from "../calendar/read-calendar.ts";
import { upcoming } from "../calendar/days.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { days } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/dates.ts";
import { dayKey } from "../kernel/send-hours.ts";
import { ownAndAbove, type Scope } from "../kernel/scope.ts";
import { listPublished } from "../quizzes/contest.store.ts";
import { listTownHalls } from "../townhalls/townhall.store.ts";
import type { PublicDay } from "./write-calendar.ts";

/** As far as a calendar is read ahead, and what has just been. */
const AHEAD_DAYS = 180;
const BACK_DAYS = 30;

/** Days anybody may know of: holidays, open meetings, when a draft opens and closes, rounds of contests. No plan of ours. */
export async function publicDays(scope: Scope, publicUrl: string, now: Date): Promise<PublicDay[]> {
  const at = `${publicUrl}/cong-khai`;
  const [known, halls, drafts, contests] = await Promise.all([
    knownDays(scope, now),
    listTownHalls(scope, ["published"]),
    listDrafts(scope, ["published"]),
    listPublished(ownAndAbove(scope)),
  ]);
  const found: PublicDay[] = [
    ...upcoming(startOfDay(now), AHEAD_DAYS, known).map((one) => ({
      id: `ngay-${dayKey(one.at)}-${one.known.name}@loaso`,
      title: one.known.name,
      at: one.at,
      whole: true,
      url: "",
    })),
    ...halls.map((hall) => ({
      id: `doi-thoai-${String(hall._id)}@loaso`,
      title: `Đối thoại: ${hall.title}, ${hall.place}`,
      at: hall.heldAt,
      whole: false,
      url: `${at}/doi-thoai/${String(hall._id)}`,
    })),
    ...drafts.flatMap(({ _id, title, openAt, closeAt }) => [
      ...(openAt ? [dayOfDraft(_id, "mo", `Mở lấy ý kiến: ${title}`, openAt, at)] : []),
      ...(closeAt ? [dayOfDraft(_id, "dong", `Hạn góp ý: ${title}`, closeAt, at)] : []),
    ]),
    ...contests.flatMap(({ _id, title, rounds }) =>
      rounds.map((round) => ({
        id: `thi-${String(_id)}-${round.n}@loaso`,
        title: `${title}: ${round.name}`,
        at: round.opensAt,
        whole: false,
        url: `${at}/thi/${String(_id)}`,
      })),
    ),
  ];
  const [from, to] = [new Date(+now - days(BACK_DAYS)), new Date(+now + days(AHEAD_DAYS))];
  return found.filter((day) => day.at >= from && day.at <= to).toSorted((a, b) => Number(a.at) - Number(b.at));
}

const dayOfDraft = (id: unknown, what: string, title: string, at: Date, base: string): PublicDay => ({
  id: `du-thao-${String(id)}-${what}@loaso`,
  title,
  at,
  whole: false,
  url: `${base}/du-thao/${String(id)}`,
});
