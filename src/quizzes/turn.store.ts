import {
  BestModel,
  type Best,
  type MarkedTurn,
  MarkedTurnModel,
  type Player,
  PlayerModel,
  type Turn,
  TurnModel,
} from "./turn.model.ts";

const isDuplicate = (error: unknown): boolean => (error as { code?: number } | null)?.code === 11_000;

export const lineOfRound = (contestId: string, round: number): string => `${contestId}:${round}`;
const whoOf = (contestId: string, round: number, player: string): string =>
  `${lineOfRound(contestId, round)}:${player}`;

/** A player's turns of a round, newest first. */
export const listTurnsOf = (contestId: string, round: number, player: string): Promise<Turn[]> =>
  TurnModel.find({ who: whoOf(contestId, round, player) })
    .sort({ day: -1, k: -1 })
    .limit(400)
    .lean<Turn[]>()
    .exec();
/** False when this very turn is there. */
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

/** Writes to a turn that is still open and as the filter says; null when it is not, or not this player's. */
export const changeOpenTurn = (
  id: string,
  player: string,
  change: Partial<Turn>,
  also: Record<string, unknown> = {},
): Promise<Turn | null> =>
  TurnModel.db
    .collection<Turn>(TurnModel.collection.name)
    .findOneAndUpdate({ _id: id, player, state: "open", ...also }, { $set: change }, { returnDocument: "after" });

/** Closes an open turn with its place in the order; `taken` when the place is another's. */
export async function closeTurn(id: string, player: string, change: Partial<Turn>): Promise<Turn | null | "taken"> {
  try {
    return await changeOpenTurn(id, player, { ...change, state: "done", deadline: null });
  } catch (error) {
    if (isDuplicate(error)) return "taken";
    throw error;
  }
}

/** Closes a turn that still runs as it did when it was read: one write. False when it does not, `taken` as above. */
export async function closeAsWas(turn: Turn, change: Partial<Turn>): Promise<boolean | "taken"> {
  try {
    const done = await TurnModel.db
      .collection<Turn>(TurnModel.collection.name)
      .updateOne(
        { _id: turn._id, state: "open", runningSince: turn.runningSince },
        { $set: { ...change, state: "done", deadline: null } },
      );
    return done.modifiedCount === 1;
  } catch (error) {
    if (isDuplicate(error)) return "taken";
    throw error;
  }
}

export async function newestSeq(contestId: string, round: number): Promise<number> {
  const row = await TurnModel.findOne({ line: lineOfRound(contestId, round), seq: { $gt: 0 } }, { seq: 1 })
    .sort({ seq: -1 })
    .lean()
    .exec();
  return row?.seq ?? 0;
}

/** Open turns of any contest whose time ran out; a paused one's is the end of its round. */
export const listOverdue = (before: Date, limit: number): Promise<Turn[]> =>
  TurnModel.find({ deadline: { $gt: new Date(0), $lt: before } })
    .sort({ deadline: 1 })
    .limit(limit)
    .lean<Turn[]>()
    .exec();

/** Turns handed in with a place in `(after, upTo]`, in order. */
export const listPlaces = (contestId: string, round: number, after: number, upTo: number): Promise<Turn[]> =>
  TurnModel.find({ line: lineOfRound(contestId, round), seq: { $gt: after, $lte: upTo } })
    .sort({ seq: 1 })
    .lean<Turn[]>()
    .exec();
/** Turns that have come to these places since. */
export const listAtPlaces = (contestId: string, round: number, places: readonly number[]): Promise<Turn[]> =>
  places.length === 0
    ? Promise.resolve([])
    : TurnModel.find({ line: lineOfRound(contestId, round), seq: { $in: places } })
        .sort({ seq: 1 })
        .lean<Turn[]>()
        .exec();
export async function markTurns(marked: readonly MarkedTurn[]): Promise<void> {
  if (marked.length === 0) return;
  await MarkedTurnModel.bulkWrite(
    marked.map((one) => ({
      updateOne: { filter: { _id: one._id }, update: { $setOnInsert: one }, upsert: true },
    })),
  );
}
export const countMarked = (contestId: string, round: number): Promise<number> =>
  MarkedTurnModel.countDocuments({ line: lineOfRound(contestId, round) }).exec();
