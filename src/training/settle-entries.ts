import { conflict } from "../kernel/errors.ts";
import { isCounted } from "./rules.ts";
import type { Course, EntryRow, Seat } from "./class.model.ts";
import { giveSeat, listSeats } from "./class.store.ts";
import { listBrought, settleWaiting } from "./door.store.ts";
import { openName } from "./open-name.ts";
import type { ClassDeps } from "./steer-class.ts";

/** What a person lets count, and why some of it does not. */
export interface Settled {
  n: number;
  faults: string[];
}

/** Whoever came has the seat: by the ticket it holds, or by one that was replaced while the phone was away. */
async function seatWhoCame(
  deps: ClassDeps,
  seats: readonly Seat[],
  entered: ReadonlySet<string>,
  { ticket }: EntryRow,
): Promise<string> {
  if (seats.some((one) => one.ticket === ticket)) return "";
  const seat = seats.find((one) => one.revoked.some((old) => old.ticket === ticket));
  const old = seat?.revoked.find((one) => one.ticket === ticket);
  if (!seat || !old) return "vé này không còn trong lớp";
  if (entered.has(seat.ticket)) return `${seat.unitName}: ${openName(deps, seat.name)} đã vào lớp ở chỗ này`;
  // what was replaced before names were kept with it
  if (!old.name) return `${seat.unitName}: vé cũ không còn tên. Cử lại đúng người đã đến, soát vé, rồi bỏ lượt này`;
  const done = await giveSeat(seat, { ...old, name: old.name, post: old.post ?? "" }, deps.clock.now());
  return done ? "" : `${seat.unitName}: đơn vị vừa ghi một tên khác. Mở lại trang`;
}

/**
 * A person's word on what waits. The seat comes first, so that a cut between leaves an entry that still waits and is
 * counted by the next press. @throws AppError 409 when nothing of it can be done
 */
export async function settleEntries(
  deps: ClassDeps,
  course: Pick<Course, "_id">,
  ids: readonly string[],
  state: "in" | "refused",
): Promise<Settled> {
  const classId = String(course._id);
  const faults: string[] = [];
  const fit: string[] = [];
  const brought = await listBrought(classId);
  const entered = new Set(brought.filter(isCounted).map(({ ticket }) => ticket));
  for (const row of brought.filter((one) => one.state === "waits" && ids.includes(one._id))) {
    const fault = state === "in" ? await seatWhoCame(deps, await listSeats(classId), entered, row) : "";
    if (fault !== "") faults.push(fault);
    else fit.push(row._id);
    if (fault === "" && state === "in") entered.add(row.ticket);
  }
  const n = await settleWaiting(classId, fit, state);
  if (n === 0 && faults.length > 0) throw conflict(`Chưa tính lượt nào. ${faults.join("; ")}.`);
  if (n === 0) throw conflict("Chưa chọn lượt nào, hoặc lượt đã được xem. Mở lại trang rồi chọn lại.");
  return { n, faults };
}
