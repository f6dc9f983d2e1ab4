import type { Request, RequestHandler, Response } from "express";
import type { Clock } from "../kernel/clock.ts";
import { formatDate } from "../kernel/dates.ts";
import { leadOn } from "../units/lead-on.ts";
import { findUnit } from "../units/unit.store.ts";
import type { Shell } from "./shell.ts";

/** The same address with another unit in it, and whence it came; no other part of it is touched. */
function addressFor(request: Request, from: string, to: string): string {
  const [path = "", query = ""] = request.originalUrl.split("?");
  const at = path
    .split("/")
    .map((part) => (part === from ? to : part))
    .join("/");
  const asked = new URLSearchParams(query);
  asked.set("tu", from);
  return `${at}?${asked.toString()}`;
}

/**
 * Old links and QR codes carry the code of a unit that may have ended. One successor: 302 to it (never 301: what it
 * became may go on, too). Several: a page to choose by hamlet. None: the page shows what was.
 */
export const leadFormerOn =
  (
    deps: { clock: Clock; shell: Shell },
    unitIn: (request: Request) => string,
    how: "or-choose" | "to-one" = "or-choose",
  ): RequestHandler =>
  async (request: Request, response: Response, next) => {
    const code = unitIn(request);
    const led =
      request.method === "GET" && /^[a-z0-9-]{2,40}$/.test(code) ? await leadOn(code, deps.clock.now()) : undefined;
    if (!led || (how === "to-one" && led.to.length > 1)) return next();
    response.set("Cache-Control", "no-store");
    const [only, ...more] = led.to;
    if (only && more.length === 0) return response.redirect(302, addressFor(request, code, only._id));
    const choices = led.to.map((unit) => ({
      name: unit.name,
      address: addressFor(request, code, unit._id),
      areas: led.former.became.find((one) => one.code === unit._id)?.areas?.join(", ") ?? "",
    }));
    response.send(
      deps.shell.publicPage("web/choose-unit", `${led.former.name} nay thuộc nhiều đơn vị`, {
        office: led.former.office,
        name: led.former.name,
        since: led.former.to ? formatDate(led.former.to) : "",
        choices,
      }),
    );
  };

/** "Xã Sao Mai nay là Phường Bến Lụa", for whoever came by an old link; "" for everybody else. */
export async function formerlyOf(from: unknown, to: string, now: Date): Promise<string> {
  if (typeof from !== "string" || !/^[a-z0-9-]{2,40}$/.test(from)) return "";
  const led = await leadOn(from, now);
  const unit = await findUnit(to);
  return led && unit && led.to.some((one) => one._id === to) ? `${led.former.name} nay là ${unit.name}` : "";
}
