import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import type { Clock } from "../kernel/clock.ts";
import { invalid, messageOf } from "../kernel/errors.ts";
import type { Log } from "../kernel/logger.ts";
import type { PublicPage, PublicResult } from "../kernel/public-page.ts";
import { sendBytes } from "./byte-range.ts";
import { formerlyOf, leadFormerOn } from "./former-units.ts";
import { routeOf } from "./route-of.ts";
import type { Shell } from "./shell.ts";

/** Pages for everybody, in a plain frame. None sets a cookie; the widget alone may be framed by others. */
export function mountPublic(
  deps: { shell: Shell; clock: Clock; log: Log; miniAppOrigin: string },
  pages: readonly PublicPage[],
): Router {
  const router = Router();
  for (const page of pages) {
    // what names a unit at its end is a page of the unit; a picture made for it stays as it was made
    const ofUnit = page.path.endsWith("/:unit");
    const leads = ofUnit || page.leadsOn !== undefined;
    const lead = leadFormerOn(
      deps,
      (request) => (leads ? String(request.params["unit"]) : ""),
      page.leadsOn === undefined ? "or-choose" : "to-one",
    );
    router[page.method](page.path, lead, async (request: Request, response: Response) => {
      const query = page.query?.safeParse(request.query) ?? { success: true, data: {} };
      if (!query.success) throw invalid({ query: "Địa chỉ chưa đúng dạng" });
      const result = await page.handle({
        params: request.params as Record<string, string>,
        query: query.data,
        body: formOf(request),
        now: deps.clock.now(),
      });
      const whose = page.own ? "private" : "public";
      if (result.kind === "json") {
        if (page.own) response.set("Cache-Control", "no-store");
        return void response.json(result.body);
      }
      if (result.kind === "file") return sendFile(deps, request, response, { ...result, whose });
      const framed = result.kind === "widget";
      if (framed) {
        const policy = String(response.getHeader("Content-Security-Policy") ?? "");
        response.set("Content-Security-Policy", policy.replace(/frame-ancestors [^;]*/, "frame-ancestors *"));
        response.removeHeader("X-Frame-Options");
        response.set("Cross-Origin-Resource-Policy", "cross-origin");
      }
      const formerly = ofUnit
        ? await formerlyOf(request.query["tu"], String(request.params["unit"]), deps.clock.now())
        : "";
      response.set("Cache-Control", page.own ? "private, no-cache" : "public, max-age=60");
      if (page.method === "post") response.set("Cache-Control", "no-store");
      response
        .status(result.kind === "page" ? (result.status ?? 200) : 200)
        .send(deps.shell.publicPage(result.view, result.title, { ...result.data, formerly, widget: framed }));
    });
  }
  return router;
}

/** The fields of a form as they were sent; {} for none. */
export const formOf = (request: Pick<Request, "body">): Record<string, string> =>
  Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );

async function sendFile(
  deps: { log: Log; miniAppOrigin: string },
  request: Request,
  response: Response,
  file: Extract<PublicResult, { kind: "file" }> & { whose: "private" | "public" },
): Promise<void> {
  response.set({
    "Content-Type": file.type,
    "Cache-Control": `${file.whose}, max-age=${file.seconds}`,
    "Access-Control-Allow-Origin": deps.miniAppOrigin,
    "Cross-Origin-Resource-Policy": "cross-origin",
    ...(file.name === undefined ? {} : { "Content-Disposition": `attachment; filename="${file.name}"` }),
  });
  if (Buffer.isBuffer(file.body)) {
    // whoever asks for what they have already is sent nothing: readers of feeds ask all day
    response.set("ETag", `W/"${createHash("sha256").update(file.body).digest("base64url").slice(0, 22)}"`);
    return sendBytes(request, response, file.body);
  }
  await pipeline(Readable.from(file.body, { objectMode: false }), response).catch((error: unknown) =>
    // half a file must not look like a whole one: the connection is cut, the log says why
    deps.log.error({ action: "download-cut", path: routeOf(request), reason: messageOf(error) }, "download cut"),
  );
}
