import type { Person } from "../content/item.model.ts";
import { type Clock, days } from "../kernel/clock.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Outside } from "../outside/task.ts";
import { LABELS } from "../voice/label.ts";
import { isReady } from "../voice/is-ready.ts";
import { judgeLength } from "../voice/length.ts";
import type { Reading } from "../voice/voice.model.ts";
import { findBook, listReadings } from "../voice/voice.store.ts";
import { readStationLogTask } from "./log.tasks.ts";
import type { Slot } from "./slot.model.ts";
import { clearSlot, findRule, listSlots, notePlayed, putSlot, saveRule, takeBackPlayed } from "./slot.store.ts";
import { APART_MS, hoursOf, type LogLine, matchLog, nextWeek, readTimes } from "./week-rules.ts";

export interface WeekDeps {
  clock: Clock;
  outside: Outside;
}

export async function readyReadings(whose: Whose): Promise<Reading[]> {
  const book = await findBook(codeOf(whose));
  return (await listReadings(whose)).filter((one) => isReady(one, book));
}

/** @throws AppError 422 by field */
export async function changeRule(whose: Whose, form: { place: string; days: readonly string[]; times: string }) {
  const errors: FieldErrors = {};
  const chosen = [1, 2, 3, 4, 5, 6, 7].filter((day) => form.days.includes(String(day)));
  const times = readTimes(form.times);
  if (chosen.length === 0) errors["days"] = "Chọn ít nhất một ngày phát";
  if (!times) errors["times"] = "Gõ giờ phát, ví dụ 05:30, 17:00 (nhiều nhất 12 giờ một ngày)";
  if (Object.keys(errors).length > 0 || !times) throw invalid(errors);
  await saveRule({ _id: codeOf(whose), place: nfc(form.place).trim(), days: chosen, times });
}

/** What is read at which hour of a week; "" for nothing. @throws AppError 422 at the hour, naming the length */
export async function planWeek(whose: Whose, monday: Date, chosen: (key: string) => string): Promise<number> {
  const unitCode = codeOf(whose);
  const [rule, book, ready] = await Promise.all([findRule(unitCode), findBook(unitCode), readyReadings(whose)]);
  const errors: FieldErrors = {};
  const slots: Slot[] = [];
  const empty: string[] = [];
  // what was planned by other hours stands on the page too, and can be taken out of the week
  const planned = (await listSlots(whose, monday, nextWeek(monday))).filter((slot) => slot.unitCode === unitCode);
  const others = planned.map(({ _id, at }) => ({ key: _id.slice(-16), at }));
  const hours = new Map([...hoursOf(rule, monday), ...others].map(({ key, at }) => [key, at]));
  for (const [key, at] of hours) {
    const id = chosen(key);
    const reading = ready.find(({ _id }) => String(_id) === id);
    if (id === "") empty.push(`${unitCode}:${key}`);
    else if (!reading?.sound) errors[`slot.${key}`] = "Bài này chưa đủ hai người nghe, hoặc đã đổi. Chọn bài khác";
    else {
      const { hash, seconds } = reading.sound;
      const length = judgeLength(seconds, book.most);
      if (length.kind === "refused") errors[`slot.${key}`] = length.words;
      const about = { title: reading.title, seconds, label: LABELS[reading.source] };
      slots.push({ _id: `${unitCode}:${key}`, unitCode, at, readingId: id, hash, ...about, played: null });
    }
  }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  for (const id of empty) await clearSlot(id);
  for (const slot of slots) await putSlot(slot);
  return slots.length;
}

const MOST_AHEAD_MS = 60_000;
/** A year's log, and a bit. */
const MOST_BACK_DAYS = 400;
/** Somebody says that it was played; once more takes the tick back. @throws AppError 404, 409 before its hour */
export async function tickPlayed(deps: WeekDeps, whose: Whose, id: string, on: boolean, by: Person): Promise<void> {
  const now = deps.clock.now();
  if (!on) {
    if (!(await takeBackPlayed(whose, id))) throw conflict("Lượt này không có dấu đã phát của cán bộ để bỏ.");
    return;
  }
  const at = new Date(`${id.slice(-16)}:00+07:00`);
  if (Number.isNaN(at.getTime())) throw notFound("lượt phát này");
  if (at.getTime() > now.getTime() + MOST_AHEAD_MS) throw conflict("Chưa tới giờ phát của lượt này.");
  if (!(await notePlayed(whose, id, { how: "tick", by, at: now })))
    throw conflict("Lượt này đã ghi rồi, hoặc không còn trong danh sách. Tải lại trang.");
}

/** What the station's own log says was played; lines that fit no hour are named. @throws AppError 422 */
export async function importLog(deps: WeekDeps, whose: Whose, bytes: Uint8Array, by: Person) {
  const read = await deps.outside.run(readStationLogTask, bytes);
  const now = deps.clock.now();
  // a log tells what was: a line of tomorrow, or of years ago, is a mistake of its clock
  const [oldest, newest] = [now.getTime() - days(MOST_BACK_DAYS), now.getTime() + MOST_AHEAD_MS];
  const isTold = ({ at }: LogLine): boolean => at.getTime() >= oldest && at.getTime() <= newest;
  const [lines, strange] = [read.lines.filter(isTold), read.lines.filter((line) => !isTold(line))];
  if (lines.length === 0) throw invalid({ file: "Không đọc được ngày và giờ đã qua ở dòng nào của nhật ký" });
  const times = lines.map(({ at }) => at.getTime());
  const slots = await listSlots(
    whose,
    new Date(Math.min(...times) - APART_MS),
    new Date(Math.max(...times) + APART_MS + 1),
  );
  const { matched, left } = matchLog(lines, slots);
  let noted = 0;
  for (const slot of matched) if (await notePlayed(whose, slot._id, { how: "log", by, at: now })) noted += 1;
  return {
    noted,
    known: matched.length - noted,
    unread: [...read.unread, ...[...strange, ...left].map(({ line }) => line)].toSorted((a, b) => a - b),
  };
}
