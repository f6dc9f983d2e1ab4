import { fold } from "../kernel/vietnamese.ts";
import { checkPlan } from "./check-plan.ts";
import { type CheckFacts, NO_FACTS } from "./known-facts.ts";
import { citationsOf, mentionsIn } from "./citations.ts";
import { classesOf } from "./find-classes.ts";
import { phasesOf, wholeEnds } from "./find-phases.ts";
import { catalogueOf, cutOffsOf, isCadence, ratesOf, tasksOf } from "./find-work.ts";
import { footOf, headOf } from "./head-and-foot.ts";
import { placesOf, within } from "./plan-text.ts";
import type { Place, PlanReading } from "./reading.ts";

/** What a plan's lines say. Pure: the lines stay as they are, everything here points into them. */
export function readPlan(lines: readonly string[], facts: CheckFacts = NO_FACTS): PlanReading {
  const places = placesOf(lines);
  const phases = phasesOf(places, lines);
  const rates = ratesOf(places, phases, lines);
  const found = {
    head: headOf(places),
    places,
    citations: citationsOf(places, lines),
    aims: partsAbout(places, /^(?:muc dich|muc tieu|yeu cau)/).map(({ line, words }) => ({ line, words })),
    funding: partsAbout(places, /^kinh phi|^nguon kinh phi/).map(({ line, words }) => ({
      line,
      words,
      sources: [...new Set(mentionsIn(words).map((one) => one.number))],
    })),
    phases,
    ends: wholeEnds(places, phases, lines),
    classes: classesOf(places),
    cadences: rates.filter(isCadence),
    targets: rates.filter((one) => !isCadence(one)),
    catalogue: catalogueOf(places),
    cutOffs: cutOffsOf(places, lines),
    tasks: tasksOf(places),
    ...footOf(places),
  };
  return { ...found, findings: checkPlan(lines, found, facts) };
}

/** Paragraphs below headings about something. */
function partsAbout(places: readonly Place[], about: RegExp): Place[] {
  const heads = places.filter((one) => one.heading && about.test(fold(one.words)));
  const codes = new Set(
    heads.flatMap((head) =>
      within(places, head.code)
        .filter((one) => !one.heading)
        .map((one) => one.code),
    ),
  );
  return places.filter((one) => codes.has(one.code));
}
