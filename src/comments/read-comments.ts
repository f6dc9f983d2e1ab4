import { maskPii } from "../kernel/pii.ts";
import { readTelex } from "../kernel/telex.ts";
import { CHANNEL_NAMES, type Comment, KIND_NAMES, STANCE_NAMES } from "./comment.model.ts";
import { type Group, listGroups } from "./comment.store.ts";
import { coverWords } from "./lift-mask.ts";
import { GROUNDS, isGround } from "./rules.ts";
import type { CommentBox } from "./seal-box.ts";

/** A comment as an officer reads it. */
export interface ReadComment {
  id: string;
  words: string;
  reason: string;
  gist: string;
  /** the paragraph as the author would have it; "" for none */
  amendment: string;
  /** raw Telex as it was meant, beside the original and never instead of it; "" when there is nothing to read */
  reading: string;
  stance: string;
  kind: Comment["kind"];
  kindName: string;
  channel: string;
  state: Comment["state"];
  late: boolean;
  signed: boolean;
  forwardedTo: string;
  ground: string;
  article: string;
  note: string;
  hiddenBy: string;
  appeal: string;
  appealOpen: boolean;
  position: string;
  /** version its author read */
  version: number;
}

/** @param masked personal data is covered unless the officer asked for this one comment, which is logged */
export function openComment(box: CommentBox, comment: Comment, masked: boolean): ReadComment {
  const words = comment.body === "" ? { text: "", reason: "", gist: "" } : box.openWords(comment.body);
  const shown = masked ? coverWords(words, comment) : words;
  const { hiding, appeal } = comment;
  return {
    id: String(comment._id),
    words: shown.text,
    reason: shown.reason,
    gist: shown.gist,
    amendment: shown.amendment ?? "",
    reading: masked ? maskPii(readTelex(words.text) ?? "") : (readTelex(words.text) ?? ""),
    stance: STANCE_NAMES[comment.stance],
    kind: comment.kind,
    kindName: KIND_NAMES[comment.kind],
    channel: CHANNEL_NAMES[comment.channel],
    state: comment.state,
    late: comment.late,
    signed: comment.signed !== "",
    forwardedTo: comment.forwardedTo,
    ground: hiding && isGround(hiding.ground) ? GROUNDS[hiding.ground].name : "",
    article: hiding?.article ?? "",
    note: hiding?.note ?? "",
    hiddenBy: hiding?.by.name ?? "",
    appeal: appeal ? box.box.open(appeal.words) : "",
    appealOpen: appeal?.decision === "",
    position: comment.position,
    version: comment.version,
  };
}

export interface ReadGroup extends ReadComment {
  group: string;
  alike: number;
  mixed: boolean;
}

/** A page of what was said at one place, the same words once with their number; in the order it came. */
export async function readGroups(
  box: CommentBox,
  draftId: string,
  position: string,
  page: number,
  perPage: number,
): Promise<ReadGroup[]> {
  const groups: Group[] = await listGroups(draftId, position, (page - 1) * perPage, perPage);
  return groups.map(({ group, n, first, mixed }) => ({ ...openComment(box, first, true), group, alike: n, mixed }));
}
