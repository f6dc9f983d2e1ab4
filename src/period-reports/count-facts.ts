import type { Fact, FactRow, Span } from "../kernel/fact.ts";
import type { Whose } from "../kernel/scope.ts";
import { fieldsOf, type Form } from "./form.ts";
import { printOfRows, type SealedFact } from "./seal.ts";

/** What reports are given of other rooms: figures by their codes. */
export interface FactDeps {
  facts(): readonly Fact[];
}

/** Codes of facts a form is filled from. */
export const factsOf = (form: Pick<Form, "sections">): string[] => [
  ...new Set(fieldsOf(form).flatMap(({ fact }) => (fact === "" ? [] : [fact]))),
];
export const factByCode = ({ facts }: FactDeps, code: string): Fact | undefined =>
  facts().find((one) => one.code === code);

/** What the records give for each of these codes. A code nobody offers any more is left out: its field is filled by hand. */
export async function countFacts(
  deps: FactDeps,
  codes: readonly string[],
  whose: Whose,
  span: Span,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const fact = factByCode(deps, code);
    if (fact) counts.set(code, await fact.count(whose, span));
  }
  return counts;
}

const PAGE = 10_000;
/** All rows of a fact. */
export async function rowsOfFact(fact: Fact, whose: Whose, span: Span): Promise<FactRow[]> {
  const rows: FactRow[] = [];
  for (let skip = 0; ; skip += PAGE) {
    const more = await fact.open(whose, span, { skip, limit: PAGE });
    rows.push(...more);
    if (more.length < PAGE) return rows;
  }
}

/** Counted from the rows themselves, with a print of which rows they were: what is sealed, and what a recount compares. */
export async function sealFacts(
  deps: FactDeps,
  codes: readonly string[],
  whose: Whose,
  span: Span,
): Promise<SealedFact[]> {
  const sealed: SealedFact[] = [];
  for (const code of codes) {
    const fact = factByCode(deps, code);
    if (!fact) continue;
    const rows = await rowsOfFact(fact, whose, span);
    sealed.push({ code, n: rows.reduce((sum, { n }) => sum + n, 0), rows: printOfRows(rows) });
  }
  return sealed;
}
