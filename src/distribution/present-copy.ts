import { KIND_RULES } from "../content/kinds.ts";
import { days } from "../kernel/clock.ts";
import { findUnits } from "../units/unit.store.ts";
import type { Content } from "./content.model.ts";
import type { Copy } from "./copy.model.ts";
import { languageName } from "./languages.ts";
import { COPY_WORDS, isLate } from "./rules.ts";

/** A row of the lists: what stands there, and what is next. */
export function presentRow(copy: Copy, now: Date, own: string, unitName: (code: string) => string) {
  const left = Math.ceil((copy.dueAt.getTime() - now.getTime()) / days(1));
  return {
    id: copy._id,
    code: copy.code,
    title: copy.title,
    version: copy.version,
    revision: copy.revision,
    dueAt: copy.dueAt,
    late: isLate(copy, now),
    left: left > 0 ? left : 0,
    ...COPY_WORDS[copy.state],
    state: copy.state,
    offered: copy.offer?.version ?? 0,
    opened: copy.openedAt !== null,
    from: copy.unitCode === own ? "" : unitName(copy.unitCode),
  };
}

export const presentContent = (content: Content, own: { title: string; text: string } | undefined) => ({
  kind: KIND_RULES[content.kind].name,
  title: content.title,
  text: content.text,
  ownTitle: own?.title || content.title,
  ownText: own?.text || content.text,
  freeTitle: content.free.includes("title"),
  freeText: content.free.includes("text"),
  pictureId: content.pictureId,
  pictureAlt: content.pictureAlt,
  mediaUrl: content.details.mediaUrl,
  transcript: content.details.transcript,
  source: content.source,
  foreign: content.foreign,
  variants: content.variants.map((one) => ({ ...one, name: languageName(one.language) })),
});

/** The names of the units that hold these copies. */
export async function namesOf(copies: readonly Copy[]): Promise<(code: string) => string> {
  const units = await findUnits([...new Set(copies.map(({ unitCode }) => unitCode))]);
  const names = new Map(units.map(({ _id, name }) => [_id, name]));
  return (code) => names.get(code) ?? code;
}
