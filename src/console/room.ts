import type { Needs, Room } from "../kernel/room.ts";
import type { keptWordsRoutes } from "./kept-words.console.ts";

export const createConsoleRoom = (deps: Needs<typeof keptWordsRoutes>): Room => ({
  name: "console",
  rows: async () => ({ console: (await import("./kept-words.console.ts")).keptWordsRoutes(deps) }),
});
