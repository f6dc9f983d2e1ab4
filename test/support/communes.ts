import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { connectByRefreshToken } from "../../src/units/connect-oa.ts";
import { DEFAULT_TOPICS, UnitModel } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import type { World } from "./world.ts";

export interface Commune {
  code: string;
  oaId: string;
  firstId: bigint;
  people: number;
}

/** Adds communes under the department "so", each with an OA of its own and followers that are known already. */
export async function addCommunes(
  world: World,
  count: number,
  people: number,
  packageName = "Comprehensive",
  from = 0,
): Promise<Commune[]> {
  const start = new Date("2025-07-01T00:00:00+07:00");
  const communes: Commune[] = [];
  for (let n = from; n < from + count; n += 1) {
    const code = `xa-${String(n).padStart(3, "0")}`;
    const commune = {
      code,
      oaId: String(500_000_000_000_000_000n + BigInt(n)),
      firstId: 7_000_000_000_000_000_000n + BigInt(n) * 1_000_000n,
      people,
    };
    await saveUnits([
      {
        _id: code,
        name: `Xã Mẫu ${code}`,
        office: `UBND xã Mẫu ${code}`,
        kind: "commune",
        province: "Tỉnh Hồng Sao",
        parents: [{ code: "so", from: start, to: null }],
        from: start,
        to: null,
        population: 10_000,
        households: 2500,
        hamlets: 8,
        topics: DEFAULT_TOPICS,
        contact: { address: "", hours: "", phone: "", dutyPhone: "" },
      },
    ]);
    await UnitModel.updateOne({ _id: code }, { $set: { sendHours: { from: 0, to: 24, quietDays: [] } } });
    await world.sim("oas", { id: commune.oaId, name: `UBND xã ${code}`, type: 2, package: packageName });
    await world.sim("residents", { oa: commune.oaId, count: people, firstId: String(commune.firstId) });
    const pair = (await world.sim("tokens", { oa: commune.oaId })) as { refresh_token: string };
    await connectByRefreshToken(world.core, code, pair.refresh_token);
    for (let k = 0; k < people; k += 500)
      await addFollowers(
        commune.oaId,
        code,
        Array.from({ length: Math.min(500, people - k) }, (_, i) => String(commune.firstId + BigInt(k + i))),
        new Date(),
        new Date(),
      );
    communes.push(commune);
  }
  return communes;
}

/** How often Zalo accepted a message, per person of a commune. */
export const acceptedAt = async (world: World, oaId: string): Promise<number[]> =>
  Object.values((await world.sim(`accepted?oa=${oaId}`)) as Record<string, number>);
