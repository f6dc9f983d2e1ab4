import type { Needs, Room } from "../kernel/room.ts";
import { transcriptPages } from "./transcript.pages.ts";
import type { weekRoutes } from "./week.console.ts";

/** What a commune's loudspeakers read in a week, and what they did read. ADR 0042. */
export const createLoudspeakerRoom = (deps: Needs<typeof weekRoutes>): Room => ({
  name: "loudspeaker",
  menu: [
    {
      path: "/console/loa-tuan",
      name: "Loa tuần",
      icon: "horn",
      needs: "content.view",
      group: "publish",
      rank: 61,
      seldom: true,
    },
  ],
  keeps: [
    { model: "LoudspeakerRule", until: "the unit's own hours; kept as long as the unit" },
    { model: "LoudspeakerSlot", until: "kept as what was read out; cadence is counted from it" },
  ],
  deeds: {
    "loudspeaker-hours": "Đổi ngày, giờ phát loa",
    "loudspeaker-planned": "Xếp danh sách loa tuần",
    "loudspeaker-played": "Ghi lượt phát loa",
    "loudspeaker-log": "Nhập nhật ký của đài",
  },
  rows: async () => ({ console: (await import("./week.console.ts")).weekRoutes(deps), pages: transcriptPages() }),
});
