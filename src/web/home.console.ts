import { listBroadcasts } from "../broadcasts/broadcast.store.ts";
import { isPlan } from "../broadcasts/present.ts";
import { settledOf, STATE_NAMES } from "../broadcasts/rules.ts";
import { countFollowers, countNewFollowers } from "../citizens/citizen.store.ts";
import { days, minutes } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, route, type RouteContext, type SignedIn } from "../kernel/console-route.ts";
import { formatDate, formatDuration, formatWeekday } from "../kernel/dates.ts";
import type { Task, TaskKind } from "../kernel/room.ts";
import { formatLunar } from "../kernel/lunar.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import type { QueueFactsLike } from "./health.ts";

export interface HomeDeps {
  queueFacts(): Promise<QueueFactsLike[]>;
  /** of all rooms, the most pressing first */
  tasks(): readonly TaskKind[];
}

async function tasksFor(kinds: readonly TaskKind[], me: SignedIn, now: Date): Promise<Task[]> {
  const lists = await Promise.all(
    kinds.filter(({ may }) => me.permissions.includes(may)).map((kind) => kind.list(me, now)),
  );
  return lists.flat();
}

/** Việc cần làm hôm nay: what the rooms say waits for this person, and how the unit stands. */
export function homeRoutes(deps: HomeDeps): ConsoleRoute[] {
  const read = async ({ me, now }: RouteContext): Promise<Record<string, unknown>> => {
    const may = (permission: (typeof me.permissions)[number]): boolean => me.permissions.includes(permission);
    const unit = await findUnit(me.unitCode);
    const oa = await findOaOfUnit(me.unitCode);
    const broadcasts = may("broadcasts.view")
      ? await listBroadcasts(me.unitCode, new Date(now.getTime() - days(60)))
      : [];
    const tasks = await tasksFor(deps.tasks(), me, now);
    const facts = await deps.queueFacts();
    // a campaign waits for its turns by nature; what people wait for is the inbox, the events and the answers
    const oldest = Math.max(
      0,
      ...facts.filter((fact) => ["inbox", "events", "answers"].includes(fact.name)).map((fact) => fact.oldestMs),
    );
    const department = unit?.kind === "department";
    const children = department ? await listChildren(me.unitCode, now) : [];
    const oas = department ? await listOas() : [];
    return {
      tasks,
      taskCount: tasks.length,
      weekday: formatWeekday(now),
      today: formatDate(now),
      lunar: formatLunar(now),
      canWrite: may("content.write"),
      showBroadcasts: may("broadcasts.view"),
      broadcasts: broadcasts
        .filter((b) => b.state !== "draft")
        .slice(0, 8)
        .map((b) => ({
          id: String(b._id),
          title: b.title,
          state: b.state,
          stateName: STATE_NAMES[b.state],
          planned: isPlan(b),
          settled: settledOf(b.counts),
          total: isPlan(b) ? (b.plan?.reached ?? 0) : b.total,
          startedAt: b.startedAt ?? b.dueAt ?? b.sendAt,
        })),
      followers: oa ? await countFollowers(oa._id) : 0,
      newFollowers: oa ? await countNewFollowers(oa._id, new Date(now.getTime() - days(7))) : 0,
      oaKnown: Boolean(oa),
      department,
      units: children.length,
      connected: oas.filter((row) => row.state === "connected").length,
      needReconnect: oas.filter((row) => row.state !== "connected").length,
      serviceOk: oldest < minutes(1),
      oldestWords: formatDuration(oldest),
      now,
    };
  };
  return [
    route({
      method: "get",
      path: "/",
      may: "home.view",
      handle: async (context) => page("web/home", "Việc cần làm hôm nay", await read(context)),
    }),
    route({
      method: "get",
      path: "/viec",
      may: "home.view",
      handle: async (context) => fragment("web/home-part", await read(context)),
    }),
  ];
}
