import type { FieldErrors } from "../kernel/errors.ts";
import { parseLocal } from "../kernel/dates.ts";
import { isRow } from "../kernel/table.ts";
import { bodyOf, type Typed, typedOf } from "./typed.ts";

/** A form names its fields for days so, and those for a day with its time so (views/date.hbs). */
const DAYS = "_ngay";
const MOMENTS = "_luc";

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/;
const WRITTEN =
  /^(?:\p{L}+(?: \p{L}+)?,? )?(?:ngày )?(\d{1,2})(?: ?[/.-] ?| tháng | )(\d{1,2})(?: ?[/.-] ?| năm | )(\d+)(?:,? (?:lúc )?(\d{1,2})(?: ?[:hg.] ?(\d{2})?| giờ(?: (\d{1,2})(?: phút)?)?))?$/u;

/** Digits and signs as a keyboard of another country types them. */
const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

const two = (text: string): string => text.padStart(2, "0");

interface Read {
  /** as the routes read it: "2026-11-24" or "2026-11-24T19:30" */
  value: string;
  fault: string;
}
const read = (value: string): Read => ({ value, fault: "" });
const unread = (value: string, fault: string): Read => ({ value, fault });

/**
 * A day as people here write it, day before month before year, whatever country the browser was made for. A form's own
 * spelling (2026-11-24) is taken as well: scripts and pasted values have it.
 */
export function readDay(typed: string, withTime: boolean): Read {
  const text = plain(typed.slice(0, 100));
  const example = withTime ? "24/11/2026 19:30" : "24/11/2026";
  const iso = text.toUpperCase().replace(" ", "T");
  if (text === "") return read("");
  if (ISO.test(iso))
    return parseLocal(iso) ? read(iso) : unread(typed, `Ngày này không có trong lịch. Ví dụ ${example}`);
  const [, day = "", month = "", year = "", hour = "", minute = "", minutes = ""] = WRITTEN.exec(text) ?? [];
  const value = `${year}-${two(month)}-${two(day)}`;
  const fault = faultOfDay(day, month, year, withTime);
  if (fault !== "") return unread(typed, fault.endsWith(".") ? fault : `${fault}, ví dụ ${example}`);
  if (withTime && hour === "") return unread(typed, `Ghi thêm giờ, ví dụ ${example}`);
  if (!withTime) return hour === "" ? read(value) : unread(typed, `Ô này chỉ ghi ngày, ví dụ ${example}`);
  const moment = `${value}T${two(hour)}:${two(minute || minutes)}`;
  return parseLocal(moment) ? read(moment) : unread(typed, `Giờ từ 00:00 đến 23:59, ví dụ ${example}`);
}

function faultOfDay(day: string, month: string, year: string, withTime: boolean): string {
  if (year === "") return `Ghi ngày/tháng/năm${withTime ? " giờ:phút" : ""}`;
  if (year.length !== 4) return "Ghi đủ bốn chữ số của năm";
  if (Number(month) > 12) return `Không có tháng ${month}: ghi ngày trước, tháng sau`;
  return parseLocal(`${year}-${two(month)}-${two(day)}`)
    ? ""
    : `Không có ngày ${Number(day)}/${Number(month)}/${year}.`;
}

/** The form with its days as the routes read them, and what cannot be read, at its field. */
export function readDays(typed: Typed): { typed: Typed; faults: FieldErrors } {
  const faults: FieldErrors = {};
  const days: Record<string, string[]> = {};
  for (const [marker, withTime] of [
    [DAYS, false],
    [MOMENTS, true],
  ] as const)
    for (const name of new Set(typed[marker])) {
      const values = name.startsWith("_") ? undefined : typed[name];
      if (!values) continue;
      days[name] = values.map((value, n) => {
        const { value: taken, fault } = readDay(value, withTime);
        if (fault !== "") faults[values.length > 1 ? `${name}.${n}` : name] = fault;
        return taken;
      });
    }
  return { typed: { ...typed, ...days }, faults };
}

/** The same for an address. What cannot be read stays as it was typed: the page it leads to says so. */
export function withDays<Query extends object>(query: Query): Query {
  const typed = typedOf(query);
  const named = [...(typed[DAYS] ?? []), ...(typed[MOMENTS] ?? [])];
  const read = bodyOf(readDays(typed).typed);
  return { ...query, ...Object.fromEntries(named.flatMap((name) => (isRow(typed, name) ? [[name, read[name]]] : []))) };
}
