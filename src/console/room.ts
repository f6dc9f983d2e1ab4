import type { Needs, Room } from "../kernel/room.ts";
import { consoleKeeps } from "./keeps.ts";
import type { keptWordsRoutes } from "./kept-words.console.ts";

export const createConsoleRoom = (deps: Needs<typeof keptWordsRoutes>): Room => ({
  name: "console",
  keeps: consoleKeeps,
  rows: async () => ({ console: (await import("./kept-words.console.ts")).keptWordsRoutes(deps) }),
});
