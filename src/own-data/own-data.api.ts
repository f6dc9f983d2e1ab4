import { z } from "zod";
import { chooseTopic, resumeReceiving, stopReceiving } from "../citizens/choose.ts";
import { listByAppUser } from "../citizens/citizen.store.ts";
import { type LinkDeps, linkIdentity } from "../citizens/link-identity.ts";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { AppError, messageOf, sessionOver } from "../kernel/errors.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Graph } from "../zalo/graph.ts";
import { DATA_KINDS } from "./data-request.model.ts";
import { askForOwn, type Asked, findAskedForOwn, gatherOwn, type OwnDataDeps } from "./own-data.ts";

export interface OwnDataApiDeps extends OwnDataDeps, Pick<LinkDeps, "log"> {
  zalo: LinkDeps["zalo"];
  graph: Graph;
  sessions: {
    begin(resident: { appUserId: string; name: string }): Promise<string>;
    end(token: string): Promise<void>;
  };
  sessionSeconds: number;
}

const ownData = z.object({
  places: z.array(
    z.object({
      unitCode: z.string(),
      name: z.string(),
      follows: z.boolean(),
      followedAt: z.string(),
      lastMessageAt: z.string(),
      receiving: z.boolean(),
      topics: z.array(z.string()),
      consents: z.array(
        z.object({ purpose: z.string(), given: z.boolean(), version: z.string(), method: z.string(), at: z.string() }),
      ),
    }),
  ),
  signedComments: z.array(
    z.object({ stance: z.string(), text: z.string(), reason: z.string(), at: z.string(), state: z.string() }),
  ),
  requests: z.array(
    z.object({
      what: z.string(),
      where: z.string(),
      contact: z.string(),
      state: z.string(),
      at: z.string(),
      answer: z.string(),
    }),
  ),
  contests: z.array(
    z.object({
      contest: z.string(),
      round: z.string(),
      code: z.string(),
      day: z.string(),
      right: z.number(),
      of: z.number(),
      state: z.string(),
    }),
  ),
  /** the one thing that stays after a deletion: that the person refused to be written to */
  refusals: z.array(z.object({ unitCode: z.string(), at: z.string() })),
  dataRequests: z.array(
    z.object({ kind: z.string(), at: z.string(), dueAt: z.string(), doneAt: z.string(), note: z.string() }),
  ),
});

const mustBe = <T>(found: T | undefined): T => {
  if (found === undefined) throw sessionOver();
  return found;
};

const presentAsked = (key: string, { dueAt, done }: Asked) => ({ key, dueAt: dueAt.toISOString(), done });

/** The person's own page: who Zalo says it is, what is kept, choices, rights. */
export const ownDataApi = (deps: OwnDataApiDeps): ApiRoute[] => [
  apiRoute({
    method: "post",
    path: "/session",
    auth: "anyone",
    summary: "Begins a short session from the Mini App's access token (Authorization: Bearer), checked with Zalo.",
    answer: z.object({
      session: z.string(),
      name: z.string(),
      seconds: z.number(),
      /** keyed mark of the person, for the phone alone: what one wrote is not sent as another who uses it */
      who: z.string(),
    }),
    perMinute: 20,
    async handle({ zaloToken }) {
      const user = zaloToken === "" || zaloToken.length > 4000 ? undefined : await deps.graph.whoIs(zaloToken);
      if (!user) throw new AppError(401, "Zalo chưa xác nhận được tài khoản. Ông/Bà vẫn đọc và góp ý ẩn danh được.");
      await linkIdentity(deps, user).catch((error: unknown) =>
        deps.log.error({ action: "identity-not-linked", reason: messageOf(error) }, "identity not linked"),
      );
      const session = await deps.sessions.begin({ appUserId: user.id, name: user.name });
      const who = deps.mark(`phone:${user.id}`);
      return { session, name: user.name, seconds: deps.sessionSeconds, who };
    },
  }),
  apiRoute({
    method: "post",
    path: "/session/end",
    auth: "resident",
    summary: "Ends the session.",
    answer: z.object({ ok: z.literal(true) }),
    async handle({ session }) {
      await deps.sessions.end(session);
      return { ok: true as const };
    },
  }),
  apiRoute({
    method: "get",
    path: "/me",
    auth: "resident",
    summary: "Everything kept about the person; anonymous comments have no tie and are not among it.",
    answer: ownData,
    perMinute: 30,
    handle: ({ resident }) => gatherOwn(deps, mustBe(resident)),
  }),
  apiRoute({
    method: "post",
    path: "/units/:unit/me/data-requests",
    auth: "resident",
    summary: "Asks to see, download, correct, withdraw or delete own data; answers with the due date.",
    body: z.object({
      kind: z.enum(DATA_KINDS),
      words: z.string().max(2000).default(""),
      key: z
        .string()
        .regex(/^[\w-]{16,80}$/)
        .or(z.literal(""))
        .default(""),
    }),
    answer: z.object({ key: z.string(), dueAt: z.string(), done: z.boolean() }),
    perMinute: 10,
    async repeat({ params, body }) {
      const known = await findAskedForOwn(deps, params["unit"] ?? "", body.key);
      return known && presentAsked(body.key, known);
    },
    async handle({ params, body, resident }) {
      return presentAsked(body.key, await askForOwn(deps, mustBe(resident), params["unit"] ?? "", body));
    },
  }),
  apiRoute({
    method: "post",
    path: "/units/:unit/me/choices",
    auth: "resident",
    summary: "Chooses or drops a topic, or switches messages on or off; each is recorded as a consent.",
    body: z.object({ topic: z.string().max(60).default(""), on: z.boolean() }),
    answer: z.object({ ok: z.literal(true) }),
    perMinute: 30,
    async handle({ params, body, resident, now }) {
      const unit = await findUnit(params["unit"] ?? "");
      const rows = (await listByAppUser(mustBe(resident).appUserId)).filter((one) => one.unitCode === unit?._id);
      if (!unit || rows.length === 0)
        throw new AppError(409, "Ông/Bà chưa quan tâm OA của xã. Vui lòng bấm Quan tâm OA trước khi chọn chủ đề.");
      if (body.topic !== "" && !unit.topics.some((topic) => topic.key === body.topic))
        throw new AppError(422, "Không có chủ đề này.");
      // said once, it is true under every id the person has here
      for (const { oaId, userId } of rows) {
        const eventKey = `mini-app:${userId}:${now.getTime()}`;
        const who = { oaId, userId, eventKey, at: now, method: "mini-app" as const };
        if (body.topic !== "") await chooseTopic(who, body.topic, body.on);
        else await (body.on ? resumeReceiving(who) : stopReceiving(who));
      }
      return { ok: true as const };
    },
  }),
];
