import type { Needs, Room } from "../kernel/room.ts";
import type { calendarRoutes } from "./calendar.console.ts";

export const createCalendarRoom = (deps: Needs<typeof calendarRoutes>): Room => ({
  name: "calendar",
  rows: async () => ({ console: (await import("./calendar.console.ts")).calendarRoutes(deps) }),
});
