import { listIntakes } from "../comments/intake.store.ts";
import type { Comment } from "../comments/comment.model.ts";
import { coverWords } from "../comments/lift-mask.ts";
import { logOrder } from "../comments/log-order.ts";
import { listById, listIdsOf } from "../comments/published.store.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { aboutOf, listPlaces, type Place } from "../drafts/list-places.ts";
import { formatLocal } from "../kernel/dates.ts";

/**
 * Every comment a sealed report counts as one line: enough to count every figure again, nothing that leads to a person.
 * No day, no receipt, no id, and no tie between opinions of one paper; the order is that of the public log, drawn by lot.
 */
export interface OpenRow {
  n: number;
  place_id: string;
  place: string;
  version: number;
  kind: string;
  stance: string;
  channel: string;
  /** sent by its author; else it came with a paper, a meeting or a letter a clerk entered */
  own: boolean;
  state: string;
  late: boolean;
  /** ground on which it is hidden; "" for none */
  ground: string;
  /** whether the words stand here: looked at on legal grounds, not hidden, not withdrawn, still kept */
  published: boolean;
  /** people's own words, personal data covered */
  text: string;
  reason: string;
  gist: string;
  /** the paragraph as its author would have it */
  amendment: string;
}
const COLUMNS: readonly (keyof OpenRow)[] = [
  "n",
  "place_id",
  "place",
  "version",
  "kind",
  "stance",
  "channel",
  "own",
  "state",
  "late",
  "ground",
  "published",
  "text",
  "reason",
  "gist",
  "amendment",
];

/** A meeting, a paper, a letter: what a report counts of it. Names stand only with organisations, days with meetings. */
export interface OpenIntake {
  kind: string;
  held_on: string;
  present: number;
  speakers: number;
  spoken: number;
  organisation: string;
}

const AT_ONCE = 500;

export async function* openRows(comments: CommentBox, draft: Draft): AsyncGenerator<OpenRow> {
  const id = String(draft._id);
  const order = await logOrder(id);
  const at = (one: { _id: unknown }): number => order.get(String(one._id)) ?? Number.MAX_SAFE_INTEGER;
  const ids = (await listIdsOf(id)).toSorted((a, b) => at(a) - at(b)).map(({ _id }) => _id);
  const places = new Map((await listPlaces(draft)).map((place) => [place.id, place]));
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const part = ids.slice(from, from + AT_ONCE);
    const found = new Map((await listById(part)).map((one) => [String(one._id), one]));
    for (const [k, one] of part.entries()) {
      const comment = found.get(String(one));
      if (comment) yield rowOfComment(comments, draft, places.get(comment.position), comment, from + k + 1);
    }
  }
}

const NO_WORDS = { text: "", reason: "", gist: "", amendment: "" };

function rowOfComment(
  comments: CommentBox,
  draft: Draft,
  place: Place | undefined,
  comment: Comment,
  n: number,
): OpenRow {
  const { kind, stance, channel, state, late, version, position, hiding, body, intake } = comment;
  const published = state === "kept" && comment.shown === true && body !== "";
  const words = published ? coverWords(comments.openWords(body), comment) : NO_WORDS;
  return {
    n,
    place_id: position,
    place: aboutOf(draft, place, version).code,
    version,
    kind,
    stance,
    channel,
    own: intake === "",
    state,
    late,
    ground: state === "hidden" ? (hiding?.ground ?? "") : "",
    published,
    text: words.text,
    reason: words.reason,
    gist: words.gist,
    amendment: words.amendment,
  };
}

export const openIntakes = async (draftId: string): Promise<OpenIntake[]> =>
  (await listIntakes(draftId)).map(({ kind, heldAt, present, speakers, opinions, title }) => ({
    kind,
    held_on: kind === "meeting" ? formatLocal(heldAt).slice(0, 10) : "",
    present: kind === "meeting" ? present : 0,
    speakers: kind === "meeting" ? speakers : 0,
    spoken: kind === "meeting" ? opinions : 0,
    organisation: kind === "written" ? title : "",
  }));

export async function* asJsonLines(rows: AsyncIterable<OpenRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** RFC 4180, with a mark of UTF-8 in front for Excel. What a sheet would take for a formula has a ' before it. */
export async function* asCsv(rows: AsyncIterable<OpenRow>): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(",")}\r\n`;
  for await (const row of rows) yield `${COLUMNS.map((name) => cell(row[name])).join(",")}\r\n`;
}
const cell = (value: string | number | boolean): string => {
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
