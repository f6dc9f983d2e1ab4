import type { Leaving, Written } from "../kernel/room.ts";
import { listOas } from "../zalo/oa.store.ts";
import { datedEffects, foundedBy } from "./change-effects.ts";
import type { ChangeToDecide } from "./change.decision.ts";
import type { ChangeTerms } from "./unit-change.model.ts";
import { isInForce } from "./unit.store.ts";

interface Figures {
  population: number;
  followers: number;
}
/** One line of "after": a unit with all it holds, or one that was divided, on a line of its own. */
export interface PreviewRow extends Figures {
  code: string;
  name: string;
  /** names of what came whole */
  from: string[];
  divided: boolean;
}
export interface ChangePreview {
  before: (Figures & { code: string; name: string })[];
  after: PreviewRow[];
  totals: { before: Figures & { units: number }; after: Figures & { units: number } };
}

const sum = (rows: readonly Figures[]): Figures => ({
  population: rows.reduce((n, row) => n + row.population, 0),
  followers: rows.reduce((n, row) => n + row.followers, 0),
});

/** What stands before the day and after it; every figure of before is in exactly one line of after. */
export async function previewChange({ terms, units, changes }: ChangeToDecide): Promise<ChangePreview> {
  const followers = new Map((await listOas()).map((oa) => [oa.unitCode, oa.followerCount]));
  const eve = new Date(+terms.day - 1);
  const known = [
    ...units,
    ...foundedBy(terms, units).map((one) => {
      const { name = one._id } = terms.founds.find(({ code }) => code === one._id) ?? {};
      return { ...one, name, population: 0, held: [], divided: [], became: [] };
    }),
  ];
  const nameOf = (code: string): string =>
    terms.renames.find((one) => one.code === code)?.name ?? known.find((unit) => unit._id === code)?.name ?? code;
  const figuresOf = (codes: readonly string[]): Figures =>
    sum(
      codes.map((code) => ({
        population: known.find((unit) => unit._id === code)?.population ?? 0,
        followers: followers.get(code) ?? 0,
      })),
    );
  const effects = new Map(datedEffects(known, terms, [...changes, terms]).map((one) => [one._id, one]));
  const heldOn = (code: string, day: Date, later: boolean): string[] => {
    const held = (later ? effects.get(code)?.held : undefined) ?? known.find((unit) => unit._id === code)?.held ?? [];
    return [code, ...held.flatMap((since) => (since.from <= day ? [since.code] : []))];
  };
  const touched = [
    ...new Set([...terms.parts.flatMap(({ from, to }) => [from, to]), ...terms.renames.map(({ code }) => code)]),
  ];
  const wasThere = touched.filter((code) => units.some((unit) => unit._id === code && isInForce(unit, eve)));
  const ends = new Set(terms.parts.map(({ from }) => from));
  const dividedNow = [...new Set(terms.parts.filter(({ share }) => share !== "all").map(({ from }) => from))];
  const before = wasThere.map((code) => ({
    code,
    name: units.find((unit) => unit._id === code)?.name ?? code,
    ...figuresOf(heldOn(code, eve, false)),
  }));
  const after = [
    ...touched.filter((code) => !ends.has(code)).map((code) => ({ code, divided: false })),
    ...dividedNow.map((code) => ({ code, divided: true })),
  ].map(({ code, divided }): PreviewRow => {
    const [, ...held] = heldOn(code, terms.day, true);
    return { code, name: nameOf(code), divided, from: held.map(nameOf), ...figuresOf([code, ...held]) };
  });
  return {
    before,
    after,
    totals: {
      before: { ...sum(before), units: before.length },
      after: { ...sum(after), units: after.filter((row) => !row.divided).length },
    },
  };
}

/** Units it would have made, in the place of those that end: what was begun in them stays there, and is named. */
export const foundedAsSources = ({ founds, ...terms }: ChangeTerms): ChangeTerms => ({
  ...terms,
  founds: [],
  parts: founds.map(({ code }) => ({ from: code, to: "", share: "all", areas: [] })),
});

/** Sealed and counted things of the named units that a late entry comes after: listed, never changed. */
export async function whatIsWritten(
  { terms }: Pick<ChangeToDecide, "terms">,
  written: readonly Written[],
): Promise<{ what: string; title: string; at: Date }[]> {
  const codes = [...new Set(terms.parts.flatMap(({ from, to }) => [from, to]))];
  const lists = await Promise.all(
    written.map(async ({ what, list }) => (await list(codes, terms.day)).map((one) => ({ what, ...one }))),
  );
  return lists.flat().toSorted((a, b) => Number(a.at) - Number(b.at));
}

/** What the units that end leave, with the one rule for each; what nobody has is left out. */
export const whatIsLeft = async (
  { terms }: Pick<ChangeToDecide, "terms">,
  leavings: readonly Leaving[],
): Promise<{ what: string; rule: string; n: number }[]> => {
  const ends = [...new Set(terms.parts.map(({ from }) => from))];
  const rows = await Promise.all(
    leavings.map(async ({ what, rule, count }) => ({
      what,
      rule,
      n: (await Promise.all(ends.map((code) => count(code)))).reduce((a, b) => a + b, 0),
    })),
  );
  return rows.filter(({ n }) => n > 0);
};
