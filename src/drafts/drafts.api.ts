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
import { countInWords, isPublic, periodInWords, PHASE_NAMES, phaseOf } from "./rules.ts";

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
      /** in words; below five it says so and no more (domain.md §5-7) */
      opinions: z.string(),
    }),
  ),
});
export type DraftPage = z.infer<typeof draftPage>;

const change = z.object({
  kind: z.enum(["same", "changed", "added", "removed"]),
  code: z.string(),
  words: z.array(z.object({ text: z.string(), kind: z.enum(["same", "added", "removed"]) })),
});
export type DraftChange = z.infer<typeof change>;

/** A shown version never changes: what differs is found once, however many read it. */
const compared = createCache<Change[]>(8, minutes(10));

export interface DraftsApiDeps {
  clock: Clock;
  outside: Outside;
  /** opinions at each place; the comments' room counts them */
  countsOf(draftId: string): Promise<ReadonlyMap<string, number>>;
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
      const drafts = await listDrafts(params["unit"] ?? "", ["published", "sealed"]);
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
      const [version, versions, counts] = await Promise.all([
        findVersion(id, draft.version),
        listVersions(id),
        deps.countsOf(id),
      ]);
      return {
        ...presentCard(draft, now),
        unit: draft.unitCode,
        version: draft.version,
        versions: versions
          .filter((one) => one.n <= draft.version)
          .map((one) => ({ n: one.n, note: one.note, at: one.at.toISOString() })),
        questions: draft.questions,
        whole: countInWords(counts.get("") ?? 0),
        positions: (version?.positions ?? []).map(({ id: place, code, kind, text, depth, page }) => ({
          id: place,
          code,
          kind,
          text,
          depth,
          page,
          opinions: countInWords(counts.get(place) ?? 0),
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
      const [before, after] = [await findVersion(id, query.from), await findVersion(id, draft.version)];
      if (!before || !after || query.from >= draft.version) throw notFound("bản dự thảo này");
      const versions = { before: before.positions, after: after.positions };
      const changes = await compared.get(`${id}:${query.from}:${draft.version}`, () =>
        deps.outside.run(compareVersionsTask, versions),
      );
      return { changes: changes.filter((one) => one.kind !== "same") };
    },
  }),
];
