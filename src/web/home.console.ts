import { listBroadcasts } from "../broadcasts/broadcast.store.ts";
import { isPlan } from "../broadcasts/present.ts";
import { settledOf, STATE_NAMES } from "../broadcasts/rules.ts";
import { readAudience } from "../broadcasts/summarise-audience.ts";
import { days, minutes } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, route, type RouteContext, type SignedIn } from "../kernel/console-route.ts";
import { formatDate, formatDuration, formatWeekday } from "../kernel/dates.ts";
import type { Permission } from "../kernel/permissions.ts";
import type { MenuEntry, Task, TaskKind } from "../kernel/room.ts";
import { formatLunar } from "../kernel/lunar.ts";
import { findUnit, listChildren } from "../units/unit.store.ts";
import { findOaOfUnit, listOas } from "../zalo/oa.store.ts";
import { KEYS } from "./keys.ts";
import { firstSteps } from "./first-steps.ts";
import { setupOf } from "./menu.ts";
import type { QueueFactsLike } from "./health.ts";
import { isDepartment } from "../units/kinds.ts";

export interface HomeDeps {
  queueFacts(): Promise<QueueFactsLike[]>;
  /** of all rooms, the most pressing first */
  tasks(): readonly TaskKind[];
  /** of all rooms, in the order they are shown */
  menu(): readonly MenuEntry[];
}

async function tasksFor(kinds: readonly TaskKind[], me: SignedIn, now: Date): Promise<Task[]> {
  const lists = await Promise.all(
    kinds.filter(({ may }) => me.permissions.includes(may)).map((kind) => kind.list(me, now)),
  );
  return lists.flat();
}

const GUEST: readonly Permission[] = ["home.view", "submissions.send", "own.account"];

/** Việc cần làm hôm nay: what the rooms say waits for this person, and how the unit stands. */
export function homeRoutes(deps: HomeDeps): ConsoleRoute[] {
  const read = async ({ me, now }: RouteContext): Promise<Record<string, unknown>> => {
    const may = (permission: (typeof me.permissions)[number]): boolean => me.permissions.includes(permission);
    const unit = await findUnit(me.scope.unit);
    const oa = await findOaOfUnit(me.scope.unit);
    const broadcasts = may("broadcasts.view") ? await listBroadcasts(me.scope, new Date(now.getTime() - days(60))) : [];
    const tasks = await tasksFor(deps.tasks(), me, now);
    const facts = await deps.queueFacts();
    // a campaign waits for its turns by nature; what people wait for is the inbox, the events and the answers
    const oldest = Math.max(
      0,
      ...facts.filter((fact) => ["inbox", "events", "answers"].includes(fact.name)).map((fact) => fact.oldestMs),
    );
    const audience = oa ? await readAudience(oa._id, now) : undefined;
    // who only offers texts sees nothing of how the unit stands (domain.md S2-20)
    const guest = !me.permissions.some((one) => !GUEST.includes(one));
    const department = isDepartment(unit) && !guest;
    const children = department ? await listChildren(me.scope.unit, now) : [];
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
      followers: audience?.followers ?? 0,
      newFollowers: audience?.newFollowers ?? 0,
      countedAt: audience?.at ?? null,
      oaKnown: Boolean(oa) && !guest,
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
      path: "/thiet-lap",
      may: "home.view",
      handle: async ({ me }) => page("web/setup", "Thiết lập", { entries: setupOf(deps.menu(), me) }),
    }),
    route({
      method: "get",
      path: "/",
      may: "home.view",
      handle: async (context) =>
        page("web/home", "Việc cần làm hôm nay", {
          ...(await read(context)),
          steps: await firstSteps(context.me, context.now),
        }),
    }),
    route({
      method: "get",
      path: "/phim-tat",
      may: "own.account",
      handle: async () => page("web/keys-page", "Phím tắt", { keys: KEYS }),
    }),
    route({
      method: "get",
      path: "/viec",
      may: "home.view",
      handle: async (context) => fragment("web/home-part", await read(context)),
    }),
  ];
}
