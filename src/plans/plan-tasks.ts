import { createHash } from "node:crypto";
import { addEntryOnce } from "../calendar/calendar.store.ts";
import { clip } from "../kernel/vietnamese.ts";
import { findPlan, noteTasksPlanned } from "./plan.store.ts";

/** An id that is the same however often the plan's tasks are put into the calendar. */
const entryId = (planId: string, code: string): string =>
  createHash("sha256").update(`plan-task:${planId}:${code}`).digest("hex").slice(0, 24);

/** Dated tasks of an issued plan → the calendar of its unit, once each. */
export async function planTasks(id: string): Promise<void> {
  const plan = await findPlan(id);
  if (!plan || plan.state !== "issued") return;
  for (const task of plan.reading.tasks)
    if (task.day !== "")
      await addEntryOnce(entryId(id, task.code), {
        unitCode: plan.unitCode,
        day: task.day,
        time: "08:00",
        title: clip(`Hạn: ${task.owner === "" ? "" : `${task.owner}: `}${task.words}`, 200),
        channel: "other",
        itemId: "",
        createdBy: plan.issued?.by ?? plan.author,
        createdAt: plan.issued?.at ?? plan.createdAt,
      });
  await noteTasksPlanned(id);
}
