import { z } from "zod";
import { type ApiRoute, apiRoute, type Resident } from "../kernel/api-route.ts";
import { AppError } from "../kernel/errors.ts";
import { STATE_NAMES } from "./request.model.ts";
import { findByCode, MOST_WHAT, openWords, type RequestDeps, takeRequest } from "./take-request.ts";

export interface RequestsApiDeps extends RequestDeps {
  acceptProof(proof: unknown): Promise<boolean>;
  placeOf(resident: Resident, unitCode: string): Promise<{ oaId: string; userId: string } | undefined>;
}

const newRequest = z.object({
  what: z.string().max(MOST_WHAT * 2),
  where: z.string().max(1000).default(""),
  contact: z.string().max(600).default(""),
  key: z.string().regex(/^[\w-]{16,80}$/),
  proof: z.unknown().optional(),
});

/** Reports of residents: sent with or without Zalo, followed by a tracking code. */
export const requestsApi = (deps: RequestsApiDeps): ApiRoute[] => [
  apiRoute({
    method: "post",
    path: "/units/:unit/requests",
    auth: "anyone",
    summary: "Reports something to a unit; answers with the tracking code and the due date.",
    body: newRequest,
    answer: z.object({ code: z.string(), dueAt: z.string(), way: z.string() }),
    perMinute: 20,
    async handle({ params, body, resident, ip }) {
      if (!resident && !(await deps.acceptProof(body.proof)))
        throw new AppError(403, "Máy chưa làm xong bước kiểm tra chống gửi tự động. Ông/Bà vui lòng bấm gửi lại.");
      const unitCode = params["unit"] ?? "";
      const reach = resident ? await deps.placeOf(resident, unitCode) : undefined;
      const taken = await takeRequest(deps, {
        unitCode,
        channel: resident ? "mini-app" : "web",
        what: body.what,
        where: body.where,
        contact: body.contact,
        once: body.key,
        rateBy: resident ? `zalo:${resident.appUserId}` : `ip:${ip}`,
        ...(reach ? { reach } : {}),
      });
      return { code: taken.code, dueAt: taken.dueAt.toISOString(), way: taken.way };
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
