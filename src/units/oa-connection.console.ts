import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { type ConsoleRoute, page, redirect, route } from "../kernel/console-route.ts";
import { AppError, messageOf, notFound } from "../kernel/errors.ts";
import { ownOf } from "../kernel/scope.ts";
import type { Limits } from "../zalo/limits.ts";
import { findOaOfUnit, listOasOf, rememberProfile } from "../zalo/oa.store.ts";
import { newPkce } from "../zalo/oauth.ts";
import { type ConnectDeps, connectByCode } from "./connect-oa.ts";

export interface ConnectionDeps extends ConnectDeps {
  clock: Clock;
  limits: Limits;
  callbackUrl: string;
  /** keeps the verifier of a consent under way for ten minutes; taken once */
  consents: { save(state: string, value: string): Promise<void>; take(state: string): Promise<string | null> };
  enqueueSync(oaId: string): Promise<void>;
}

/** Kết nối OA: consent by Zalo's page with PKCE, check by getoa, state of the connection. Tokens are never shown. */
export function oaConnectionRoutes(deps: ConnectionDeps): ConsoleRoute[] {
  return [
    route({
      method: "get",
      path: "/ket-noi-oa",
      may: "oa.connect",
      async handle({ me }) {
        const oas = await listOasOf(ownOf(me.scope));
        const oa = oas.find(({ unitCode }) => unitCode === me.scope.unit);
        const former = oas.filter((one) => one !== oa).map(({ name, followerCount }) => ({ name, followerCount }));
        if (!oa)
          return page("units/oa", "Kết nối OA", { oa: null, former, limit: null, callbackUrl: deps.callbackUrl });
        const { accessToken: _a, refreshToken: _r, ...shown } = oa;
        return page("units/oa", "Kết nối OA", {
          oa: {
            ...shown,
            connected: oa.state === "connected",
            kind: oa.oaType === 4 ? "Cơ quan nhà nước" : "Doanh nghiệp",
          },
          former,
          limit: await deps.limits.describe(oa._id),
          callbackUrl: deps.callbackUrl,
        });
      },
    }),
    route({
      method: "post",
      path: "/ket-noi-oa",
      may: "oa.connect",
      async handle({ me }) {
        const { verifier, challenge } = newPkce();
        const state = randomBytes(18).toString("base64url");
        await deps.consents.save(state, JSON.stringify({ verifier, officialId: me.id, unitCode: me.scope.unit }));
        return redirect(deps.oauth.permissionUrl(deps.callbackUrl, challenge, state));
      },
    }),
    route({
      method: "get",
      path: "/ket-noi-oa/tro-lai",
      may: "oa.connect",
      query: z.object({
        code: z.string().max(600).default(""),
        state: z.string().max(100).default(""),
        oa_id: z.string().max(64).default(""),
      }),
      async handle(context) {
        const { code, state } = context.query;
        const kept = await deps.consents.take(state);
        const consent = kept ? (JSON.parse(kept) as { verifier: string; officialId: string; unitCode: string }) : null;
        if (!consent || consent.officialId !== context.me.id || code === "")
          throw new AppError(
            422,
            "Lần cấp quyền này đã quá hạn hoặc không bắt đầu từ trang này. Vui lòng bấm “Kết nối OA” lần nữa.",
          );
        const oa = await connectByCode(deps, consent.unitCode, code, consent.verifier);
        await context.audit("oa-connected", oa.name);
        await deps.enqueueSync(oa._id);
        return redirect("/console/ket-noi-oa", `Đã nối với OA ${oa.name}. Đang đọc danh sách người quan tâm.`);
      },
    }),
    route({
      method: "post",
      path: "/ket-noi-oa/kiem-tra",
      may: "oa.connect",
      async handle(context) {
        const oa = await findOaOfUnit(context.me.scope.unit);
        if (!oa) throw notFound("OA của đơn vị");
        try {
          const { oaId: _id, ...profile } = await deps.zalo.getOa(oa._id);
          await rememberProfile(oa._id, profile);
        } catch (error) {
          return redirect("/console/ket-noi-oa", `Chưa kết nối được: ${messageOf(error)}.`);
        }
        await context.audit("oa-checked", oa.name);
        return redirect("/console/ket-noi-oa", "Kết nối tốt: Zalo trả lời bình thường.");
      },
    }),
    route({
      method: "post",
      path: "/ket-noi-oa/dong-bo",
      may: "oa.connect",
      async handle(context) {
        const oa = await findOaOfUnit(context.me.scope.unit);
        if (!oa) throw notFound("OA của đơn vị");
        await deps.enqueueSync(oa._id);
        await context.audit("followers-sync", oa.name);
        return redirect("/console/ket-noi-oa", "Đang đọc danh sách người quan tâm từ Zalo.");
      },
    }),
  ];
}
