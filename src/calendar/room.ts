import type { Needs, Room } from "../kernel/room.ts";
import type { calendarRoutes } from "./calendar.console.ts";

export const createCalendarRoom = (deps: Needs<typeof calendarRoutes>): Room => ({
  name: "calendar",
  menu: [{ path: "/console/lich", name: "Lịch", icon: "calendar", needs: "calendar.view", group: "publish", rank: 30 }],
  deeds: {
    "calendar-changed": "Sửa lịch",
    "day-saved": "Lưu ngày đáng nhớ",
  },
  rows: async () => ({ console: (await import("./calendar.console.ts")).calendarRoutes(deps) }),
});
