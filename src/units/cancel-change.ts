import { minutes } from "../kernel/clock.ts";
import { formatDate } from "../kernel/dates.ts";
import type { ChangeFault } from "./change-rules.ts";
import type { ChangeDraft, ChangeTerms, UnitChange } from "./unit-change.model.ts";

type Cancelled = Pick<UnitChange, "_id" | "decision" | "day" | "was" | "parts" | "founds" | "renames" | "moves">;

/** Every unit an entry names or whose place it changed. */
const codesOf = ({
  was = [],
  parts,
  founds,
  renames,
  moves,
}: Omit<Cancelled, "_id" | "decision" | "day">): string[] => [
  ...was.map(({ _id }) => _id),
  ...parts.flatMap(({ from, to }) => [from, to]),
  ...[...founds, ...renames].map(({ code }) => code),
  ...moves.flatMap(({ code, parent }) => [code, parent]),
];

/** A draft that cancels `change`: nothing in it but the number of the decision that says so. */
export const cancelling = (
  change: Pick<UnitChange, "_id" | "decision" | "day">,
  who: Pick<ChangeDraft, "unitCode" | "by" | "at">,
  day: string,
): Omit<ChangeDraft, "_id"> => ({
  ...who,
  decision: "",
  day,
  clause: "",
  parts: [],
  founds: [],
  renames: [],
  moves: [],
  doubts: [],
  cancels: change._id,
});

/** What the day brings may begin while a cancelling of the last moment is being written: that one comes too late. */
const LAST_MS = minutes(1);

/**
 * Everything that stands against cancelling: it has begun, it fell away already, or a later entry counts on what it
 * does. `holding` are the entries that hold; `history` also those that were cancelled.
 */
export function cancelFaults(
  { decision, cancels }: Pick<ChangeTerms, "decision" | "cancels">,
  holding: readonly Cancelled[],
  now: Date,
): ChangeFault[] {
  const target = holding.find(({ _id }) => _id === cancels);
  const say = (vi: string): ChangeFault[] => [{ line: 0, vi }];
  if (decision.trim() === "") return say("Cần số quyết định hủy, ví dụ 1702/NQ-UBTVQH15");
  if (!target) return say("Quyết định này đã được hủy, hoặc không còn trong lịch sử đơn vị. Tải lại trang để xem");
  const { decision: number, day } = target;
  if (day <= now)
    return say(
      `Quyết định ${number} đã có hiệu lực từ ${formatDate(day)} nên không hủy được. Ghi nhận một quyết định mới cho việc lập lại`,
    );
  if (+day - +now < LAST_MS)
    return say(
      `Quyết định ${number} có hiệu lực trong chưa đầy một phút nữa nên không kịp hủy. Ghi nhận một quyết định mới cho việc lập lại`,
    );
  if (!target.was)
    return say(
      `Quyết định ${number} được ghi nhận từ bản cũ của phần mềm. Ghi nhận một quyết định mới cho việc lập lại`,
    );
  const codes = new Set(codesOf(target));
  const later = holding.find((one) => one._id > target._id && codesOf(one).some((code) => codes.has(code)));
  return later
    ? say(`Quyết định ${later.decision} dựa trên quyết định ${number}. Hủy quyết định ${later.decision} trước`)
    : [];
}
