import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { bringDialogue } from "../kernel/dialogue/bring.ts";
import type { AcceptDeps } from "./accept-comment.ts";
import { commentDialogue } from "./comment.dialogue.ts";
import { commentKeeps } from "./keeps.ts";
import { bringJob } from "../kernel/job.ts";
import { type CommentSweepDeps, commentSweeps } from "./comment.sweeps.ts";
import type { TellDeps } from "./tell-authors.ts";
import { tellAuthorsJob, tellChangedJob } from "./tell.jobs.ts";
import { positionAnswer } from "./answer.decision.ts";
import { appealDecision, commentHiding } from "./hiding.decision.ts";
import type { commentsApi } from "./comments.api.ts";
import type { commentsRoutes } from "./comments.console.ts";
import type { intakeRoutes } from "./intake.console.ts";
import type { publishedApi } from "./published.api.ts";
import { commentTasks } from "./home-tasks.ts";
import type { paperRoutes } from "./paper.console.ts";
import { commentFacts } from "./facts.ts";

type Deps = Needs<
  typeof intakeRoutes | typeof paperRoutes | typeof commentsRoutes | typeof commentsApi | typeof publishedApi
> &
  CommentSweepDeps &
  TellDeps &
  AcceptDeps;

export const createCommentsRoom = (deps: Deps): Room => ({
  name: "comments",
  facts: commentFacts,
  decisions: [bring(positionAnswer, deps), bring(appealDecision, deps), bring(commentHiding, deps)],
  dialogues: [bringDialogue(commentDialogue, deps)],
  jobs: [bringJob(tellAuthorsJob, deps), bringJob(tellChangedJob, deps)],
  sweeps: commentSweeps(deps),
  tasks: commentTasks,
  keeps: commentKeeps(deps),
  deeds: {
    "comments-read": "Đọc ý kiến góp ý",
    "comment-opened": "Xem nguyên văn một ý kiến",
    "comment-sorted": "Xếp loại ý kiến",
    "comment-grouped": "Gộp ý kiến giống nhau",
    "comment-ungrouped": "Tách nhóm ý kiến",
    "mask-lifted": "Bỏ che chỗ không phải thông tin riêng",
    "comments-shown": "Cho hiện ý kiến đã xem",
    "comment-hidden": "Ẩn ý kiến",
    "appeal-decided": "Giải quyết khiếu nại",
    "comments-entered": "Nhập phiếu, hội nghị, văn bản",
    "slips-shown": "Mở phiếu mã để in",
    "scan-added": "Thêm ảnh của phiếu",
    "scan-opened": "Xem ảnh của phiếu",
    "position-answered": "Trả lời góp ý",
  },
  rows: async () => ({
    console: [
      ...(await import("./intake.console.ts")).intakeRoutes(deps),
      ...(await import("./paper.console.ts")).paperRoutes(deps),
      ...(await import("./comments.console.ts")).commentsRoutes(deps),
    ],
    api: [
      ...(await import("./comments.api.ts")).commentsApi(deps),
      ...(await import("./published.api.ts")).publishedApi(deps),
    ],
    crowd: true,
  }),
});
