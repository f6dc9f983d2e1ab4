/** The contract is the server's; only its types come here, nothing of its code. */
export type { DraftCard, DraftChange, DraftPage } from "../../../src/drafts/drafts.api.ts";
export type { Receipt } from "../../../src/comments/comments.api.ts";
export type { ShownAt } from "../../../src/comments/published.api.ts";
export type { FrameCard } from "../../../src/frames/frames.api.ts";
export type { NewsItem, UnitCard } from "../../../src/content/news.api.ts";
export type { TownHallPage } from "../../../src/townhalls/townhalls.api.ts";
export type { OwnData } from "../../../src/own-data/own-data.ts";
export type Stance = "tan-thanh" | "mot-phan" | "khong-tan-thanh" | "gop-y";
export type {
  ContestCard,
  ContestPage,
  PracticeSet,
  QuizBoard,
  QuizMine,
  QuizResult,
  QuizTurn,
} from "../../../src/quizzes/present.ts";
