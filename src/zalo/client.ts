import { createArticles } from "./articles.ts";
import { type CallParts, createCaller } from "./call.ts";
import { createJudge, type Gate } from "./ask-gate.ts";
import { createPeople } from "./people.ts";
import { createProfile } from "./profile.ts";
import { createSender } from "./send.ts";
import { createUploads } from "./uploads.ts";

export interface ClientParts extends CallParts {
  gate: Gate;
}

/** Every call of Zalo's OpenAPI that the product uses; only these files know its paths. */
export function createZaloClient(parts: ClientParts) {
  const caller = createCaller(parts);
  const judge = createJudge(parts.gate, parts.log);
  return {
    ...createSender(caller, judge, parts),
    ...createUploads(caller),
    ...createPeople(caller),
    ...createProfile(caller),
    ...createArticles(caller, judge, parts.log),
  };
}

export type ZaloClient = ReturnType<typeof createZaloClient>;
