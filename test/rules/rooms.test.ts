import { type ApiRoute, apiRoute } from "../../src/kernel/api-route.ts";
import { refuseProblems, roomProblems, rowProblems } from "../../src/kernel/check-rooms.ts";
import { type ConsoleRoute, redirect, route } from "../../src/kernel/console-route.ts";
import type { BroughtJob } from "../../src/kernel/job.ts";
import { sweep } from "../../src/kernel/sweep.ts";
import type { BroughtDecision, MenuEntry, Room, Rows, TaskKind } from "../../src/kernel/room.ts";
import { z } from "zod";

const row = (path: string, method: "get" | "post" = "get"): ConsoleRoute =>
  route({ method, path, may: "home.view", handle: async () => redirect("/console") });
const api = (path: string): ApiRoute =>
  apiRoute({ method: "get", path, auth: "anyone", summary: "x", answer: z.unknown(), handle: async () => 1 });
const ICONS = new Set(["home"]);
const entry = (path: string, change: Partial<MenuEntry> = {}): MenuEntry => ({
  path,
  name: "A",
  icon: "home",
  needs: "home.view",
  group: "daily",
  rank: 1,
  ...change,
});
const kind = (rank: number): TaskKind => ({ may: "home.view", rank, list: async () => [] });
const decision = (name: string): BroughtDecision => ({
  name,
  what: "x",
  may: "home.view",
  follow: null,
  finish: async () => 0,
});
const job: BroughtJob = {
  kind: { queue: "upkeep", name: "send" },
  load: async () => undefined,
  run: async () => undefined,
  lookAgain: async () => undefined,
};
const look = sweep({ name: "tend", everyMs: 1, finds: { lost: "Mất" }, run: async () => ({ lost: 0 }) });
const open = (name: string, rows: Rows, room: Partial<Room> = {}) => ({ room: { name, ...room }, rows });

test("rooms that agree start", () => {
  const rooms = [
    open("a", { console: [row("/a/moi"), row("/a/:id"), row("/a", "post")], api: [api("/a")] }),
    open("b", { console: [row("/b/:id"), row("/a/:id", "post")], api: [api("/b/:id")] }),
  ];
  expect(rowProblems(rooms)).toEqual([]);
  expect(
    roomProblems(
      rooms.map(({ room }) => room),
      ICONS,
    ),
  ).toEqual([]);
  expect(() => refuseProblems([])).not.toThrow();
});

test("all contradictions are told at once, each with what to mend", () => {
  const problems = [
    ...roomProblems(
      [
        { name: "a", menu: [entry("/console/a"), entry("/console/a", { rank: 2, icon: "none" })] },
        { name: "b", menu: [entry("/console/b")], tasks: [kind(7), kind(7)], deeds: { done: "Xong" } },
        {
          name: "a",
          deeds: { done: "Xong" },
          decisions: [decision("seal"), decision("seal")],
          jobs: [job, job],
          sweeps: [look, look],
        },
      ],
      ICONS,
    ),
    ...rowProblems([
      open("a", { console: [row("/a"), row("/a/:id")], api: [api("/one")] }),
      open("b", { console: [row("/a"), row("/a/moi")], api: [api("/one")] }, { menu: [entry("/console/b")] }),
      open("c", {}, { menu: [entry("/console/a", { needs: "audit.view" })] }),
    ]),
  ];
  expect(problems).toEqual([
    "room a stands twice",
    "menu entry /console/a stands twice",
    "place in the menu daily 1 stands twice",
    "rank of tasks 7 stands twice",
    "decision seal stands twice",
    "job send stands twice",
    "deed done stands twice",
    "sweep tend stands twice",
    "finding lost stands twice",
    'menu "A" has no icon none',
    "console get /a stands twice (a, b)",
    "console get /a/moi (b) is never reached: /a/:id answers",
    "api get /one stands twice (a, b)",
    'menu "A" (b) leads to /console/b, which is no page',
    'menu "A" (c) needs audit.view, its page asks for home.view',
  ]);
  const told = () => refuseProblems(problems);
  for (const problem of problems) expect(told).toThrow(problem);
  expect(told).toThrow("mend their room.ts");
});
