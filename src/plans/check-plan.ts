import { checkBaseDates, checkMoneyYear, checkOwners, checkQuotas } from "./check-facts.ts";
import { checkEnds } from "./check-ends.ts";
import { checkNames, checkRepeated } from "./check-names.ts";
import { checkNumbering } from "./check-numbering.ts";
import type { CheckFacts } from "./known-facts.ts";
import type { Finding, PlanReading } from "./reading.ts";

/** Everything of a plan a person should choose or explain. Nothing is put right by itself: the text stays as written. */
export function checkPlan(lines: readonly string[], read: Omit<PlanReading, "findings">, facts: CheckFacts): Finding[] {
  return [
    ...checkNumbering(read.places),
    ...checkEnds(read, facts),
    ...checkQuotas(read.classes),
    ...checkNames(lines, facts),
    ...checkRepeated(read.places),
    ...checkBaseDates(read.citations),
    ...checkMoneyYear(read, facts),
    ...checkOwners(read.tasks),
  ];
}
