import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { doorAnswer, doorKey } from "./phone-contract.ts";
import { registerDoor, syncDoor } from "./serve-door.ts";
import type { ClassDeps } from "./steer-class.ts";
import { MOST_AT_ONCE } from "./ticket.ts";

/** What a phone at a door asks: it is known by its key, not by a session; who holds no code gets no name. */
export const doorApi = (deps: ClassDeps): ApiRoute[] => [
  apiRoute({
    method: "post",
    path: "/doors/register",
    auth: "anyone",
    summary: "Turns a phone into a door of a class by a code used once; the phone's own key may ask again.",
    body: z.object({ course: z.string().max(40), code: z.string().max(40), key: doorKey }),
    answer: doorAnswer,
    perMinute: 20,
    handle: ({ body }) => registerDoor(deps, body),
  }),
  apiRoute({
    method: "post",
    path: "/doors/sync",
    auth: "anyone",
    summary: "Takes who came in, each event once, and gives back which are kept and what changed for the door.",
    body: z.object({
      /** whose page it is; "" from a page a phone kept from before it said so */
      course: z.string().max(40).default(""),
      key: doorKey,
      /** ms by the phone's clock */
      now: z.number().int().min(0).max(8e15),
      /** events the phone has not sent yet, these included */
      waiting: z.number().int().min(0).max(100_000),
      /** version of what the phone has; "" for nothing */
      have: z.string().max(40),
      /** each is read alone (phone-contract.ts): one that is damaged holds up no other */
      events: z.array(z.unknown()).max(MOST_AT_ONCE),
    }),
    answer: doorAnswer,
    perMinute: 120,
    handle: ({ body }) => syncDoor(deps, body),
  }),
];
