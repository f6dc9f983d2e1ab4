import { bring } from "../decisions/bring.ts";
import type { Needs, Room } from "../kernel/room.ts";
import { bringDialogue } from "../kernel/dialogue/bring.ts";
import { resultsSince } from "./results-since.ts";
import { quizKeeps } from "./keeps.ts";
import { retention, tend } from "../kernel/sweep.ts";
import { purgeQuizContacts, tendRounds } from "./close-round.ts";
import { contestApproval } from "./contest.decision.ts";
import { exclusion, winnersPublication } from "./result.decision.ts";
import { contestsToApprove } from "./home-tasks.ts";
import type { contestApprovalRoutes } from "./contest-approval.console.ts";
import type { contestsRoutes } from "./contests.console.ts";
import type { quizPages } from "./public-quiz.ts";
import type { questionsRoutes } from "./questions.console.ts";
import { quizDialogue } from "./quiz.dialogue.ts";
import type { quizzesApi } from "./quizzes.api.ts";
import type { resultsRoutes } from "./results.console.ts";
import { listContests } from "./contest.store.ts";

type Deps = Needs<
  | typeof questionsRoutes
  | typeof resultsRoutes
  | typeof contestsRoutes
  | typeof contestApprovalRoutes
  | typeof quizzesApi
  | typeof quizPages
>;

export const createQuizzesRoom = (deps: Deps): Room => ({
  name: "quizzes",
  menu: [
    { path: "/console/thi", name: "Thi tìm hiểu", icon: "quiz", needs: "quizzes.view", group: "consult", rank: 30 },
  ],
  tasks: [contestsToApprove],
  decisions: [bring(contestApproval, deps), bring(exclusion, deps), bring(winnersPublication, deps)],
  dialogues: [bringDialogue(quizDialogue, deps)],
  sweeps: [
    tend("quizzes", 2000, () => tendRounds(deps)),
    retention("quizzes", { "purged-quiz-contacts": "Liên hệ người trúng giải đã xóa theo thời hạn lưu" }, async () => ({
      "purged-quiz-contacts": await purgeQuizContacts(deps),
    })),
  ],
  keeps: quizKeeps(deps),
  leaves: [
    {
      what: "cuộc thi chưa xong",
      rule: "tiếp tục đến hết vòng; lượt thi và nhật ký giữ nguyên",
      count: async (code) => (await listContests([code], ["editing", "waiting", "published"])).length,
    },
  ],
  written: [{ what: "kết quả vòng thi đã tính", list: (codes, since) => resultsSince(codes, since) }],
  deeds: {
    "question-saved": "Lưu câu hỏi",
    "question-ticked": "Xác nhận hai nguồn của câu hỏi",
    "question-retired": "Bỏ câu hỏi",
    "questions-imported": "Nhập câu hỏi từ tệp",
    "questions-exported": "Tải ngân hàng câu hỏi",
    "contest-saved": "Lưu cuộc thi",
    "contest-submitted": "Trình duyệt cuộc thi",
    "contest-withdrawn": "Rút cuộc thi về sửa",
    "contest-approved": "Duyệt và mở cuộc thi",
    "contest-returned": "Trả lại cuộc thi",
    "player-excluded": "Loại một mã người thi",
    "marks-read": "Xem lượt thi bất thường",
    "winners-published": "Công bố người trúng giải",
    "claim-read": "Xem liên hệ người trúng giải",
  },
  rows: async () => ({
    console: [
      ...(await import("./questions.console.ts")).questionsRoutes(deps),
      ...(await import("./results.console.ts")).resultsRoutes(deps),
      ...(await import("./contests.console.ts")).contestsRoutes(deps),
      ...(await import("./contest-approval.console.ts")).contestApprovalRoutes(deps),
    ],
    api: (await import("./quizzes.api.ts")).quizzesApi(deps),
    crowd: true,
    pages: (await import("./public-quiz.ts")).quizPages(deps),
  }),
});
