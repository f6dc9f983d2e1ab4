import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { frameApproval } from "./frame.decision.ts";
import { framesToApprove } from "./home-tasks.ts";
import type { framePages, framesApi } from "./frames.api.ts";
import type { framesRoutes } from "./frames.console.ts";

export const createFramesRoom = (deps: Needs<typeof framesRoutes | typeof framesApi | typeof framePages>): Room => ({
  name: "frames",
  menu: [{ path: "/console/khung", name: "Khung ảnh", icon: "person", needs: "frames.view", group: "work", rank: 110 }],
  tasks: [framesToApprove],
  decisions: [bring(frameApproval, deps)],
  async rows() {
    const { framePages, framesApi } = await import("./frames.api.ts");
    return {
      console: (await import("./frames.console.ts")).framesRoutes(deps),
      api: framesApi(deps),
      pages: framePages(deps),
    };
  },
});
