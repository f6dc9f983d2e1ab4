import type { Room } from "../kernel/room.ts";

export const createUpkeepRoom = (): Room => ({
  name: "upkeep",
  keeps: [{ model: "Finding", until: "90 days" }],
});
