import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { planHomeTasks } from "./home-tasks.ts";
import { planKeeps } from "./keeps.ts";
import { planIssue, planReview, planSigning } from "./plan.decision.ts";
import type { plansRoutes } from "./plans.console.ts";

export const createPlansRoom = (deps: Needs<typeof plansRoutes>): Room => ({
  name: "plans",
  menu: [
    { path: "/console/ke-hoach", name: "Kế hoạch", icon: "plan", needs: "plans.view", group: "publish", rank: 45 },
  ],
  tasks: planHomeTasks,
  decisions: [bring(planReview, deps), bring(planSigning, deps), bring(planIssue, deps)],
  keeps: planKeeps,
  deeds: {
    "plan-written": "Soạn kế hoạch",
    "plan-imported": "Nhập kế hoạch từ tệp",
    "plan-changed": "Sửa lời kế hoạch",
    "plan-settled": "Chọn hoặc giải thích một chỗ của kế hoạch",
    "plan-reviewed": "Rà soát kế hoạch",
    "plan-signed": "Ký kế hoạch",
    "plan-returned": "Trả lại kế hoạch",
    "plan-issued": "Ban hành kế hoạch",
    "plan-task-done": "Ghi việc của kế hoạch đã xong",
  },
  rows: async () => ({ console: (await import("./plans.console.ts")).plansRoutes(deps) }),
});
