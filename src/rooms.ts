import { createQueuesRoom } from "../queues/room.ts";
import { createBroadcastsRoom } from "./broadcasts/room.ts";
import { createCalendarRoom } from "./calendar/room.ts";
import { createChatbotRoom } from "./chatbot/room.ts";
import { createCitizensRoom } from "./citizens/room.ts";
import { createCommentsRoom } from "./comments/room.ts";
import { type Core, requestDeps, tellDeps } from "./compose.ts";
import { createConsoleRoom } from "./console/room.ts";
import { createContentRoom } from "./content/room.ts";
import { createDistributionRoom } from "./distribution/room.ts";
import { createDecisionsRoom } from "./decisions/room.ts";
import { createDraftsRoom } from "./drafts/room.ts";
import { createFeedRoom } from "./feed/room.ts";
import { createFramesRoom } from "./frames/room.ts";
import { createKitsRoom } from "./kits/room.ts";
import { createLoudspeakerRoom } from "./loudspeaker/room.ts";
import { createGateRoom } from "./gate/room.ts";
import { composeHouse } from "./house.ts";
import { refuseProblems, roomProblems, rowProblems } from "./kernel/check-rooms.ts";
import { eachAlone } from "./kernel/each-alone.ts";
import type { MenuEntry, Room, Rows, TaskKind } from "./kernel/room.ts";
import type { Sweep } from "./kernel/sweep.ts";
import { createInboxRoom } from "./inbox/room.ts";
import { createOfficialsRoom } from "./officials/room.ts";
import { createOwnDataRoom } from "./own-data/room.ts";
import { createPeriodReportsRoom } from "./period-reports/room.ts";
import { createPlansRoom } from "./plans/room.ts";
import { createPracticeRoom } from "./practice/room.ts";
import { createQuizzesRoom } from "./quizzes/room.ts";
import { createReportsRoom } from "./reports/room.ts";
import { createRequestsRoom } from "./requests/room.ts";
import { createTownHallsRoom } from "./townhalls/room.ts";
import { createTrainingRoom } from "./training/room.ts";
import { createShareRoom } from "./share/room.ts";
import { createSubmissionsRoom } from "./submissions/room.ts";
import { createUnitsRoom } from "./units/room.ts";
import { createUpkeepRoom } from "./upkeep/room.ts";
import { ICONS } from "./web/icons.ts";
import { createVoiceRoom } from "./voice/room.ts";
import { createWebRoom } from "./web/room.ts";
import { createZaloRoom } from "./zalo/room.ts";

/** The house: every room, highest first. A new one is a line here. @throws Error with all contradictions */
export function composeRooms(core: Core): readonly Room[] {
  const house = composeHouse(core, () => rooms);
  const rooms: readonly Room[] = [
    createQueuesRoom(house),
    createWebRoom({
      ...house,
      menu: () => menuOf(rooms),
      tasks: () => tasksOf(rooms),
      findingWords: () => findingWordsOf(rooms),
    }),
    createFeedRoom(house),
    createPracticeRoom(house),
    createOwnDataRoom(house),
    createPeriodReportsRoom(house),
    createSubmissionsRoom(house),
    createKitsRoom(house),
    createShareRoom(house),
    createTrainingRoom(house),
    createPlansRoom(house),
    createInboxRoom(house),
    createChatbotRoom(house),
    createCalendarRoom(house),
    createDistributionRoom(house),
    createBroadcastsRoom(house),
    createReportsRoom(house),
    createTownHallsRoom(house),
    createCommentsRoom({ ...house, ...tellDeps(core) }),
    createDraftsRoom(house),
    createLoudspeakerRoom(house),
    createQuizzesRoom(house),
    createFramesRoom(house),
    createRequestsRoom({ ...house, ...requestDeps(core) }),
    createVoiceRoom(house),
    createContentRoom(house),
    createGateRoom(house),
    createCitizensRoom(house),
    createOfficialsRoom({ ...house, deedWords: () => deedWordsOf(rooms) }),
    createUnitsRoom(house),
    createUpkeepRoom(),
    createDecisionsRoom(),
    createConsoleRoom(house),
    createZaloRoom(house),
  ];
  refuseProblems(roomProblems(rooms, new Set(ICONS.keys())));
  return rooms;
}

/** What erasing a person is given. */
export const eraseDeps = (core: Core) => ({
  refusals: core.refusals,
  mark: core.mark,
  keeps: () => composeRooms(core).flatMap(({ keeps = [] }) => keeps),
});

const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
export const menuOf = (rooms: readonly Room[]): MenuEntry[] => rooms.flatMap(({ menu = [] }) => menu).toSorted(byRank);
const tasksOf = (rooms: readonly Room[]): TaskKind[] => rooms.flatMap(({ tasks = [] }) => tasks).toSorted(byRank);

/** Every deed of the rooms, as the log of what officials did calls it. */
export const deedWordsOf = (rooms: readonly Room[]): Record<string, string> =>
  Object.assign({}, ...rooms.map(({ deeds }) => deeds));

/** Every finding the rooms' sweeps may make, as the status page calls it. */
const findingWordsOf = (rooms: readonly Room[]): Record<string, string> =>
  Object.assign({}, DECISIONS_SWEPT, ...rooms.flatMap(({ sweeps = [] }) => sweeps.map(({ finds }) => finds)));

const DECISIONS_SWEPT = { "unfinished-decisions": "Quyết định đã duyệt, phần việc tiếp theo được làm nốt" };
/** A decision is one write; what follows it and was cut off is done here. */
const decisionSweep = (rooms: readonly Room[]): Sweep => ({
  name: "decisions",
  everyMs: 1000,
  finds: DECISIONS_SWEPT,
  run: async () => ({
    "unfinished-decisions": Object.values(await finishDecisions(rooms)).reduce((sum, n) => sum + n, 0),
  }),
});
export const sweepsOf = (rooms: readonly Room[]): Sweep[] => [
  decisionSweep(rooms),
  ...rooms.flatMap(({ sweeps = [] }) => sweeps),
];

/** What follows decisions, by the name of the first that leaves it: how much was found unfinished and is done now. */
export async function finishDecisions(rooms: readonly Room[]): Promise<Record<string, number>> {
  const done: Record<string, number> = {};
  const seen = new Set<object>();
  await eachAlone(
    rooms.flatMap(({ decisions = [] }) => decisions),
    async ({ name, follow, finish }) => {
      if (!follow || seen.has(follow)) return;
      seen.add(follow);
      done[name] = await finish();
    },
  );
  return done;
}

/** The rows of all rooms. @throws Error with all contradictions */
export async function rowsOf(rooms: readonly Room[]): Promise<Required<Omit<Rows, "crowd">>> {
  const open = await Promise.all(rooms.map(async (room) => ({ room, rows: (await room.rows?.()) ?? {} })));
  refuseProblems(rowProblems(open));
  const apiOf = (crowd: boolean) => open.flatMap(({ rows }) => (Boolean(rows.crowd) === crowd ? (rows.api ?? []) : []));
  return {
    console: open.flatMap(({ rows }) => rows.console ?? []),
    api: [...apiOf(true), ...apiOf(false)],
    pages: open.flatMap(({ rows }) => rows.pages ?? []),
  };
}
