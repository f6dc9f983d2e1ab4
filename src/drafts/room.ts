import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { closingMoved, draftPublication } from "./draft.decision.ts";
import type { draftsApi } from "./drafts.api.ts";
import type { draftsRoutes } from "./drafts.console.ts";

export const createDraftsRoom = (deps: Needs<typeof draftsRoutes | typeof draftsApi>): Room => ({
  name: "drafts",
  menu: [
    { path: "/console/du-thao", name: "Góp ý dự thảo", icon: "doc", needs: "drafts.view", group: "work", rank: 80 },
  ],
  decisions: [bring(closingMoved, deps), bring(draftPublication, deps)],
  rows: async () => ({
    console: (await import("./drafts.console.ts")).draftsRoutes(deps),
    api: (await import("./drafts.api.ts")).draftsApi(deps),
  }),
});
