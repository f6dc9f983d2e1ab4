/** A place of the plan's text, numbered by lines of the text as it came. */
export interface Place {
  code: string;
  /** as it is printed: "III.", "2.1.", "đ)", "-", "(1)"; "" for a paragraph without one */
  label: string;
  /** with its label, broken lines joined */
  text: string;
  /** without it */
  words: string;
  line: number;
  lineTo: number;
  depth: number;
  /** code of the heading it stands under; "" at the top */
  under: string;
  /** begins a part others stand under */
  heading: boolean;
}

/** One document that is named: a ground, a topic's source, a source of money, another plan. */
export interface Citation {
  /** "2734/QĐ-UBND", "03-HD/BTGDVTU"; "" where the text names none */
  number: string;
  kind: string;
  organ: string;
  /** yyyy-mm-dd; "" where the text gives none */
  day: string;
  /** of "đợt 4"; "" for none */
  round: string;
  title: string;
  /** of a state body, of the Party, or not told by a number */
  by: "state" | "party" | "";
  base: boolean;
  /** every line it is cited at, in order */
  lines: number[];
}

/** A moment a text names: a day, the end of a month, quarter or year, or an event whose day is another's to say. */
export interface Point {
  words: string;
  /** last day it may mean, yyyy-mm-dd; "" for an event nobody dated */
  day: string;
  event: string;
}

export interface End extends Point {
  line: number;
  /** code of the place that says it */
  at: string;
}

export interface PlanPhase {
  code: string;
  name: string;
  line: number;
  topics: { line: number; words: string }[];
  ends: End[];
}

export interface QuotaGroup {
  name: string;
  units: number;
  each: number;
  people: number;
  line: number;
}

/** A class a plan orders, in its own words where nothing is counted. */
export interface PlanClass {
  classes: number;
  capacity: number;
  groups: QuotaGroup[];
  halfDays: number;
  /** "Quý IV năm 2025"; "" for none */
  when: string;
  quarter: { year: number; quarter: number } | null;
  mode: string;
  venue: string;
  topics: PlanTopic[];
  line: number;
}

export interface PlanTopic {
  line: number;
  words: string;
  /** numbers of the documents it names; [] = says none */
  sources: string[];
}

export interface Cadence {
  from: number;
  to: number;
  what: string;
  per: string;
  line: number;
  /** code of the phase it stands in; "" outside of phases */
  phase: string;
}

export interface CutOff {
  /** "30/5", "30/11/2025": figures up to that day */
  asOf: string;
  /** yyyy-mm-dd it is to be sent before; "" where the text gives none */
  due: string;
  line: number;
}

export interface PlanTask {
  code: string;
  line: number;
  owner: string;
  words: string;
  /** yyyy-mm-dd; "" for none */
  day: string;
  /** as the text says it: "trước ngày 06/6/2025", "thường xuyên"; "" for none */
  deadline: string;
}

export interface Recipient {
  name: string;
  purpose: "" | "để báo cáo" | "để phối hợp" | "để thực hiện" | "để biết";
}

export interface PlanHead {
  kind: string;
  parent: string;
  organ: string;
  /** "/KH-SVHTT"; "" where the text has no such line */
  symbol: string;
  number: string;
  place: string;
  /** yyyy-mm-dd; "" while it is not issued */
  day: string;
  title: string;
}

export type FindingKind =
  | "numbering"
  | "ends"
  | "quotas"
  | "names"
  | "repeated"
  | "no-owner"
  | "no-deadline"
  | "money-year"
  | "base-dates";

/** Something a person chooses or explains before the plan goes on; the text stays as it is written. */
export interface Finding {
  /** names it while the text it speaks of stands */
  id: string;
  kind: FindingKind;
  lines: number[];
  says: string;
  /** what there is to choose from; [] = explained in words alone */
  choices: string[];
}

export interface PlanReading {
  head: PlanHead;
  places: Place[];
  citations: Citation[];
  aims: { line: number; words: string }[];
  funding: { line: number; words: string; sources: string[] }[];
  phases: PlanPhase[];
  /** ends of the whole */
  ends: End[];
  classes: PlanClass[];
  cadences: Cadence[];
  targets: Cadence[];
  catalogue: { entries: number; line: number } | null;
  cutOffs: CutOff[];
  tasks: PlanTask[];
  recipients: Recipient[];
  signer: { title: string; name: string };
  findings: Finding[];
}
