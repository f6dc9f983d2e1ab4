import express, { Router } from "express";
import request from "supertest";
import { createLogger } from "../../src/kernel/logger.ts";
import { createErrorDoor } from "../../src/web/error-door.ts";

/** A fault of ours is logged with its reference and its route, and with nothing that opens an account. */
const TOKEN = "t0ken".repeat(8);
const lines: string[] = [];
const shown: Record<string, unknown>[] = [];
const show = (data: Record<string, unknown>): string => {
  shown.push(data);
  return "";
};
const shell = {
  page: async (_request: unknown, _view: string, _title: string, data: Record<string, unknown>) => show(data),
  fragment: async (_request: unknown, _view: string, data: Record<string, unknown>) => show(data),
  publicPage: (_view: string, _title: string, data: Record<string, unknown>) => show(data),
};

function appOf(mount: (router: Router) => void) {
  const app = express();
  const router = Router();
  mount(router);
  app.use("/console", router);
  app.use(createErrorDoor({ shell, log: createLogger("info", "test", { write: (line) => void lines.push(line) }) }));
  return app;
}
const fail = (): never => {
  throw new Error("no database");
};

test.each([
  ["in its route", appOf((router) => router.get("/loi-moi/:token", fail)), "/loi-moi/:token"],
  [
    "after a wait",
    appOf((router) => router.get("/loi-moi/:token", async () => Promise.reject(fail()))),
    "/loi-moi/:token",
  ],
  ["before any route", appOf((router) => router.use(fail)), "/console"],
])("%s", async (_name, app, path) => {
  await request(app).get(`/console/loi-moi/${TOKEN}?next=${TOKEN}`).set("hx-request", "true").expect(500);
  const line = lines.at(-1) ?? "";
  expect(line).not.toContain(TOKEN);
  expect(JSON.parse(line)).toMatchObject({ action: "request-failed", path, ref: shown.at(-1)?.["code"] });
  expect(shown.at(-1)?.["code"]).toMatch(/\w{4}/);
});
