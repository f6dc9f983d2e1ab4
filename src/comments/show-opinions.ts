import type { Draft } from "../drafts/draft.model.ts";
import { aboutOf, type Place } from "../drafts/list-places.ts";
import { countInWords } from "../drafts/rules.ts";
import { conflict } from "../kernel/errors.ts";
import { dueAfter } from "../requests/rules.ts";
import { type Comment, STANCE_NAMES } from "./comment.model.ts";
import { coverWords } from "./lift-mask.ts";
import { logOrder } from "./log-order.ts";
import { listById, listRows, listUnseen, listUnseenLike, type Row, showAs } from "./published.store.ts";
import type { CommentBox } from "./seal-box.ts";

/** Working days within which a clerk looks; told to clerks and residents alike. */
export const LOOK_DAYS = 2;
const PER_PAGE = 20;
/** Different texts one press may cover: more is not looked at. */
const MOST_LOOKED = 30;

export const lookDue = (received: Date): Date => dueAfter(received, LOOK_DAYS);

export interface Unseen {
  /** what a clerk says of it when it was looked at */
  look: string;
  id: string;
  words: string;
  reason: string;
  amendment: string;
  stance: string;
  alike: number;
  version: number;
  due: Date;
}

/** Opinions at a place that wait for a look on legal grounds: every different text, those of the same words once. */
export async function readUnseen(comments: CommentBox, draftId: string, position: string): Promise<Unseen[]> {
  const unseen = new Map<string, Unseen>();
  for (const comment of await listUnseen(draftId, position, 1000)) {
    const look = `${comment.likeness}.${exactly(comments, comment)}`;
    const known = unseen.get(look);
    if (known) known.alike += 1;
    else if (unseen.size < MOST_LOOKED) unseen.set(look, unseenOf(comments, comment, look));
  }
  return [...unseen.values()];
}

/** Mark of the words to the letter: `ma`, `má` and `mả` fold to one likeness, and only one of them was looked at. */
function exactly(comments: CommentBox, { body }: Pick<Comment, "body">): string {
  const { text, reason, gist, amendment = "" } = comments.openWords(body);
  return comments.mark("words", JSON.stringify([text, reason, gist, amendment]));
}

function unseenOf(comments: CommentBox, comment: Comment, look: string): Unseen {
  const { text, reason, amendment } = masked(comments, comment);
  const { at, stance, version } = comment;
  return {
    look,
    id: String(comment._id),
    words: text,
    reason,
    amendment,
    stance: STANCE_NAMES[stance],
    alike: 1,
    version,
    due: lookDue(at),
  };
}

/**
 * A clerk looked at these texts and found no ground to hide: residents may read them. What came since, or was said in
 * other words since, waits for a look of its own. Returns how many opinions.
 * @param looked each a {@link Unseen.look}; a likeness alone means the one of it that waits longest, and its equals
 * @throws AppError 409 when nothing of it waits any more
 */
export async function showOpinions(
  comments: CommentBox,
  draftId: string,
  position: string,
  looked: readonly string[],
): Promise<number> {
  let n = 0;
  for (const look of new Set(looked.slice(0, MOST_LOOKED))) {
    const [likeness = "", given] = look.split(".");
    const marked = (await listUnseenLike(draftId, position, likeness)).map((row) => ({
      ...row,
      words: exactly(comments, row),
    }));
    const words = given ?? marked[0]?.words;
    n += await showAs(marked.filter((row) => row.words === words));
  }
  if (n === 0) throw conflict("Không còn ý kiến nào chờ xem ở trang này. Vui lòng tải lại.");
  return n;
}

export interface ShownOpinion {
  /** as plain text, whatever it holds; personal data covered */
  text: string;
  reason: string;
  /** the paragraph as they would have it; "" for none */
  amendment: string;
  stance: string;
  /** people who said it in the same words */
  alike: number;
  /** "theo bản 1" when the place had other words then */
  about: string;
}
export interface ShownPage {
  opinions: ShownOpinion[];
  /** those who wait for a look or for their batch of the log, in words; "" for none */
  waiting: string;
  next: number | null;
}

/**
 * What residents may read at a place: looked at, and in the public log; in the log's own order, which knows neither
 * stance nor sender. @param from how many texts were read before
 */
export async function readShown(
  comments: CommentBox,
  draft: Draft,
  place: Place | undefined,
  from: number,
): Promise<ShownPage> {
  const draftId = String(draft._id);
  const [rows, order] = [await listRows(draftId, place?.id ?? ""), await logOrder(draftId)];
  const orderOf = (row: Row): number => order.get(String(row._id)) ?? Number.POSITIVE_INFINITY;
  const open = rows
    .filter((row) => row.shown && order.has(String(row._id)))
    .toSorted((a, b) => orderOf(a) - orderOf(b));
  const texts = new Map<string, { first: Row; alike: number }>();
  for (const row of open) {
    const key = `${row.likeness}|${row.stance}|${row.version}`;
    const known = texts.get(key);
    if (known) known.alike += 1;
    else texts.set(key, { first: row, alike: 1 });
  }
  const page = [...texts.values()].slice(from, from + PER_PAGE);
  const bodies = new Map((await listById(page.map(({ first }) => first._id))).map((one) => [String(one._id), one]));
  const opinions = page.flatMap(({ first, alike }) => {
    const comment = bodies.get(String(first._id));
    // said in other words or hidden since the rows were read: those words nobody looked at
    if (!comment || comment.shown !== true || comment.state !== "kept" || comment.body === "") return [];
    const about = aboutOf(draft, place, comment.version).note;
    return [{ ...masked(comments, comment), stance: STANCE_NAMES[comment.stance], alike, about }];
  });
  const waiting = rows.length - open.length;
  return {
    opinions,
    waiting: waiting === 0 ? "" : countInWords(waiting),
    next: from + PER_PAGE < texts.size ? from + PER_PAGE : null,
  };
}

function masked(comments: CommentBox, comment: Comment): { text: string; reason: string; amendment: string } {
  const { text, reason, gist, amendment } = coverWords(comments.openWords(comment.body), comment);
  return { text: gist === "" ? text : `${text}\n(Lược dịch: ${gist})`, reason, amendment };
}
