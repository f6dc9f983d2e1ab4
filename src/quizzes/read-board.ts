import { findLinks } from "../gate/find-links.ts";
import { invalid } from "../kernel/errors.ts";
import { livePeople } from "./live-people.ts";
import type { PlayDeps } from "./start-turn.ts";
import { FEWEST_SHOWN, maskName, peopleInWords, tidyNickname } from "./rules.ts";
import type { Best, Player } from "./turn.model.ts";
import {
  changePlayer,
  countBetter,
  findBest,
  findPlayer,
  listPlayers,
  nextBetter,
  nextWorse,
  topBests,
} from "./turn.store.ts";

const TOP = 10;
const AROUND = 3;
/** A rank beyond this is told as "ngoài 10.000": counting further would read the whole board. */
const MOST_RANK = 10_000;

export interface BoardRow {
  rank: number;
  name: string;
  right: number;
  me: boolean;
}
export interface Board {
  /** in words: "dưới 5 người" */
  people: string;
  /** empty while fewer than five took part */
  top: BoardRow[];
  around: BoardRow[];
  /** 0 without a counted turn; -1 beyond the ranks that are counted */
  rank: number;
}

const nameOf = (player: Player | undefined): string =>
  player && player.shown !== "none" && player.shownName !== "" ? player.shownName : "(không hiện tên)";

async function rows(bests: readonly Best[], from: number, me: string, contestId: string): Promise<BoardRow[]> {
  const players = await listPlayers(
    contestId,
    bests.map((best) => best.player),
  );
  return bests.map((best, n) => ({
    rank: from + n,
    name: nameOf(players.get(best.player)),
    right: best.right,
    me: best.player === me,
  }));
}

/**
 * The first ten of a round and the three before and after oneself. By score and time only: the guesses are weighed when
 * the round is over. Nobody is named who did not ask for it; there is no board of units.
 */
export async function readBoard(deps: PlayDeps, contestId: string, round: number, appUserId: string): Promise<Board> {
  const people = await livePeople(contestId, round);
  const board: Board = { people: peopleInWords(people), top: [], around: [], rank: 0 };
  if (people < FEWEST_SHOWN) return board;
  const me = appUserId === "" ? "" : await deps.quiz.player(contestId, appUserId);
  board.top = await rows(await topBests(contestId, round, TOP), 1, me, contestId);
  const own = me === "" ? null : await findBest(contestId, round, me);
  if (!own) return board;
  const better = await countBetter(own, MOST_RANK);
  if (better >= MOST_RANK) return { ...board, rank: -1 };
  board.rank = better + 1;
  if (board.rank <= TOP) return board;
  const [before, after] = [await nextBetter(own, AROUND), await nextWorse(own, AROUND)];
  board.around = await rows([...before.toReversed(), own, ...after], board.rank - before.length, me, contestId);
  return board;
}

/**
 * How boards name a player: not at all, by a nickname, or by the masked name Zalo gives.
 * @throws AppError 422 for what is no nickname
 */
export async function chooseName(
  deps: PlayDeps,
  contestId: string,
  resident: { appUserId: string; name: string },
  shown: Player["shown"],
  nickname: string,
): Promise<string> {
  const player = await deps.quiz.player(contestId, resident.appUserId);
  const shownName = shown === "nick" ? tidyNickname(nickname) : shown === "masked" ? maskName(resident.name) : "";
  // a name with an address in it would be a poster on everybody's board
  if (shown === "nick" && (shownName === "" || findLinks(nickname).length > 0))
    throw invalid({ nickname: "Tên gọi cần 2–20 chữ cái, không có số, không giống tên cơ quan" });
  if (shown === "masked" && resident.name.trim() === "") throw invalid({ nickname: "Zalo chưa cho biết tên" });
  await changePlayer(contestId, player, await deps.quiz.code(contestId, player), { shown, shownName });
  return shownName;
}

export const chosenName = async (deps: PlayDeps, contestId: string, appUserId: string) => {
  const row = await findPlayer(contestId, await deps.quiz.player(contestId, appUserId));
  return { shown: row?.shown ?? ("none" as const), shownName: row?.shownName ?? "", excluded: Boolean(row?.excluded) };
};
