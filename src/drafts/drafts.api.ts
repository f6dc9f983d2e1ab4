import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { createCache } from "../kernel/bounded-cache.ts";
import { type Clock, minutes } from "../kernel/clock.ts";
import { notFound } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import type { Change } from "./compare-versions.ts";
import { compareVersionsTask } from "./draft.tasks.ts";
import type { Draft } from "./draft.model.ts";
import { findDraft, findVersion, listDrafts, listVersions } from "./draft.store.ts";
import { aboutOf, listPlaces, type Place } from "./list-places.ts";
import { countInWords, isPublic, pageInWords, periodInWords, PHASE_NAMES, phaseOf } from "./rules.ts";
import { scopeOf } from "../units/scope-of.ts";

const card = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  phase: z.enum(["announced", "open", "closed", "sealed", "editing"]),
  phaseName: z.string(),
  period: z.string(),
});
export type DraftCard = z.infer<typeof card>;

export const presentCard = (draft: Draft, now: Date): DraftCard => ({
  id: String(draft._id),
  title: draft.title,
  about: draft.about,
  phase: phaseOf(draft, now),
  phaseName: PHASE_NAMES[phaseOf(draft, now)],
  period: periodInWords(draft, now),
});

const draftPage = card.extend({
  unit: z.string(),
  version: z.number(),
  versions: z.array(z.object({ n: z.number(), note: z.string(), at: z.string() })),
  questions: z.array(z.string()),
  whole: z.string(),
  positions: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      kind: z.string(),
      text: z.string(),
      depth: z.number(),
      page: z.number(),
      /** "trang 7", "khoảng trang 7" */
      where: z.string(),
      /** in words; below five it says so and no more (domain.md §5-7) */
      opinions: z.string(),
      /** how many of them are about an earlier wording; "" = none */
      earlier: z.string(),
    }),
  ),
  /** places of earlier versions that are gone, with what was said there */
  gone: z.array(z.object({ id: z.string(), code: z.string(), text: z.string(), opinions: z.string() })),
});
export type DraftPage = z.infer<typeof draftPage>;

const change = z.object({
  kind: z.enum(["same", "changed", "added", "removed"]),
  code: z.string(),
  /** where it stood before, what it was cut from or joined of; "" = nothing to say */
  note: z.string(),
  words: z.array(z.object({ text: z.string(), kind: z.enum(["same", "added", "removed"]) })),
});
export type DraftChange = z.infer<typeof change>;

/** A shown version never changes: what differs is found once, however many read it. */
const compared = createCache<Change[]>(8, minutes(10));

/** Two versions are megabytes: read only when nobody asked a moment ago. @throws AppError 404 */
async function compareShown(outside: Outside, id: string, from: number, to: number): Promise<Change[]> {
  const [before, after] = [await findVersion(id, from), await findVersion(id, to)];
  if (!before || !after) throw notFound("bản dự thảo này");
  return outside.run(compareVersionsTask, { before: before.positions, after: after.positions });
}

export interface DraftsApiDeps {
  clock: Clock;
  outside: Outside;
  /** opinions at each place; the comments' room counts them */
  countsOf(draftId: string): Promise<ReadonlyMap<string, PlaceCount>>;
}

export interface PlaceCount {
  opinions: number;
  /** by the version they were made on */
  byVersion: Readonly<Record<string, number>>;
}

/** Opinions at a place in words, and how many of them are about words that have changed since. */
export function countsAt(
  draft: Draft,
  place: Place,
  count: PlaceCount | undefined,
): { opinions: string; earlier: string } {
  const earlier = Object.entries(count?.byVersion ?? {})
    .filter(([version]) => aboutOf(draft, place, Number(version)).note !== "")
    .reduce((sum, [, n]) => sum + n, 0);
  return {
    opinions: countInWords(count?.opinions ?? 0),
    earlier: earlier === 0 || place.version < draft.version ? "" : `${countInWords(earlier)} theo câu chữ bản trước`,
  };
}

export async function findPublicDraft(id: string): Promise<Draft> {
  const draft = await findDraft(id);
  if (!draft || !isPublic(draft)) throw notFound("dự thảo này");
  return draft;
}

/** Drafts, open to everybody: no log-in, no follow, no phone. */
export const draftsApi = (deps: DraftsApiDeps): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/units/:unit/drafts",
    auth: "anyone",
    summary: "Drafts a unit shows, newest first.",
    answer: z.object({ drafts: z.array(card) }),
    async handle({ params, now }) {
      const drafts = await listDrafts(await scopeOf({ unitCode: params["unit"] ?? "" }, now), ["published", "sealed"]);
      return { drafts: drafts.map((draft) => presentCard(draft, now)) };
    },
  }),
  apiRoute({
    method: "get",
    path: "/drafts/:id",
    auth: "anyone",
    summary: "One draft with its places, guiding questions and counts in words.",
    answer: draftPage,
    async handle({ params, now }) {
      const draft = await findPublicDraft(params["id"] ?? "");
      const id = String(draft._id);
      const [places, versions, counts] = await Promise.all([listPlaces(draft), listVersions(id), deps.countsOf(id)]);
      return {
        ...presentCard(draft, now),
        unit: draft.unitCode,
        version: draft.version,
        versions: versions
          .filter((one) => one.n <= draft.version)
          .map((one) => ({ n: one.n, note: one.note, at: one.at.toISOString() })),
        questions: draft.questions,
        whole: countInWords(counts.get("")?.opinions ?? 0),
        positions: places
          .filter((place) => place.version === draft.version)
          .map((place) => ({
            id: place.id,
            code: place.code,
            kind: place.kind,
            text: place.text,
            depth: place.depth,
            page: place.page,
            where: pageInWords(place),
            ...countsAt(draft, place, counts.get(place.id)),
          })),
        gone: places
          .filter((place) => place.version < draft.version && (counts.get(place.id)?.opinions ?? 0) > 0)
          .map((place) => ({
            id: place.id,
            code: place.code,
            text: place.text,
            opinions: countsAt(draft, place, counts.get(place.id)).opinions,
          })),
      };
    },
  }),
  apiRoute({
    method: "get",
    path: "/drafts/:id/changes",
    auth: "anyone",
    summary: "What the shown version changed against an earlier one, word by word.",
    query: z.object({ from: z.coerce.number().int().min(1).default(1) }),
    answer: z.object({ changes: z.array(change) }),
    async handle({ params, query }) {
      const draft = await findPublicDraft(params["id"] ?? "");
      const id = String(draft._id);
      if (query.from >= draft.version) throw notFound("bản dự thảo này");
      const changes = await compared.get(`${id}:${query.from}:${draft.version}`, () =>
        compareShown(deps.outside, id, query.from, draft.version),
      );
      return { changes: changes.filter((one) => one.kind !== "same") };
    },
  }),
];
