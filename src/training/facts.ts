import { type Fact, factOfRows, type FactRow } from "../kernel/fact.ts";
import { ownOf } from "../kernel/scope.ts";
import { reportedWith } from "./class.store.ts";

/** Of classes whose report is closed: what is left of who came is how many of each unit did. */
export const classFacts: readonly Fact[] = [
  factOfRows(
    { code: "classes.attended", name: "Lớp của Sở có người của đơn vị dự", noun: "lớp" },
    async (whose, span) => {
      const own = ownOf(whose);
      return (await reportedWith(own)).flatMap(({ _id, title, startsAt, createdAt, figures }): FactRow[] => {
        const at = startsAt ?? createdAt;
        const present = (figures?.units ?? []).filter(({ code }) => own.includes(code));
        if (at < span.from || at >= span.to || present.every(({ present: n }) => n === 0)) return [];
        return [{ id: String(_id), at, title, n: 1, path: "/console/tap-huan" }];
      });
    },
  ),
];
