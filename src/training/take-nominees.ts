import { AppError, conflict, invalid } from "../kernel/errors.ts";
import { fold } from "../kernel/vietnamese.ts";
import type { Course, Seat } from "./class.model.ts";
import { listEntries, listSeats, takeSeats } from "./class.store.ts";
import { openName } from "./open-name.ts";
import type { NomineeRow } from "./read-nominees.ts";
import { postFault } from "./rules.ts";
import { type ClassDeps, freshFor, mustTakeNames } from "./steer-class.ts";

const MOST_NAMED = 12;

/** Each row's seat, or why it has none. */
export function matchNominees(
  course: Pick<Course, "groups" | "capacity">,
  seats: readonly Seat[],
  rows: readonly NomineeRow[],
) {
  const free = new Map<string, Seat[]>();
  for (const seat of seats) free.set(fold(seat.unitName), [...(free.get(fold(seat.unitName)) ?? []), seat]);
  const taken = new Map<string, number>();
  const faults: string[] = [];
  const pairs = rows.flatMap((row) => {
    const key = fold(row.unit);
    const own = free.get(key) ?? [];
    const before = taken.get(key);
    const seat = own[0];
    const group = course.groups.find((one) => one.key === seat?.group);
    const why =
      row.unit === ""
        ? "chưa ghi đơn vị"
        : row.name === ""
          ? "chưa ghi họ tên"
          : !seat && before !== undefined
            ? `đơn vị “${row.unit}” đã có ở dòng ${before}`
            : !seat
              ? `đơn vị “${row.unit}” không có chỗ trong lớp này`
              : row.post === ""
                ? "chưa ghi chức danh"
                : group
                  ? postFault(group, row.post)
                  : "";
    if (why !== "" || !seat) {
      faults.push(`dòng ${row.line}: ${why}`);
      return [];
    }
    free.set(key, own.slice(1));
    taken.set(key, row.line);
    return [{ seat, row }];
  });
  return { pairs, faults };
}

/** What each pair's seat will hold, or why its row cannot be taken as it is written. */
function freshOf(deps: ClassDeps, course: Course, { seat, row }: { seat: Seat; row: NomineeRow }) {
  try {
    return { seat, fresh: freshFor(deps, course, seat, row), fault: "" };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { seat, fresh: undefined, fault: `dòng ${row.line}: ${Object.values(error.fields).join("; ")}` };
  }
}

/**
 * A list of names, all of it or nothing: every row is judged before the first is written.
 * @throws AppError 422 with each row that cannot be taken, 409
 */
export async function takeNominees(
  deps: ClassDeps,
  course: Course,
  rows: readonly NomineeRow[],
): Promise<{ named: number; replaced: number; same: number }> {
  mustTakeNames(course);
  if (rows.length === 0) throw invalid({ file: "Danh sách chưa có tên nào" });
  const { pairs, faults } = matchNominees(course, await listSeats(String(course._id)), rows);
  const came = new Set((await listEntries(String(course._id))).map(({ ticket }) => ticket));
  const judged = pairs.map((one) => {
    const read = freshOf(deps, course, one);
    const fault = `dòng ${one.row.line}: ${openName(deps, one.seat.name)} đã vào lớp nên không thay người được nữa`;
    return read.fresh && came.has(one.seat.ticket) ? { ...read, fault } : read;
  });
  const all = [...faults, ...judged.flatMap(({ fault }) => (fault === "" ? [] : [fault]))];
  if (all.length > 0) {
    const more = all.length > MOST_NAMED ? `; và ${all.length - MOST_NAMED} dòng khác` : "";
    throw invalid({ file: `Chưa ghi tên nào: ${all.slice(0, MOST_NAMED).join("; ")}${more}` });
  }
  const changed = judged.flatMap(({ seat, fresh }) => (fresh ? [{ seat, fresh }] : []));
  const taken = await takeSeats(changed, deps.clock.now());
  // what is there stays the same when the list comes once more
  if (taken < changed.length)
    throw conflict(
      `${changed.length - taken} đơn vị vừa tự ghi tên nên giữ tên của đơn vị; các dòng khác đã ghi. Xem lại bảng, tải lên lại nếu vẫn thay.`,
    );
  const replaced = changed.filter(({ seat }) => seat.ticket !== "").length;
  return { named: changed.length - replaced, replaced, same: judged.length - changed.length };
}
