import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { notFound, proofMissing } from "../kernel/errors.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { findUnit } from "../units/unit.store.ts";
import { askQuestion, findAsked, MOST_QUESTION, publishedQuestions, type TownHallDeps } from "./steer-townhall.ts";
import type { TownHall } from "./townhall.model.ts";
import { countQuestions, findTownHall, listTownHalls } from "./townhall.store.ts";
import { scopeOf } from "../units/scope-of.ts";

export interface TownHallsApiDeps extends TownHallDeps {
  acceptProof(proof: unknown): Promise<boolean>;
}

const card = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  place: z.string(),
  heldAt: z.string(),
  open: z.boolean(),
});
const hallPage = card.extend({
  waiting: z.number(),
  hidden: z.number(),
  questions: z.array(z.object({ text: z.string(), answer: z.string() })),
});
export type TownHallPage = z.infer<typeof hallPage>;

const presentHall = (hall: TownHall, now: Date) => ({
  id: String(hall._id),
  title: hall.title,
  about: hall.about,
  place: hall.place,
  heldAt: hall.heldAt.toISOString(),
  open: now <= hall.closesAt,
});

async function findPublic(id: string): Promise<TownHall> {
  const hall = await findTownHall(id);
  if (hall?.state !== "published") throw notFound("cuộc đối thoại này");
  return hall;
}

/** Open meetings: read by everybody, asked with or without Zalo. */
export const townHallsApi = (deps: TownHallsApiDeps): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/units/:unit/townhalls",
    auth: "anyone",
    summary: "A unit's open meetings, newest first.",
    answer: z.object({ townhalls: z.array(card) }),
    async handle({ params, now }) {
      const halls = await listTownHalls(await scopeOf({ unitCode: params["unit"] ?? "" }, now), ["published"]);
      return { townhalls: halls.map((hall) => presentHall(hall, now)) };
    },
  }),
  apiRoute({
    method: "get",
    path: "/townhalls/:id",
    auth: "anyone",
    summary: "One open meeting with its answered questions.",
    answer: hallPage,
    async handle({ params, now }) {
      const hall = await findPublic(params["id"] ?? "");
      const id = String(hall._id);
      return {
        ...presentHall(hall, now),
        waiting: await countQuestions(id, "asked"),
        hidden: await countQuestions(id, "hidden"),
        questions: await publishedQuestions(deps, hall),
      };
    },
  }),
  apiRoute({
    method: "post",
    path: "/townhalls/:id/questions",
    auth: "anyone",
    summary: "Asks a question; answers with the receipt code.",
    body: z.object({
      text: z.string().max(MOST_QUESTION * 2),
      key: z.string().regex(/^[\w-]{16,80}$/),
      proof: z.unknown().optional(),
    }),
    answer: z.object({ key: z.string(), code: z.string() }),
    perMinute: 20,
    async repeat({ params, body: { key, text } }) {
      const code = await findAsked(deps, { townHallId: params["id"] ?? "", once: key, text });
      return code === "" ? undefined : { key, code };
    },
    async handle({ params, body, resident, ip }) {
      if (!resident && !(await deps.acceptProof(body.proof))) throw proofMissing();
      const code = await askQuestion(deps, {
        townHallId: params["id"] ?? "",
        text: body.text,
        once: body.key,
        channel: resident ? "mini-app" : "web",
        rateBy: resident ? `zalo:${resident.appUserId}` : `ip:${ip}`,
        fresh: true,
      });
      return { key: body.key, code };
    },
  }),
];

/** The same without JavaScript. */
export const townHallPages = (deps: Pick<TownHallDeps, "comments" | "clock">): PublicPage[] => [
  publicPage({
    path: "/doi-thoai/:id",
    async handle({ params, now }) {
      const hall = await findPublic(params["id"] ?? "");
      const unit = await findUnit(hall.unitCode);
      const id = String(hall._id);
      const [waiting, hidden] = [await countQuestions(id, "asked"), await countQuestions(id, "hidden")];
      return {
        kind: "page",
        view: "townhalls/public",
        title: hall.title,
        data: {
          office: unit?.office ?? "",
          hall,
          open: now <= hall.closesAt,
          waiting,
          hidden,
          questions: await publishedQuestions(deps, hall),
        },
      };
    },
  }),
];
