import { hours } from "../kernel/clock.ts";
import { formatMoment } from "../kernel/dates.ts";
import { rowsBy } from "../kernel/rows-by.ts";
import type { EntryRow, Seat } from "./class.model.ts";
import type { DoorRow } from "./door.model.ts";
import { openName } from "./open-name.ts";
import type { ClassDeps } from "./steer-class.ts";

/** A clock that differs by more says so. */
const SKEW_TOLD_MS = hours(1) / 12;
const skewInWords = (ms: number): string => {
  if (Math.abs(ms) < SKEW_TOLD_MS) return "";
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const far =
    minutes >= 1440
      ? `${Math.round(minutes / 1440)} ngày`
      : minutes >= 60
        ? `${Math.round(minutes / 60)} giờ`
        : `${minutes} phút`;
  return `Đồng hồ máy ${ms > 0 ? "chậm" : "nhanh"} ${far}; giờ vào ghi theo giờ hệ thống.`;
};

export function presentDoor(deps: ClassDeps, door: DoorRow, brought: readonly EntryRow[], now: Date) {
  const waitsForPhone = !door.registeredAt && !door.revokedAt;
  const open = waitsForPhone && door.codeUntil > now;
  return {
    id: door._id,
    name: door.name,
    state: door.revokedAt ? "revoked" : door.registeredAt ? "registered" : open ? "code" : "expired",
    code: open ? deps.box.open(door.code) : "",
    codeUntil: formatMoment(door.codeUntil, now),
    seen: door.seenAt ? formatMoment(door.seenAt, now) : "",
    revoked: door.revokedAt ? formatMoment(door.revokedAt, now) : "",
    brought: brought.filter((one) => one.doorId === door._id).length,
    waiting: door.waiting,
    skew: skewInWords(door.skewMs),
  };
}

/** Whose a ticket is or was: the seat's unit, and the name where it still holds it. */
function whoseTicket(deps: ClassDeps, seats: readonly Seat[]): (ticket: string) => string {
  const names = new Map(
    seats.flatMap((one): [string, string][] => [
      ...one.revoked.map(({ ticket, name = "" }): [string, string] => {
        const who = [openName(deps, name), one.unitName].filter(Boolean).join(", ");
        return [ticket, `${who} (vé đã thay)`];
      }),
      ...(one.ticket === "" ? [] : [[one.ticket, `${openName(deps, one.name)}, ${one.unitName}`] as [string, string]]),
    ]),
  );
  return (ticket) => names.get(ticket) ?? "không rõ";
}

/** What waits, by phone and reason. */
export function waitingGroups(deps: ClassDeps, seats: readonly Seat[], brought: readonly EntryRow[], now: Date) {
  const whose = whoseTicket(deps, seats);
  const groups = rowsBy(
    brought.filter((one) => one.state === "waits"),
    (one) => `Cửa ${one.door}: ${one.why ?? ""}`,
  );
  return [...groups].map(([head, rows]) => ({
    head,
    rows: rows.map((one) => ({ id: one._id, who: whose(one.ticket), at: formatMoment(one.at, now) })),
  }));
}

/** A ticket two doors let in while they could not speak: one person, and perhaps a photo of a code. */
export function twiceUsed(deps: ClassDeps, seats: readonly Seat[], brought: readonly EntryRow[], now: Date) {
  const whose = whoseTicket(deps, seats);
  const byTicket = rowsBy(
    brought.filter((one) => one.state !== "refused"),
    (one) => one.ticket,
  );
  return [...byTicket]
    .filter(([, rows]) => rows.length > 1)
    .map(([ticket, rows]) => ({
      who: whose(ticket),
      times: rows.map((one) => `cửa ${one.door} ${formatMoment(one.at, now)}`).join("; "),
    }));
}
