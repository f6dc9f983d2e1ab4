import type { Draft } from "../drafts/draft.model.ts";
import { aboutOf, listPlaces, type Place } from "../drafts/list-places.ts";
import { loadOwn } from "../drafts/prepare-draft.ts";
import { findPosition, PHASE_NAMES, phaseOf } from "../drafts/rules.ts";
import type { RouteContext } from "../kernel/console-route.ts";
import { notFound } from "../kernel/errors.ts";
import { type WordPart, wordDiff } from "../kernel/word-diff.ts";
import type { SteerDeps } from "./steer-comment.ts";

export interface CommentsConsoleDeps extends SteerDeps {
  /** tells the authors who can be reached that a place has its answer */
  enqueueTell(draftId: string, position: string): Promise<void>;
}

/** How an address names the whole draft. */
export const WHOLE = "toan-van";
export const options = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, name]) => ({ value, name }));

/** The draft of the address, of the signed-in person's unit. @throws AppError 404 */
export const loadDraft = (context: RouteContext): Promise<Draft> =>
  loadOwn(context.me.scope, context.params["id"] ?? "");

/** The place an address names. @throws AppError 404 */
export async function placeOf(draft: Draft, given: string): Promise<{ id: string; position: Place | undefined }> {
  if (given === WHOLE) return { id: "", position: undefined };
  const position = findPosition(await listPlaces(draft), given);
  if (!position) throw notFound("vị trí này");
  return { id: position.id, position };
}

/** What every page of a draft's comments says. */
export const pageBase = (draft: Draft, context: RouteContext) => ({
  id: String(draft._id),
  title: draft.title,
  phaseName: PHASE_NAMES[phaseOf(draft, context.now)],
  sealed: draft.state === "sealed",
  canEnter: context.me.permissions.includes("comments.enter"),
  // reading on goes on behind the seal: what nobody looked at stands in no open data
  canShow: context.me.permissions.includes("comments.sort"),
  canSort: context.me.permissions.includes("comments.sort") && draft.state !== "sealed",
});

/** What a comment was about, when the draft says something else there now; both "" when it is as it was. */
export function earlierWords(
  draft: Draft,
  place: Place | undefined,
  version: number,
): { about: string; aboutText: string } {
  const { note, text, position } = aboutOf(draft, place, version);
  return { about: note, aboutText: note !== "" && position ? text : "" };
}

/** For all amendments of a page together: anybody may send as many long ones as a page holds. */
const COMPARE_MS = 300;

/** Paragraphs written anew beside the one their authors read, word by word; undefined for none. */
export function amendmentsAt(
  draft: Draft,
  place: Place | undefined,
): (one: { version: number; amendment: string }) => WordPart[] | undefined {
  const compare = wordDiff(COMPARE_MS);
  return ({ version, amendment }) =>
    amendment === "" || !place ? undefined : compare(aboutOf(draft, place, version).text, amendment);
}

export const clerkOf = (context: RouteContext) => ({
  id: context.me.id,
  name: context.me.name,
  role: context.me.role,
});
