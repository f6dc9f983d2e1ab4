import type { Room } from "../kernel/room.ts";

export const createDecisionsRoom = (): Room => ({
  name: "decisions",
  keeps: [{ model: "DecisionLook", until: "3 days after it was looked at" }],
});
