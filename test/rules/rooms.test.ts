import { type ApiRoute, apiRoute } from "../../src/kernel/api-route.ts";
import { refuseProblems, roomProblems, rowProblems } from "../../src/kernel/check-rooms.ts";
import { type ConsoleRoute, redirect, route } from "../../src/kernel/console-route.ts";
import type { Room, Rows } from "../../src/kernel/room.ts";
import { z } from "zod";

const row = (path: string, method: "get" | "post" = "get"): ConsoleRoute =>
  route({ method, path, may: "home.view", handle: async () => redirect("/console") });
const api = (path: string): ApiRoute =>
  apiRoute({ method: "get", path, auth: "anyone", summary: "x", answer: z.unknown(), handle: async () => 1 });
const open = (name: string, rows: Rows, room: Partial<Room> = {}) => ({ room: { name, ...room }, rows });

test("rooms that agree start", () => {
  const rooms = [
    open("a", { console: [row("/a/moi"), row("/a/:id"), row("/a", "post")], api: [api("/a")] }),
    open("b", { console: [row("/b/:id"), row("/a/:id", "post")], api: [api("/b/:id")] }),
  ];
  expect(rowProblems(rooms)).toEqual([]);
  expect(roomProblems(rooms.map(({ room }) => room))).toEqual([]);
  expect(() => refuseProblems([])).not.toThrow();
});

test("all contradictions are told at once, each with what to mend", () => {
  const problems = [
    ...roomProblems([{ name: "a" }, { name: "b" }, { name: "a" }]),
    ...rowProblems([
      open("a", { console: [row("/a"), row("/a/:id")], api: [api("/one")] }),
      open("b", { console: [row("/a"), row("/a/moi")], api: [api("/one")] }),
    ]),
  ];
  expect(problems).toEqual([
    "room a stands twice",
    "console get /a stands twice (a, b)",
    "console get /a/moi (b) is never reached: /a/:id answers",
    "api get /one stands twice (a, b)",
  ]);
  const told = () => refuseProblems(problems);
  for (const problem of problems) expect(told).toThrow(problem);
  expect(told).toThrow("mend their room.ts");
});
