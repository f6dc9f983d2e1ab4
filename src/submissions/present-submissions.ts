import type { Item, ItemState } from "../content/item.model.ts";
import { findItemStates } from "../content/item-states.store.ts";
import type { Submission } from "./submission.model.ts";

type SubmissionState = "sent" | "taken" | "used" | "returned";
const STATES: Readonly<Record<SubmissionState, { name: string; icon: string; tint: string }>> = {
  sent: { name: "Chờ biên tập", icon: "clock", tint: "gold" },
  taken: { name: "Đã nhận, đang biên tập", icon: "correct", tint: "" },
  used: { name: "Đã duyệt dùng", icon: "check", tint: "good" },
  returned: { name: "Trả lại", icon: "undo", tint: "" },
};

/** What became of an offered text: read from the item begun from it, which its sender never sees otherwise. */
function stateOf({ taken, returned }: Submission, items: ReadonlyMap<string, ItemState>): SubmissionState {
  if (returned) return "returned";
  if (!taken) return "sent";
  return items.get(taken.itemId) === "approved" ? "used" : "taken";
}

/** Rows of a page; `hasItem` is false for one whose draft was cut off before it was begun. */
export async function presentSubmissions(submissions: readonly Submission[]) {
  const ids = submissions.flatMap(({ taken }) => (taken ? [taken.itemId] : []));
  const items = new Map<string, Item["state"]>(
    (await findItemStates(ids)).map(({ _id, state }) => [String(_id), state]),
  );
  return submissions.map((one) => ({
    id: one._id,
    title: one.title,
    text: one.text,
    source: one.source,
    by: one.by.name,
    at: one.at,
    state: stateOf(one, items),
    stateOf: STATES[stateOf(one, items)],
    reason: one.returned?.reason ?? "",
    itemId: one.taken?.itemId ?? "",
    decidedBy: (one.taken ?? one.returned)?.by.name ?? "",
    waits: !one.returned && !(one.taken && items.has(one.taken.itemId)),
  }));
}
