import type { Clock } from "../kernel/clock.ts";
import { AppError, messageOf } from "../kernel/errors.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { Oa } from "../zalo/oa.model.ts";
import { findOa, findOaOfUnit, saveConnection } from "../zalo/oa.store.ts";
import type { Grant, GrantReply, OAuth } from "../zalo/oauth.ts";
import type { Tokens } from "../zalo/tokens.ts";

export interface ConnectDeps {
  clock: Clock;
  oauth: OAuth;
  tokens: Tokens;
  zalo: ZaloClient;
}

/** Connects a unit's OA with the code that Zalo's permission page gave (zalo/openapi.md §1.3). */
export const connectByCode = async (deps: ConnectDeps, unitCode: string, code: string, verifier: string): Promise<Oa> =>
  connect(deps, unitCode, granted(await deps.oauth.exchange(code, verifier)));

/** Connects with a refresh token an operator was given; it is used up by this. */
export const connectByRefreshToken = async (deps: ConnectDeps, unitCode: string, refreshToken: string): Promise<Oa> =>
  connect(deps, unitCode, granted(await deps.oauth.refresh(refreshToken)));

function granted(reply: GrantReply): Grant {
  if (reply.kind === "granted") return reply.grant;
  throw new AppError(422, `Zalo chưa cấp quyền (${reply.reason}). Vui lòng bấm “Kết nối OA” và làm lại từ đầu.`);
}

/**
 * The profile is read with the new token before anything is stored; an OA that another unit holds is refused.
 * If reading fails, nothing of an earlier connection is touched.
 */
async function connect(deps: ConnectDeps, unitCode: string, grant: Grant): Promise<Oa> {
  const profile = await deps.zalo.getOaWith(grant.accessToken).catch((error: unknown) => {
    throw new AppError(502, `Đã được cấp quyền nhưng chưa đọc được thông tin OA: ${messageOf(error)}.`);
  });
  if (!profile.oaId) throw new AppError(502, "Zalo không cho biết mã OA. Vui lòng thử lại.");
  const known = await findOa(profile.oaId);
  if (known && known.unitCode !== unitCode)
    throw new AppError(409, `OA này đang nối với đơn vị khác (${known.unitCode}).`);
  const { oaId, ...rest } = profile;
  await saveConnection({ _id: oaId, unitCode, ...rest }, deps.tokens.sealPair(grant), deps.clock.now());
  const saved = await findOaOfUnit(unitCode);
  if (!saved) throw new AppError(500, "Chưa lưu được kết nối OA.");
  return saved;
}
