import { z } from "zod";
import { allowanceOf } from "../kernel/allowance.ts";
import { type ApiRoute, apiRoute, type Resident } from "../kernel/api-route.ts";
import { AppError, proofMissing } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { keepPicture, releasePicture, usePicture } from "./request-picture.ts";
import { STATE_NAMES } from "./request.model.ts";
import {
  findByCode,
  findTaken,
  MOST_WHAT,
  openWords,
  type RequestDeps,
  type Taken,
  takeRequest,
} from "./take-request.ts";

/** More than any report needs; each picture takes room until a report names it or a day is over. */
const PICTURES_PER_HOUR = 20;

export interface RequestsApiDeps extends RequestDeps {
  outside: Outside;
  acceptProof(proof: unknown): Promise<boolean>;
  placeOf(resident: Resident, unitCode: string): Promise<{ oaId: string; userId: string } | undefined>;
}

const newRequest = z.object({
  what: z.string().max(MOST_WHAT * 2),
  where: z.string().max(1000).default(""),
  contact: z.string().max(600).default(""),
  /** name of a picture sent before */
  picture: z.string().max(60).default(""),
  key: z.string().regex(/^[\w-]{16,80}$/),
  proof: z.unknown().optional(),
});

const presentTaken = (key: string, { code, dueAt, way }: Taken) => ({ key, code, dueAt: dueAt.toISOString(), way });

/** Reports of residents: sent with or without Zalo, followed by a tracking code. */
export const requestsApi = (deps: RequestsApiDeps): ApiRoute[] => [
  apiRoute({
    method: "post",
    path: "/units/:unit/requests",
    auth: "anyone",
    summary: "Reports something to a unit; answers with the tracking code and the due date.",
    body: newRequest,
    answer: z.object({ key: z.string(), code: z.string(), dueAt: z.string(), way: z.string() }),
    perMinute: 20,
    async repeat({ params, body }) {
      const known = await findTaken(deps, { unitCode: params["unit"] ?? "", once: body.key, what: body.what });
      return known && presentTaken(body.key, known);
    },
    async handle({ params, body, resident, ip }) {
      if (!resident && !(await deps.acceptProof(body.proof))) throw proofMissing();
      const unitCode = params["unit"] ?? "";
      const reach = resident ? await deps.placeOf(resident, unitCode) : undefined;
      const picture = await usePicture(body.picture, deps.requests.mark(`${unitCode}:${body.key}`));
      const taken = await takeRequest(deps, {
        unitCode,
        channel: resident ? "mini-app" : "web",
        what: body.what,
        where: body.where,
        contact: body.contact,
        picture,
        once: body.key,
        rateBy: resident ? `zalo:${resident.appUserId}` : `ip:${ip}`,
        fresh: true,
        ...(reach ? { reach } : {}),
      }).catch(async (error: unknown) => {
        // a write whose answer was lost may have been done, and the report names the picture
        if (error instanceof AppError) await releasePicture(picture);
        throw error;
      });
      return presentTaken(body.key, taken);
    },
  }),
  apiRoute({
    method: "post",
    path: "/requests/pictures",
    auth: "anyone",
    summary: "Keeps a picture (JPEG, PNG, WebP, at most 8 MB) for a report; goes after a day unless a report names it.",
    picture: 8_000_000,
    answer: z.object({ picture: z.string() }),
    perMinute: 6,
    async handle({ body, resident, ip }) {
      const who = resident ? `zalo:${resident.appUserId}` : `ip:${ip}`;
      if (!(await deps.takeTurn(`picture:${who}`, allowanceOf(who, PICTURES_PER_HOUR))))
        throw new AppError(429, "Ông/Bà đã gửi nhiều ảnh trong một giờ. Vui lòng chờ một lát rồi gửi tiếp.");
      if (!Buffer.isBuffer(body)) throw new AppError(422, "Ảnh phải là JPEG, PNG hoặc WebP, dưới 8 MB.");
      return { picture: await keepPicture(deps, body) };
    },
  }),
  apiRoute({
    method: "post",
    path: "/requests/read",
    auth: "anyone",
    summary: "Where the report with this tracking code stands.",
    body: z.object({ code: z.string().max(40) }),
    answer: z.object({
      what: z.string(),
      where: z.string(),
      state: z.string(),
      stateName: z.string(),
      office: z.string(),
      dueAt: z.string(),
      answer: z.string(),
    }),
    perMinute: 30,
    async handle({ body }) {
      const request = await findByCode(body.code);
      const { what, where } = openWords(deps.requests, request);
      return {
        what,
        where,
        state: request.state,
        stateName: STATE_NAMES[request.state],
        office: request.office,
        dueAt: request.dueAt.toISOString(),
        answer: request.answer,
      };
    },
  }),
];
