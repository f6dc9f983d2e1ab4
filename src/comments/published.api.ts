import { z } from "zod";
import { findPublicDraft } from "../drafts/drafts.api.ts";
import { listPlaces } from "../drafts/list-places.ts";
import { findPosition } from "../drafts/rules.ts";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { notFound } from "../kernel/errors.ts";
import type { CommentBox } from "./seal-box.ts";
import { LOOK_DAYS, readShown } from "./show-opinions.ts";

const shown = z.object({
  opinions: z.array(
    z.object({
      text: z.string(),
      reason: z.string(),
      amendment: z.string(),
      stance: z.string(),
      alike: z.number().int(),
      about: z.string(),
    }),
  ),
  waiting: z.string(),
  /** working days within which a clerk looks */
  lookDays: z.number().int(),
  next: z.number().int().nullable(),
});
export type ShownAt = z.infer<typeof shown>;

/** What others said at a place, for everybody. */
export const publishedApi = (deps: { comments: CommentBox }): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/drafts/:id/opinions",
    auth: "anyone",
    summary: "Opinions at a place a clerk looked at on legal grounds, in the order of the log; never by stance.",
    query: z.object({
      place: z.string().max(60).default(""),
      from: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    answer: shown,
    perMinute: 120,
    async handle({ params, query }) {
      const draft = await findPublicDraft(params["id"] ?? "");
      const place = query.place === "" ? undefined : findPosition(await listPlaces(draft), query.place);
      if (query.place !== "" && !place) throw notFound("vị trí này");
      return { ...(await readShown(deps.comments, draft, place, query.from)), lookDays: LOOK_DAYS };
    },
  }),
];
