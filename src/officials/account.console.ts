import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, fragment, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError, conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { findLogIns } from "./audit-log.store.ts";
import { shortSession } from "./audit-log-in.ts";
import {
  beginFactor,
  changeOwnPassword,
  proveNewFactor,
  proveSelf,
  remakeCodes,
  waitingSeed,
} from "./change-own-account.ts";
import { noticeText } from "./notices.ts";
import type { Official } from "./official.model.ts";
import { dropNewSeed, endOtherSessions, endSession, findOfficial, noteRead, setTheme } from "./official.store.ts";
import { knownOf, passwordStrength } from "./password-rules.ts";
import { findUnit } from "../units/unit.store.ts";
import { seedPicture } from "./present-invitation.ts";
import { needsTotp } from "./rules.ts";
import { isAlive, SESSION_MOST_MS } from "./session-rules.ts";
import { spellSeed } from "./totp.ts";
import { isRow } from "../kernel/table.ts";

interface AccountDeps {
  clock: Clock;
  box: SecretBox;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const text = (most: number) => z.string().max(most).default("");

/** Tài khoản của tôi: password, six digits, recovery codes, where one is signed in, light or dark. */
export function accountRoutes(deps: AccountDeps): ConsoleRoute[] {
  const load = async (context: RouteContext): Promise<Official> => {
    const official = await findOfficial(context.me.id);
    if (!official) throw notFound("tài khoản này");
    return official;
  };
  const show = async (context: RouteContext, more: Record<string, unknown> = {}) => {
    const official = await load(context);
    const seed = waitingSeed(deps, official, context.entryId ?? "");
    return page("officials/account", "Tài khoản của tôi", {
      official: { name: official.name, email: official.email, totp: official.totpSeed !== "" },
      needsTotp: needsTotp(official.role),
      codesLeft: official.recovery.length,
      isDark: official.theme === "dark",
      seed: spellSeed(seed),
      picture: seed === "" ? "" : await seedPicture(seed, official.email),
      sessions: await sessionsOf(official, context),
      history: official.notices.toReversed().map((one) => ({ at: one.at, text: noticeText(one) })),
      codes: [],
      ...more,
    });
  };
  /** A wrong password or code stands in the log. */
  const watched = async (context: RouteContext, work: () => ReturnType<ConsoleRoute["handle"]>) => {
    try {
      return await work();
    } catch (error) {
      const fields: FieldErrors = error instanceof AppError && error.status === 422 ? error.fields : {};
      const secret = ["old", "proof", "codes", "self"].find((field) => isRow(fields, field));
      if (secret !== undefined) await context.audit("account-refused", context.me.email, { vì: fields[secret] ?? "" });
      throw error;
    }
  };
  const sessionsOf = async (official: Official, context: RouteContext) => {
    const since = new Date(context.now.getTime() - SESSION_MOST_MS);
    const addresses = new Map((await findLogIns(official, since)).map((line) => [line.details["phien"], line.ip]));
    return official.sessions
      .filter((one) => isAlive(one, context.now))
      .toReversed()
      .map((one) => ({
        id: shortSession(one.id),
        device: one.device,
        address: addresses.get(shortSession(one.id)) ?? "",
        startedAt: one.startedAt,
        usedAt: one.usedAt,
        isThis: one.id === context.entryId,
      }));
  };
  return [
    route({ method: "get", path: "/toi", may: "own.account", handle: (context) => show(context) }),
    route({
      method: "post",
      path: "/toi/giao-dien",
      may: "own.account",
      body: z.object({ theme: z.enum(["light", "dark"]) }),
      async handle(context) {
        await setTheme(context.me.id, context.body.theme);
        return redirect("/console/toi", "Đã đổi giao diện.");
      },
    }),
    route({
      method: "post",
      path: "/toi/da-biet",
      may: "own.account",
      body: z.object({ until: z.coerce.date() }),
      async handle(context) {
        // what will be told tomorrow is not read today, whatever the form says
        await noteRead(context.me.id, earlier(context.body.until, context.now));
        return redirect("/console");
      },
    }),
    route({
      method: "post",
      path: "/toi/mat-khau",
      may: "own.account",
      body: z.object({ old: text(400), password: text(400), again: text(400) }),
      handle: (context) =>
        watched(context, async () => {
          await changeOwnPassword(deps, await load(context), context.body);
          await context.audit("password-changed", context.me.email);
          return redirect("/console/dang-nhap?doi-mat-khau=1");
        }),
    }),
    // says while one types how strong it is, by the same judge as decides; keeps and logs nothing
    route({
      method: "post",
      path: "/toi/mat-khau/do",
      may: "own.account",
      body: z.object({ password: text(400) }),
      async handle(context) {
        const official = await load(context);
        const about = knownOf(official, await findUnit(official.unitCode));
        return fragment("officials/password-meter", { ...passwordStrength(context.body.password, about) });
      },
    }),
    route({
      method: "post",
      path: "/toi/ma-6-so/bat",
      may: "own.account",
      body: z.object({ proof: text(400) }),
      handle: (context) =>
        watched(context, async () => {
          await beginFactor(deps, await load(context), context.body.proof, context.entryId ?? "");
          return redirect("/console/toi#ma-6-so");
        }),
    }),
    route({
      method: "post",
      path: "/toi/ma-6-so",
      may: "own.account",
      body: z.object({ code: text(40) }),
      handle: (context) =>
        watched(context, async () => {
          const codes = await proveNewFactor(deps, await load(context), context.body.code, context.entryId ?? "");
          await context.audit("totp-set", context.me.email);
          return show(context, { codes });
        }),
    }),
    route({
      method: "post",
      path: "/toi/ma-6-so/thoi",
      may: "own.account",
      async handle(context) {
        await dropNewSeed(context.me.id);
        return redirect("/console/toi", "Mã 6 số vẫn như cũ.");
      },
    }),
    route({
      method: "post",
      path: "/toi/ma-du-phong",
      may: "own.account",
      body: z.object({ proof: text(40) }),
      handle: (context) =>
        watched(context, async () => {
          const codes = await remakeCodes(deps, await load(context), context.body.proof);
          await context.audit("recovery-renewed", context.me.email);
          return show(context, { codes });
        }),
    }),
    route({
      method: "post",
      path: "/toi/noi-dang-nhap",
      may: "own.account",
      body: z.object({ id: text(20), password: text(400) }),
      handle: (context) =>
        watched(context, async () => {
          const official = await load(context);
          const one = official.sessions.find((entry) => shortSession(entry.id) === context.body.id);
          if (!one) throw conflict("Nơi đăng nhập này đã đăng xuất rồi.");
          if (one.id === context.entryId) throw invalid({ form: "Để đăng xuất máy này, bấm Đăng xuất ở đầu trang" });
          await proveSelf(deps, official, context.body.password);
          await endSession(context.me.id, one.id);
          await context.audit("session-ended", one.device);
          return redirect("/console/toi#noi-dang-nhap", "Đã đăng xuất nơi đó.");
        }),
    }),
    route({
      method: "post",
      path: "/toi/noi-khac",
      may: "own.account",
      body: z.object({ password: text(400) }),
      handle: (context) =>
        watched(context, async () => {
          await proveSelf(deps, await load(context), context.body.password);
          await endOtherSessions(context.me.id, context.entryId ?? "");
          await context.audit("session-ended", "mọi nơi khác");
          return redirect("/console/toi#noi-dang-nhap", "Đã đăng xuất mọi nơi khác.");
        }),
    }),
  ];
}
