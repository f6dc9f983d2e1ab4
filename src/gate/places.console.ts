import { z } from "zod";
import { decide, lookOf } from "../decisions/decide.ts";
import { sixDigits } from "../officials/six-digits.ts";
import { type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { invalid } from "../kernel/errors.ts";
import type { Scope } from "../kernel/scope.ts";
import type { Place, PlaceState } from "./place.model.ts";
import { listPlaces } from "./place.store.ts";
import { placeApproval } from "./place.decision.ts";
import { closePlace, findProposal, proposePlace } from "./propose-place.ts";

export interface PlacesDeps {
  clock: Clock;
  box: SecretBox;
  unitsOf(scope: Scope): Promise<{ code: string; name: string }[]>;
}

const STATE_WORDS: Readonly<Record<PlaceState, string>> = {
  proposed: "Chờ Sở duyệt",
  approved: "Được dùng",
  refused: "Không duyệt",
  withdrawn: "Đã thu hồi",
};

const verdict = z.object({
  id: z.string().max(400),
  revision: z.coerce.number().int(),
  seen: z.string().max(80).default(""),
  decision: z.enum(["approved", "refused", "withdrawn"]),
  reason: z.string().max(300).default(""),
  code: z.string().max(12).default(""),
});
type Verdict = z.infer<typeof verdict>;

/** Tên miền được dùng: what a unit asks to point to, and what the department says. */
export function placesRoutes(deps: PlacesDeps): ConsoleRoute[] {
  const unitsOf = async (context: RouteContext) => deps.unitsOf(context.me.scope);
  const list = async (context: RouteContext) => {
    const names = new Map((await unitsOf(context)).map((unit) => [unit.code, unit.name]));
    const canDecide = context.me.permissions.includes("places.approve");
    const seenOf = (place: Place): Promise<string> =>
      canDecide ? lookOf(placeApproval, place._id, place, context.now) : Promise.resolve("");
    const places = await listPlaces([...names.keys()]);
    const seen = await Promise.all(places.map(seenOf));
    const rows = places.map((place, n) => ({
      ...place,
      id: place._id,
      address: place.host + place.path,
      unit: names.get(place.unitCode) ?? place.unitCode,
      stateName: STATE_WORDS[place.state],
      waits: place.state === "proposed",
      seen: seen[n],
      inForce: place.state === "approved",
      canDecide: canDecide && (place.state === "proposed" || place.state === "approved"),
    }));
    return page("gate/places", "Tên miền được dùng", {
      rows,
      canPropose: context.me.permissions.includes("places.propose"),
    });
  };
  const by = ({ me }: RouteContext) => ({ id: me.id, name: me.name });
  const settle = async (place: Place, context: RouteContext & { body: Verdict }): Promise<void> => {
    const { revision, decision, reason, code, seen } = context.body;
    if (decision === "approved") {
      const press = { unitCode: place.unitCode, id: place._id, seen, by: by(context), code, wish: undefined };
      await decide(placeApproval, deps, press);
      return;
    }
    if (!(await sixDigits(deps, context.me.id, code)))
      throw invalid({ code: "Mã 6 số chưa đúng hoặc đã dùng rồi. Chờ mã mới rồi nhập lại" });
    await closePlace(deps, place, { revision, decision, reason }, by(context));
  };
  return [
    route({ method: "get", path: "/ten-mien", may: "places.view", handle: (context) => list(context) }),
    route({
      method: "post",
      path: "/ten-mien",
      may: "places.propose",
      body: z.object({ place: z.string().max(300).default(""), why: z.string().max(300).default("") }),
      async handle(context) {
        const { place, why } = context.body;
        const address = await proposePlace(deps, context.me.scope.unit, place, why, by(context));
        await context.audit("place-proposed", address);
        return redirect("/console/ten-mien", `Đã đề xuất ${address}. Dùng được khi Sở duyệt.`);
      },
    }),
    route({
      method: "post",
      path: "/ten-mien/quyet-dinh",
      may: placeApproval.may,
      body: verdict,
      async handle(context) {
        const { id, decision } = context.body;
        const codes = (await unitsOf(context)).map((unit) => unit.code);
        const place = await findProposal(codes, id);
        await settle(place, context);
        await context.audit("place-decided", place.host + place.path, {
          "đơn vị": place.unitCode,
          "kết quả": STATE_WORDS[decision],
        });
        return redirect("/console/ten-mien", `${place.host}${place.path}: ${STATE_WORDS[decision].toLowerCase()}.`);
      },
    }),
  ];
}
