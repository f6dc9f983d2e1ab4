import type { LogBlock } from "../comments/log.model.ts";
import type { Comment } from "../comments/comment.model.ts";
import { streamOfDraft } from "../comments/comment.store.ts";
import { leafOf } from "../comments/rules.ts";
import type { CommentBox } from "../comments/seal-box.ts";

/** What the log says of one comment, entry by entry. */
export interface Told {
  leaf: string;
  state: Comment["state"];
  /** as a clerk last sorted it; undefined while nobody did */
  kind?: string;
}

const STATE_AFTER: readonly [RegExp, Comment["state"]][] = [
  [/^(?:received|edited|appeal:shown)$/, "kept"],
  [/^hidden:/, "hidden"],
  [/^withdrawn$/, "withdrawn"],
];

/** Replays the entries of comments: where each of them ought to stand. */
export function replay(told: Map<string, Told>, entries: LogBlock["entries"]): void {
  for (const { what, ref, digest } of entries) {
    const state = STATE_AFTER.find(([shape]) => shape.test(what))?.[1];
    const before = told.get(ref);
    const kind = /^kind:(.+)$/.exec(what)?.[1];
    if (what === "received" || what === "edited") told.set(ref, { ...before, leaf: digest, state: "kept" });
    else if (state) told.set(ref, { ...before, leaf: before?.leaf ?? digest, state });
    else if (kind && before) told.set(ref, { ...before, kind });
  }
}

/** Compares every stored comment with its own leaf and with the log. Reads one comment after the other. */
export async function compareComments(
  draftId: string,
  comments: CommentBox,
  logged: ReadonlyMap<string, Told>,
): Promise<{ problems: string[]; leaves: [receipt: string, leaf: string][]; readable: boolean }> {
  const problems: string[] = [];
  const leaves: [string, string][] = [];
  let readable = true;
  const seen = new Set<string>();
  for await (const comment of streamOfDraft(draftId)) {
    const ref = String(comment._id);
    // what waits for the next block of the log stands with the comment
    const told = new Map(logged.has(ref) ? [[ref, logged.get(ref)] as [string, Told]] : []);
    replay(told, comment.logged ? [] : (comment.toLog ?? []).map((deed) => ({ ...deed, ref })));
    const leaf = comment.body === "" ? undefined : leafFrom(comment, comments);
    if (comment.state !== "withdrawn" && leaf === undefined) readable = false;
    problems.push(...faultsOf(comment, leaf, told.get(ref)));
    if (comment.state !== "withdrawn") leaves.push([comment.receipt, comment.leaf]);
    seen.add(ref);
  }
  for (const ref of logged.keys()) if (!seen.has(ref)) problems.push(`comment ${ref}: in the log, not stored`);
  leaves.sort(([a], [b]) => (a < b ? -1 : 1));
  return { problems, leaves, readable };
}

function faultsOf(comment: Comment, leaf: string | undefined, told: Told | undefined): string[] {
  const name = `comment ${String(comment._id)}`;
  const faults: string[] = [];
  // an empty body was withdrawn, or kept long enough
  if (comment.body !== "" && leaf === undefined) faults.push(`${name}: its words cannot be opened`);
  else if (leaf !== undefined && leaf !== comment.leaf)
    faults.push(`${name}: stance, place or words are not those its leaf was made of`);
  if (!told) return [...faults, `${name}: stored, not in the log`];
  if (told.leaf !== comment.leaf) faults.push(`${name}: its leaf is not the one in the log`);
  if (told.kind !== undefined && told.kind !== comment.kind)
    faults.push(`${name}: sorted as ${comment.kind} here, as ${told.kind} by the log`);
  if (told.state !== comment.state) faults.push(`${name}: ${comment.state} here, ${told.state} by the log`);
  return faults;
}

/** The leaf that follows from what is stored; undefined when it cannot be opened. */
function leafFrom(comment: Comment, box: CommentBox): string | undefined {
  try {
    return leafOf({ ...comment, ...box.openWords(comment.body) });
  } catch {
    return undefined;
  }
}
