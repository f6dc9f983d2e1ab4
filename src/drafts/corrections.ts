import { randomCode } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Position, PositionKind } from "./position.ts";
import type { Paragraph } from "./paragraph.ts";

/**
 * What an editor put right in what the machine read. `at` names the paragraph within its version, `was` says what it said:
 * by its words the same correction is found again in the next version of the file.
 */
export type Correction =
  | { op: "text"; at: string; was: string; text: string }
  | { op: "split"; at: string; was: string; parts: { key: string; text: string }[] }
  | { op: "join"; at: string; was: string; to: string }
  | { op: "move"; at: string; was: string; after: string; afterWas: string }
  | { op: "kind"; at: string; was: string; kind: PositionKind }
  | { op: "code"; at: string; was: string; code: string }
  | { op: "drop"; at: string; was: string };

/** What one press of the button changed; taken back as one. */
export interface CorrectionStep {
  by: string;
  at: Date;
  corrections: Correction[];
}

export const tidyWords = (text: string): string => nfc(text.replace(/\s+/g, " ").trim());

/** What was read of a version stored before readings were kept: its places, as they stand. */
export const readingOf = (positions: readonly Position[]): Paragraph[] =>
  positions.map(({ text, label, page, line, lineTo, estimated, kind, key, id }) => ({
    text,
    ...(label && text.startsWith(label) && kind !== "chu-thich" ? { label } : {}),
    page,
    line,
    lineTo,
    ...(estimated ? { estimated } : {}),
    ...(kind === "chu-thich" ? { kind } : {}),
    key: key ?? id,
  }));

/** The label a list printed goes with its text; where the editor wrote another, the text speaks for itself. */
function withText(paragraph: Paragraph, text: string): Paragraph {
  const { label, ...rest } = paragraph;
  return label !== undefined && text.startsWith(label) ? { ...rest, label, text } : { ...rest, text };
}

type Apply<Op extends Correction["op"]> = (list: Paragraph[], at: number, one: Extract<Correction, { op: Op }>) => void;
const APPLY: { readonly [Op in Correction["op"]]: Apply<Op> } = {
  text: (list, at, { text }) => void (list[at] = withText(the(list, at), text)),
  split(list, at, { parts }) {
    const whole = the(list, at);
    const { label: _, code: __, ...rest } = whole;
    list.splice(at, 1, ...parts.map((part, n) => (n === 0 ? withText(whole, part.text) : { ...rest, ...part })));
  },
  join(list, at) {
    if (at === 0) return;
    const [before, joined] = [the(list, at - 1), the(list, at)];
    const lineTo = before.page === joined.page ? joined.lineTo : before.lineTo;
    list.splice(at - 1, 2, { ...before, text: `${before.text} ${joined.text}`, lineTo });
  },
  move(list, at, { after }) {
    const [moved] = list.splice(at, 1);
    const to = after === "" ? 0 : list.findIndex((one) => one.key === after) + 1;
    if (moved) list.splice(after !== "" && to === 0 ? at : to, 0, moved);
  },
  kind: (list, at, { kind }) => void (list[at] = { ...the(list, at), kind }),
  code: (list, at, { code }) => void (list[at] = { ...the(list, at), code }),
  drop: (list, at) => void list.splice(at, 1),
};
const the = (list: readonly Paragraph[], at: number): Paragraph => {
  const found = list[at];
  if (!found) throw new Error(`no paragraph ${at}`);
  return found;
};

function apply<Op extends Correction["op"]>(list: Paragraph[], at: number, one: Extract<Correction, { op: Op }>): void {
  APPLY[one.op](list, at, one);
}

/** What was read, put right step by step. A correction whose paragraph is gone by then does nothing. */
export function correct(
  read: readonly Paragraph[],
  steps: readonly Pick<CorrectionStep, "corrections">[],
): Paragraph[] {
  const list = read.map((one) => ({ ...one }));
  for (const one of steps.flatMap((step) => step.corrections)) {
    const at = list.findIndex((paragraph) => paragraph.key === one.at);
    if (at >= 0) apply(list, at, one);
  }
  return list;
}

/**
 * The corrections of an earlier version that fit this one: those whose paragraph stands here with the same words. In
 * turn, so that what one makes the next can find.
 */
export function fitting(read: readonly Paragraph[], earlier: readonly Correction[]): Correction[] {
  const list = read.map((one) => ({ ...one }));
  const found: Correction[] = [];
  for (const one of earlier) {
    const places = list.flatMap((paragraph, n) => (paragraph.text === one.was ? [n] : []));
    const at = one.op === "join" ? places.find((n) => list[n - 1]?.text === one.to) : places[0];
    const key = list[at ?? -1]?.key;
    if (at === undefined || key === undefined || (places.length > 1 && one.op !== "join")) continue;
    const anchor =
      one.op === "move" && one.after !== "" ? list.find((paragraph) => paragraph.text === one.afterWas) : undefined;
    if (one.op === "move" && one.after !== "" && anchor?.key === undefined) continue;
    const fits = {
      ...renamed(one, key),
      at: key,
      ...(anchor?.key === undefined ? {} : { after: anchor.key }),
    };
    if (isDone(list, at, fits)) continue;
    apply(list, at, fits);
    found.push(fits);
  }
  return found;
}

/** Parts of a split are new places here: under the names they had in the earlier version they would be taken for those. */
const renamed = (one: Correction, key: string): Correction =>
  one.op === "split"
    ? { ...one, parts: one.parts.map((part, n) => ({ ...part, key: n === 0 ? key : randomCode(8) })) }
    : one;

/** Whether the file says already what the correction would make it say. */
function isDone(list: readonly Paragraph[], at: number, one: Correction): boolean {
  if (one.op === "move") return list[at - 1]?.key === one.after || (at === 0 && one.after === "");
  return one.op === "text" && one.text === one.was;
}
