import { z } from "zod";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { formatDate, formatTime } from "../kernel/dates.ts";
import { readHouse } from "./house.store.ts";
import { beginWalk, endWalk, type Walk, type WalkDeps, WALKS } from "./walk-clock.ts";

const HOME = "/console/tap-dong-ho";
const KEYS = Object.keys(WALKS) as [Walk, ...Walk[]];

/** Cỗ máy thời gian: the practice's own clock goes forward hour by hour, and what is due is done on the way. */
export const clockRoutes = (deps: WalkDeps): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/tap-dong-ho",
    may: "home.view",
    async handle({ now }) {
      const walkTo = (await readHouse())?.walkTo ?? null;
      return page("practice/clock", "Cỗ máy thời gian", {
        day: formatDate(now),
        hour: formatTime(now),
        walks: KEYS.map((key) => ({ key, name: WALKS[key].name })),
        walking: walkTo && walkTo > now ? { day: formatDate(walkTo), time: formatTime(walkTo) } : null,
      });
    },
  }),
  route({
    method: "post",
    path: "/tap-dong-ho",
    may: "home.view",
    body: z.object({ walk: z.enum(KEYS) }),
    async handle({ body, audit }) {
      const to = await beginWalk(deps, body.walk);
      await audit("practice-clock-walks", body.walk);
      return redirect(
        HOME,
        `Đồng hồ đang chạy tới ${formatTime(to)} ngày ${formatDate(to)}. Việc tới hạn được làm trên đường.`,
      );
    },
  }),
  route({
    method: "post",
    path: "/tap-dong-ho/dung",
    may: "home.view",
    async handle({ audit }) {
      await endWalk();
      await audit("practice-clock-stops", "");
      return redirect(HOME, "Đồng hồ đã dừng ở giờ hiện tại và chạy như thường.");
    },
  }),
];
