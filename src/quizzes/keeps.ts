import type { Keep } from "../kernel/keep.ts";
import { forgetPlayer } from "./forget-player.ts";
import { resealPlayerSecret } from "./player-marks.ts";
import type { PlayDeps } from "./start-turn.ts";
import { resealClaims } from "./turn.store.ts";

export const quizKeeps = (deps: PlayDeps): readonly Keep[] => [
  {
    model: "QuizSecret",
    sealed: ["sealed"],
    until: "the house stands: codes stay as they are",
    reseal: ({ again }) => resealPlayerSecret(again),
  },
  {
    model: "QuizTurn",
    person: ["who", "player"],
    until: "the turn stays in the log under its code; whose it is goes when the person is erased",
    forgetByApp: (appUserId) => forgetPlayer(deps, appUserId),
  },
  { model: "QuizBest", person: ["player"], until: "goes with the player" },
  {
    model: "QuizPlayer",
    person: ["player"],
    sealed: ["claim"],
    until: "the contact of a winner 60 days after the result",
    reseal: ({ again }) => resealClaims(again),
  },
];
