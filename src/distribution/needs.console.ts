import { type ConsoleRoute, page, route } from "../kernel/console-route.ts";
import { days } from "../kernel/clock.ts";
import { codeOf } from "../kernel/scope.ts";
import { listStuck } from "./copy.store.ts";
import { legendOf, LEVELS, needsOf, RULE, stepName } from "./needs.ts";
import { listHelp, troublesFor } from "./trouble.store.ts";
import { unitsBelow } from "./push-package.ts";

/** Cần hỗ trợ: which unit is stuck, at which step, with which office, since when. The longest wait first. */
export const needsRoutes = (): ConsoleRoute[] => [
  route({
    method: "get",
    path: "/can-ho-tro",
    may: "packages.edit",
    async handle({ me, now }) {
      const units = await unitsBelow(codeOf(me.scope), now);
      const names = new Map(units.map(({ _id, name }) => [_id, name]));
      const needs = needsOf([...names.keys()], await listStuck(me.scope), now);
      const helpers = new Map((await listHelp(me.scope)).map(({ unitCode, by }) => [unitCode, by]));
      const told = await troublesFor(me.scope, new Date(now.getTime() - days(90)));
      const shown = needs.map((need, n) => ({
        ...need,
        ...LEVELS[need.level],
        n: n + 1,
        name: names.get(need.unitCode) ?? need.unitCode,
        helper: helpers.get(need.unitCode)?.name ?? "",
        helperId: helpers.get(need.unitCode)?.id ?? "",
        mine: helpers.get(need.unitCode)?.id === me.id,
        stepWord: need.step === "" ? "" : stepName(need.step),
      }));
      return page("distribution/needs", "Cần hỗ trợ", {
        legend: legendOf(needs),
        total: units.length,
        troubles: told.filter((one) => !one.answer).length,
        rows: shown.filter(({ level }) => level !== "binh-thuong"),
        tiles: units.map(({ _id, name }) => ({
          name,
          ...LEVELS[needs.find((one) => one.unitCode === _id)?.level ?? "binh-thuong"],
        })),
        rule: RULE,
        now,
      });
    },
  }),
];