export const listMarked = (contestId: string, round: number, skip: number, limit: number): Promise<MarkedTurn[]> =>
  MarkedTurnModel.find({ line: lineOfRound(contestId, round) })
    .sort({ seq: 1 })
    .skip(skip)
    .limit(limit)
    .lean<MarkedTurn[]>()
    .exec();
/** Turns by id, in the order of the ids. */
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
/** Keeps the better of what is there and these; the same again changes nothing. */
export async function raiseBests(contestId: string, round: number, bests: readonly Omit<Best, "_id">[]): Promise<void> {
  const players = [...new Set(bests.map((best) => best.player))];
  const known = await knownPlayers(contestId, round, players);
  const rows = bests.map((best) => ({ ...best, _id: bestId(contestId, round, best.player) }));
  const news = new Map(rows.filter((row) => !known.has(row.player)).map((row) => [row._id, row]));
  if (news.size > 0) await BestModel.insertMany([...news.values()], { lean: true });
  // the last of several by one new player is there now; the others may be better
  const others = rows.filter((row) => news.get(row._id) !== row);
  if (others.length === 0) return;
  await BestModel.bulkWrite(
    others.map((best) => ({
      updateOne: {
        filter: {
          _id: best._id,
          $or: [
            { right: { $lt: best.right } },
            { right: best.right, second: { $gt: best.second } },
            { right: best.right, second: best.second, seq: { $gt: best.seq } },
          ],
        },
        update: { $set: best },
      },
    })),
  );
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
/** Rounds in which a player stands on the board, that is among those counted. */
export const roundsOnBoard = (contestId: string, player: string): Promise<number[]> =>
  BestModel.distinct("round", { contestId, player }).exec();
export const dropBests = async (contestId: string, player: string): Promise<void> =>
  void (await BestModel.deleteMany({ contestId, player }));

const playerId = (contestId: string, player: string): string => `${contestId}:${player}`;
export const findPlayer = (contestId: string, player: string): Promise<Player | null> =>
  PlayerModel.findById(playerId(contestId, player)).lean<Player>().exec();
export const findPlayerByCode = (contestId: string, code: string): Promise<Player | null> =>
  PlayerModel.findOne({ contestId, code }).lean<Player>().exec();
/** The player behind a code, looked for among a round's turns: an official's rare question, answered by reading the round. */
export const findPlayerOfTurn = async (contestId: string, round: number, code: string): Promise<string | undefined> =>
  (
    await TurnModel.findOne({ line: lineOfRound(contestId, round), seq: { $gt: 0 }, code }, { player: 1 })
      .lean()
      .exec()
  )?.player;
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
/** What a player chose and claimed goes. Who was left out stays out: rounds were counted, and will be, without that code. */
export async function dropPlayer(contestId: string, player: string): Promise<void> {
  const _id = playerId(contestId, player);
  await PlayerModel.deleteOne({ _id, excluded: null });
  await PlayerModel.updateOne({ _id }, { $set: { shown: "none", shownName: "", claim: "", claimedAt: null } });
}
/** Puts something that leads to nobody in place of a player's mark. Returns the number of turns. */
export const unlinkTurns = async (contestId: string, round: number, player: string, instead: string): Promise<number> =>
  (
    await TurnModel.updateMany(
      { who: whoOf(contestId, round, player) },
      { $set: { player: instead, who: whoOf(contestId, round, instead) } },
    )
  ).modifiedCount;
export const purgeClaims = async (before: Date): Promise<number> =>
  (await PlayerModel.updateMany({ claim: { $gt: "" }, claimedAt: { $lt: before } }, { $set: { claim: "" } }))
    .modifiedCount;

/** Contacts of winners, under a new key. */
export async function resealClaims(again: (sealed: string) => string): Promise<number> {
  let n = 0;
  for await (const row of PlayerModel.find({ claim: { $gt: "" } })
    .lean<Player>()
    .cursor()) {
    await PlayerModel.updateOne({ _id: row._id }, { $set: { claim: again(row.claim) } });
    n += 1;
  }
  return n;
}
