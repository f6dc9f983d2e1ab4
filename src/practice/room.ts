import type { Settings } from "../config/settings.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { tend } from "../kernel/sweep.ts";
import type { clockRoutes } from "./clock.console.ts";
import { createPhone } from "./phone.ts";
import type { practiceRoutes } from "./practice.console.ts";
import { STEP_EVERY_MS, stepClock } from "./walk-clock.ts";

type Deps = Omit<Needs<typeof practiceRoutes | typeof clockRoutes>, "phone"> & { settings: Settings };

const DEEDS = {
  "practice-begun": "Bắt đầu bài tập",
  "practice-again": "Làm lại bài tập từ đầu",
  "practice-hint": "Mở gợi ý của bài tập",
  "practice-handed-in": "Nộp bài tập",
  "practice-clock-walks": "Cho đồng hồ nhà tập chạy tới",
  "practice-clock-stops": "Dừng đồng hồ nhà tập",
};

/** Practice before it counts: tasks on invented residents, with a clock of its own. In a real house it brings no page. */
export function createPracticeRoom(house: Deps): Room {
  if (house.settings.PRACTICE === "off") return { name: "practice", deeds: DEEDS };
  const deps = { ...house, phone: createPhone(house.settings.ZALO_OPENAPI_URL) };
  return {
    name: "practice",
    menu: [
      { path: "/console/tap", name: "Tập trên OA thử", icon: "checks", needs: "home.view", group: "daily", rank: 1 },
    ],
    sweeps: [tend("practice-clock", STEP_EVERY_MS, () => stepClock(deps))],
    deeds: DEEDS,
    rows: async () => ({
      console: [
        ...(await import("./practice.console.ts")).practiceRoutes(deps),
        ...(await import("./clock.console.ts")).clockRoutes(deps),
      ],
    }),
  };
}
