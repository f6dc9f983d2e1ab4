import { AppError, conflict } from "../kernel/errors.ts";
import { defineDialogue, type Doing, type Outcome } from "../kernel/dialogue/dialogue.ts";
import { openRounds } from "./open-rounds.ts";
import { type QuizWorld, quizSteps } from "./quiz-steps.ts";
import { type Given, pauseTurn, saveAnswers } from "./save-answers.ts";
import { type PlayDeps, resumeTurn, startTurn, type TurnView, viewTurn } from "./start-turn.ts";
import { submitTurn } from "./submit-turn.ts";

/** The turn as it stands; undefined when it was handed in or its round is over. */
async function viewed(deps: PlayDeps, id: string | undefined, appUserId: string): Promise<TurnView | undefined> {
  if (!id) return undefined;
  try {
    return await viewTurn(deps, id, appUserId);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const NO_ID =
  "Zalo chưa cho biết mã của Ông/Bà ở kênh này, nên chưa thi tính giải được. Ông/Bà vui lòng nhắn lại sau ít phút.";

async function start(deps: PlayDeps, { party, said, args }: Doing): Promise<Outcome> {
  if (party.appUserId === "") throw conflict(NO_ID);
  const view = await startTurn(deps, {
    contestId: said["contest"] ?? "",
    round: Number(said["round"]),
    appUserId: party.appUserId,
    channel: "chat",
    prize: args["prize"] === "yes",
  });
  const note = view.resumed
    ? "Làm tiếp lượt đang dở.\n"
    : view.counts
      ? ""
      : "Hôm nay đã đủ số lượt được tính; lượt này không tính xếp hạng.\n";
  return { told: { turn: view.id, note } };
}

/** Lets the clock run, changes what was given and keeps it. */
async function keep(deps: PlayDeps, { party, said }: Doing, change: (view: TurnView) => Given): Promise<Outcome> {
  const view = await resumeTurn(deps, said["turn"] ?? "", party.appUserId);
  await saveAnswers(deps, view.id, party.appUserId, change(view));
  return {};
}

async function pause(deps: PlayDeps, { party, said }: Doing): Promise<Outcome> {
  const view = await viewed(deps, said["turn"], party.appUserId);
  if (!view) return {};
  try {
    await pauseTurn(deps, view.id, party.appUserId, { chosen: view.chosen, guess: view.guess });
  } catch (error) {
    // handed in meanwhile, or its time is over: there is nothing to stop
    if (!(error instanceof AppError)) throw error;
  }
  return { told: { pausable: view.pausable ? "" : "no" } };
}

export const quizDialogue = defineDialogue<QuizWorld, PlayDeps>({
  kind: "thi",
  title: "lượt thi, các câu đã trả lời được lưu",
  waits: {
    chon: {},
    cho: { no: "huy" },
    "tra-loi": { numbers: true, services: true, right: true },
    doan: { numbers: true, services: true },
    "cho-nop": { yes: "nop" },
  },
  opens: async (_, unitCode, now) => (await openRounds(unitCode, now)).length > 0,
  async look(deps, { party, said }) {
    const [rounds, view] = await Promise.all([
      openRounds(party.unitCode, deps.clock.now()),
      viewed(deps, said["turn"], party.appUserId),
    ]);
    return { rounds, view };
  },
  steps: quizSteps,
  effects: {
    start,
    async "go-on"(deps, { party, said }) {
      await resumeTurn(deps, said["turn"] ?? "", party.appUserId);
      return {};
    },
    keep: (deps, doing) =>
      keep(deps, doing, ({ chosen, guess }) => ({
        chosen: chosen.map((one, n) =>
          String(n) === doing.args["at"] ? (doing.args["chosen"] ?? "").split(" ").map(Number) : one,
        ),
        guess,
      })),
    guess: (deps, doing) =>
      keep(deps, doing, ({ chosen }) => ({ chosen, guess: doing.args["guess"] ? Number(doing.args["guess"]) : null })),
    async submit(deps, { party, said }) {
      const view = await viewed(deps, said["turn"], party.appUserId);
      if (view?.paused) await resumeTurn(deps, view.id, party.appUserId);
      const given = { chosen: view?.chosen ?? [], guess: view?.guess ?? null };
      return { told: { result: JSON.stringify(await submitTurn(deps, said["turn"] ?? "", party.appUserId, given)) } };
    },
    pause,
  },
  leaving: (said) => (said["turn"] ? { name: "pause", args: {} } : undefined),
});
