import type { AppError } from "../kernel/errors.ts";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Clock } from "../kernel/clock.ts";
import type { SignedIn } from "../kernel/console-route.ts";
import { formatTime } from "../kernel/dates.ts";
import { permissionsAt } from "../kernel/grant.ts";
import { ownCode } from "../kernel/scope.ts";
import type { Official } from "../officials/official.model.ts";
import { findOfficial, noteUse } from "../officials/official.store.ts";
import { grantsOf } from "../officials/grants-of.ts";
import { scopeOf } from "../units/scope-of.ts";
import { endsAt, isAlive, isUse } from "../officials/session-rules.ts";
import type { Cookies } from "./cookies.ts";

declare global {
  namespace Express {
    interface Request {
      me?: SignedIn;
      official?: Official;
      /** this session's entry in the account */
      entryId?: string;
      /** nobody is signed in any more: the session ended by itself, and this person's form is not to be lost */
      over?: { officialId: string; at: Date };
      /** the form's file was too large and is not here; its words are */
      tooLarge?: AppError;
    }
  }
}

async function signedInOf(official: Official, now: Date): Promise<SignedIn> {
  const [scope, grants] = await Promise.all([scopeOf(official, now), grantsOf(official, now)]);
  return {
    id: String(official._id),
    name: official.name,
    email: official.email,
    role: official.role,
    unitCode: ownCode(official.unitCode),
    scope,
    grants,
    permissions: permissionsAt(scope, grants),
  };
}

/** Who a session belongs to, when it still holds. */
export async function findSignedIn(request: Request, now: Date): Promise<Official | undefined> {
  const { officialId, entryId } = request.session;
  if (officialId === undefined || entryId === undefined) return undefined;
  const official = await findOfficial(officialId);
  const entry = official?.sessions.find((one) => one.id === entryId);
  return official?.active && entry && isAlive(entry, now) ? official : undefined;
}

/** Who somebody is, for a page that is open to everybody and shows its menu to who has one. */
export const createLook =
  (deps: { clock: Clock }): RequestHandler =>
  async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const now = deps.clock.now();
    const official = await findSignedIn(request, now);
    if (official) {
      request.official = official;
      request.me = await signedInOf(official, now);
    }
    next();
  };

/** When a session that is over ended by itself; undefined when somebody ended it or there was none. */
async function endedAt(request: Request): Promise<Date | undefined> {
  const { officialId, entryId } = request.session;
  const official = officialId === undefined ? null : await findOfficial(officialId);
  const entry = official?.sessions.find((one) => one.id === entryId);
  return entry && endsAt(entry);
}

/**
 * Only officials whose session holds. Others are sent to the log-in and come back to where they were; a part of a page
 * that asks for news is told so and leaves what was typed on the screen.
 */
export function createSignedInGate(deps: { clock: Clock; cookies: Cookies }): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const now = deps.clock.now();
    const official = await findSignedIn(request, now);
    const entryId = request.session.entryId ?? "";
    if (official) {
      request.official = official;
      request.me = await signedInOf(official, now);
      request.entryId = entryId;
      if (isUse(useOf(request))) await noteUse(official, entryId, now);
      return next();
    }
    const over = await endedAt(request);
    if (over && request.method === "POST" && request.get("hx-request") === undefined) {
      request.over = { officialId: request.session.officialId ?? "", at: over };
      return next();
    }
    if (request.session.officialId !== undefined)
      await new Promise<void>((resolve) => request.session.destroy(() => resolve()));
    if (request.get("hx-request")) {
      response
        .set({ "X-Session-Over": formatTime(over ?? now), "HX-Reswap": "none" })
        .status(401)
        .end();
      return;
    }
    if (request.method === "GET") deps.cookies.keepWish(response, request.originalUrl);
    response.redirect(303, over ? "/console/dang-nhap?het-phien=1" : "/console/dang-nhap");
  };
}

const useOf = (request: Request) => ({
  method: request.method,
  poll: request.get("x-poll") !== undefined,
  destination: request.get("sec-fetch-dest") ?? "",
});
