import { BestModel, type Best, type Player, PlayerModel, type Turn, TurnModel } from "./turn.model.ts";

const isDuplicate = (error: unknown): boolean => (error as { code?: number } | null)?.code === 11_000;

/** A player's newest turn of a day; null when there is none. */
export const newestTurn = (contestId: string, round: number, player: string, day: string): Promise<Turn | null> =>
  TurnModel.findOne({ contestId, round, player, day }).sort({ k: -1 }).lean<Turn>().exec();
/** A player's open turn, of whatever day. */
export const openTurn = (contestId: string, round: number, player: string): Promise<Turn | null> =>
  TurnModel.findOne({ contestId, round, player, state: "open" }).lean<Turn>().exec();
/** False when this place of the day is taken. */
export async function addTurn(turn: Turn): Promise<boolean> {
  try {
    await TurnModel.db.collection<Turn>(TurnModel.collection.name).insertOne(turn);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
export const findTurn = (id: string): Promise<Turn | null> => TurnModel.findById(id).lean<Turn>().exec();
export const listTurnsOf = (contestId: string, round: number, player: string): Promise<Turn[]> =>
  TurnModel.find({ contestId, round, player }).sort({ day: -1, k: -1 }).limit(200).lean<Turn[]>().exec();

/** Writes to a turn that is still open; null when it is not, or not this player's. */
export const changeOpenTurn = (
  id: string,
  player: string,
  change: Partial<Turn>,
  also: Record<string, unknown> = {},
): Promise<Turn | null> =>
  TurnModel.findOneAndUpdate({ _id: id, player, state: "open", ...also }, { $set: change }, { returnDocument: "after" })
    .lean<Turn>()
    .exec();

/** Closes an open turn with its place in the order; `taken` when the place is another's. */
export async function closeTurn(id: string, player: string, change: Partial<Turn>): Promise<Turn | null | "taken"> {
  try {
    return await changeOpenTurn(id, player, { ...change, state: "done" });
  } catch (error) {
    if (isDuplicate(error)) return "taken";
    throw error;
  }
}

export async function newestSeq(contestId: string, round: number): Promise<number> {
  const row = await TurnModel.findOne({ contestId, round, seq: { $gt: 0 } }, { seq: 1 })
    .sort({ seq: -1 })
    .lean()
    .exec();
  return row?.seq ?? 0;
}

/** Open turns of any contest whose time ran out; a paused one has no such time. */
export const listOverdue = (before: Date, limit: number): Promise<Turn[]> =>
  TurnModel.find({ deadline: { $gt: new Date(0), $lt: before } })
    .sort({ deadline: 1 })
    .limit(limit)
    .lean<Turn[]>()
    .exec();
/** Turns of a round that were never handed in: paused ones when the round is over. */
export const listOpen = (contestId: string, round: number, limit: number): Promise<Turn[]> =>
  TurnModel.find({ contestId, round, seq: { $lt: 0 } })
    .limit(limit)
    .lean<Turn[]>()
    .exec();

/** Turns handed in after a place of the order that no block holds, in order. */
export const listUnlogged = (contestId: string, round: number, after: number, limit: number): Promise<Turn[]> =>
  TurnModel.find({ contestId, round, seq: { $gt: Math.max(0, after) }, block: 0 })
    .sort({ seq: 1 })
    .limit(limit)
    .lean<Turn[]>()
    .exec();
export const listTurns = async (ids: readonly string[]): Promise<Turn[]> => {
  const found = new Map(
    (
      await TurnModel.find({ _id: { $in: ids } })
        .lean<Turn[]>()
        .exec()
    ).map((turn) => [turn._id, turn]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
};
export const setBlock = async (ids: readonly string[], block: number): Promise<void> =>
  void (await TurnModel.updateMany({ _id: { $in: ids } }, { $set: { block } }));
export const countMarked = (contestId: string, round: number): Promise<number> =>
  TurnModel.countDocuments({ contestId, round, seq: { $gt: 0 }, "marks.0": { $exists: true } }).exec();
export const listMarked = (contestId: string, round: number, skip: number, limit: number): Promise<Turn[]> =>
  TurnModel.find({ contestId, round, seq: { $gt: 0 }, "marks.0": { $exists: true } })
    .sort({ seq: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Turn[]>()
    .exec();

const bestId = (contestId: string, round: number, player: string): string => `${contestId}:${round}:${player}`;

/** Which of these players have a row already. */
export const knownPlayers = async (
  contestId: string,
  round: number,
  players: readonly string[],
): Promise<Set<string>> =>
  new Set(
    (
      await BestModel.find({ _id: { $in: players.map((player) => bestId(contestId, round, player)) } }, { player: 1 })
        .lean()
        .exec()
    ).map((row) => row.player),
  );
/** Keeps the better of what is there and these; the same call again changes nothing. */
export async function raiseBests(bests: readonly Omit<Best, "_id">[]): Promise<void> {
  for (const best of bests) {
    const _id = bestId(best.contestId, best.round, best.player);
    const worse = {
      _id,
      $or: [
        { right: { $lt: best.right } },
        { right: best.right, second: { $gt: best.second } },
        { right: best.right, second: best.second, seq: { $gt: best.seq } },
      ],
    };
    const done = await BestModel.updateOne(worse, { $set: best }).exec();
    if (done.matchedCount === 0) await BestModel.updateOne({ _id }, { $setOnInsert: best }, { upsert: true }).exec();
  }
}
export const topBests = (contestId: string, round: number, limit: number, skip = 0): Promise<Best[]> =>
  BestModel.find({ contestId, round })
    .sort({ right: -1, second: 1, seq: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Best[]>()
    .exec();
export const findBest = (contestId: string, round: number, player: string): Promise<Best | null> =>
  BestModel.findById(bestId(contestId, round, player))
    .lean<Best>()
    .exec();
/** The `limit` rows before one, nearest first. */
export const nextBetter = ({ contestId, round, right, second, seq }: Best, limit: number): Promise<Best[]> =>
  BestModel.find({
    contestId,
    round,
    $or: [{ right: { $gt: right } }, { right, second: { $lt: second } }, { right, second, seq: { $lt: seq } }],
  })
    .sort({ right: 1, second: -1, seq: -1 })
    .limit(limit)
    .lean<Best[]>()
    .exec();
/** The `limit` rows after one, nearest first. */
export const nextWorse = ({ contestId, round, right, second, seq }: Best, limit: number): Promise<Best[]> =>
  BestModel.find({
    contestId,
    round,
    $or: [{ right: { $lt: right } }, { right, second: { $gt: second } }, { right, second, seq: { $gt: seq } }],
  })
    .sort({ right: -1, second: 1, seq: 1 })
    .limit(limit)
    .lean<Best[]>()
    .exec();
/** How many stand before a row, counted up to `most`. */
export const countBetter = ({ contestId, round, right, second, seq }: Best, most: number): Promise<number> =>
  BestModel.countDocuments({
    contestId,
    round,
    $or: [{ right: { $gt: right } }, { right, second: { $lt: second } }, { right, second, seq: { $lt: seq } }],
  })
    .limit(most)
    .exec();
export const dropBests = async (contestId: string, player: string): Promise<void> =>
  void (await BestModel.deleteMany({ contestId, player }));

const playerId = (contestId: string, player: string): string => `${contestId}:${player}`;
export const findPlayer = (contestId: string, player: string): Promise<Player | null> =>
  PlayerModel.findById(playerId(contestId, player)).lean<Player>().exec();
export const findPlayerByCode = (contestId: string, code: string): Promise<Player | null> =>
  PlayerModel.findOne({ contestId, code }).lean<Player>().exec();
/** The player behind a code, looked for among a round's turns: an auditor's rare question, answered by reading the round. */
export const findPlayerOfTurn = async (contestId: string, round: number, code: string): Promise<string | undefined> =>
  (await TurnModel.findOne({ contestId, round, code }, { player: 1 }).lean().exec())?.player;
export const listPlayers = async (contestId: string, players: readonly string[]): Promise<Map<string, Player>> =>
  new Map(
    (
      await PlayerModel.find({ _id: { $in: players.map((player) => playerId(contestId, player)) } })
        .lean<Player[]>()
        .exec()
    ).map((row) => [row.player, row]),
  );
export const changePlayer = async (
  contestId: string,
  player: string,
  code: string,
  change: Partial<Player>,
): Promise<void> =>
  void (await PlayerModel.updateOne(
    { _id: playerId(contestId, player) },
    { $set: change, $setOnInsert: { contestId, player, code } },
    { upsert: true },
  ));
export const listExcluded = (contestId: string): Promise<Player[]> =>
  PlayerModel.find({ contestId, excluded: { $ne: null } })
    .sort({ code: 1 })
    .limit(5000)
    .lean<Player[]>()
    .exec();
export const dropPlayer = async (contestId: string, player: string): Promise<void> =>
  void (await PlayerModel.deleteOne({ _id: playerId(contestId, player) }));
/** Puts something that leads to nobody in place of a player's mark. Returns the number of turns. */
export const unlinkTurns = async (contestId: string, round: number, player: string, instead: string): Promise<number> =>
  (await TurnModel.updateMany({ contestId, round, player }, { $set: { player: instead } })).modifiedCount;
export const purgeClaims = async (before: Date): Promise<number> =>
  (await PlayerModel.updateMany({ claim: { $gt: "" }, claimedAt: { $lt: before } }, { $set: { claim: "" } }))
    .modifiedCount;
