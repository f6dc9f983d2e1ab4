import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";

export const challengeApi = (deps: { proofs: { challenge(): Promise<unknown> } }): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/challenge",
    auth: "anyone",
    summary: "A little work for the sender's machine; its answer is asked of who writes without Zalo.",
    answer: z.unknown(),
    perMinute: 60,
    handle: () => deps.proofs.challenge(),
  }),
];
