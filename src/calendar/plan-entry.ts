import type { Person } from "../content/item.model.ts";
import { findItem } from "../content/item.store.ts";
import { parseLocal, startOfDay } from "../kernel/dates.ts";
import { conflict, type FieldErrors, invalid } from "../kernel/errors.ts";
import { dayKey, whyQuiet } from "../kernel/send-hours.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { DEFAULT_SEND_HOURS } from "../units/unit.model.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Entry, EntryChannel, OwnDay } from "./calendar.model.ts";
import { addEntry, addOwnDay, findEntries, moveEntries } from "./calendar.store.ts";

export interface WishedEntry {
  day: string;
  time: string;
  title: string;
  channel: EntryChannel;
  /** "" = not written yet */
  item: string;
}

/** Plans something for a day to come. @throws AppError 422 by field: a day gone by or quiet, another unit's item */
export async function planEntry(whose: Whose, wish: WishedEntry, by: Person, now: Date): Promise<Date> {
  const errors: FieldErrors = {};
  const time = wish.time || "08:00";
  const at = parseLocal(`${wish.day}T${time}`);
  if (!at) errors["day"] = "Chọn ngày và giờ";
  if (wish.title.trim() === "") errors["title"] = "Cần có tên việc";
  const why = at ? await whyNotOn(whose, at, wish.channel, now) : undefined;
  if (why) errors["day"] = `${why}. Chọn lúc khác`;
  if (wish.item !== "" && !(await findItem(whose, wish.item))) errors["item"] = "Nội dung này không còn. Chọn lại";
  if (Object.keys(errors).length > 0 || !at) throw invalid(errors);
  await addEntry({
    unitCode: codeOf(whose),
    day: wish.day,
    time,
    title: nfc(wish.title.trim()),
    channel: wish.channel,
    itemId: wish.item,
    createdBy: by,
    createdAt: now,
  });
  return at;
}

async function whyNotOn(whose: Whose, at: Date, channel: EntryChannel, now: Date): Promise<string | undefined> {
  if (at < startOfDay(now)) return "Ngày này đã qua";
  if (channel === "other") return undefined;
  return whyQuiet(at, (await findUnit(codeOf(whose)))?.sendHours ?? DEFAULT_SEND_HOURS);
}

/**
 * Moves planned entries to another day: all of them or none. @throws AppError 422 for a day that cannot be, 409 when one
 * of them is not (any more) in this unit's calendar
 */
export async function movePlanned(whose: Whose, ids: readonly string[], day: Date, now: Date): Promise<number> {
  const wanted = [...new Set(ids.filter(Boolean))];
  const entries = await findEntries(whose, wanted);
  if (wanted.length === 0 || entries.length < wanted.length)
    throw conflict("Có việc không còn trong lịch của đơn vị. Tải lại trang rồi chọn lại.");
  for (const entry of entries) {
    const why = await whyNotMoved(whose, entry, day, now);
    if (why) throw invalid({ day: `“${entry.title}”: ${why}. Chọn ngày khác` });
  }
  return moveEntries(whose, wanted, dayKey(day));
}

async function whyNotMoved(whose: Whose, entry: Entry, day: Date, now: Date): Promise<string | undefined> {
  const at = parseLocal(`${dayKey(day)}T${entry.time}`);
  return at ? whyNotOn(whose, at, entry.channel, now) : "Chọn ngày và giờ";
}

/** Most days a month has, in any year; a lunar month has thirty at most. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of the unit's own that comes every year. @throws AppError 422 for a day no calendar has */
export async function saveOwnDay(day: Omit<OwnDay, "_id">): Promise<void> {
  if (day.name.trim() === "" || day.day < 1 || day.month < 1) throw invalid({ name: "Cần tên, ngày và tháng" });
  if (day.day > (day.lunar ? 30 : (DAYS[day.month - 1] ?? 0)))
    throw invalid({ name: `Không có ngày ${day.day}/${day.month}. Ghi lại ngày và tháng` });
  await addOwnDay({ ...day, name: nfc(day.name.trim()) });
}
