import type { EntryRow } from "./class.model.ts";
import { addEntries, findCourse, setAside } from "./class.store.ts";
import { takesEntries } from "./rules.ts";

export const AFTER_REPORT = "gửi lên sau khi chốt báo cáo";

/**
 * Who came is kept, each event once. Where the report was closed between what was read and this write, what it did not
 * count waits for a person. Returns whether it counts.
 */
export async function keepEntries(classId: string, rows: readonly EntryRow[]): Promise<boolean> {
  if (rows.length === 0) return true;
  await addEntries(rows);
  const course = await findCourse(classId);
  if (course && takesEntries(course)) return true;
  await setAside(
    classId,
    rows.flatMap((one) => (one.state === "in" ? [one._id] : [])),
    AFTER_REPORT,
  );
  return false;
}
