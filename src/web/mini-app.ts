import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";
import { notFound } from "../kernel/errors.ts";

/**
 * The built mini-app in a plain browser: `/mini/`, and `/mini/<unit>/…` for a commune's own address. Files carry the
 * hash of their content; the page itself is asked for anew each time.
 */
export function mountMiniApp(folder: string): Router {
  const router = Router();
  const index = join(folder, "index.html");
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { maxAge: 365 * 86_400_000, immutable: true, index: false }),
  );
  // a file of an older build is gone; the page must not be given in its place
  router.use("/assets", () => {
    throw notFound("tệp này");
  });
  router.get("/sw.js", (_request, response) => {
    response.set("Cache-Control", "no-cache").type("text/javascript").sendFile(join(folder, "sw.js"));
  });
  router.get(/.*/, (_request, response) => {
    if (!existsSync(index)) throw notFound("mini-app: chưa được dựng");
    response.set("Cache-Control", "no-cache").type("html").send(readFileSync(index));
  });
  return router;
}
