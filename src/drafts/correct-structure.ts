import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Doubtful, DraftVersion, Position } from "./draft.model.ts";
import { findVersion, listEarlierPositions, saveVersionFields } from "./draft.store.ts";
import { matchPlaces } from "./match-places.ts";
import { loadOwn } from "./prepare-draft.ts";

export interface Correction {
  id: string;
  code: string;
  text: string;
  /** joined to the end of the place before it */
  join: boolean;
}

/** The editor puts right what the machine read: codes, texts, pieces that belong together. Only before it is shown. */
export async function correctStructure(unitCode: string, id: string, corrections: Correction[]): Promise<void> {
  const draft = await loadOwn(unitCode, id);
  if (draft.newest === draft.version) throw conflict("Bản này đã công bố. Muốn sửa, thêm một bản mới.");
  const version = await findVersion(id, draft.newest);
  const wanted = new Map(corrections.map((one) => [one.id, one]));
  const kept: Position[] = [];
  for (const position of version?.positions ?? []) {
    const fix = wanted.get(position.id);
    const text = fix ? nfc(fix.text.replace(/\s+/g, " ").trim()) : position.text;
    const last = kept.at(-1);
    if (fix?.join && last) {
      last.text = `${last.text} ${text}`;
      if (last.page === position.page) last.lineTo = position.lineTo;
    } else if (text !== "")
      kept.push({ ...position, text, code: fix ? fix.code.trim() || position.code : position.code });
  }
  const codes = new Set(kept.map((position) => position.code));
  if (codes.size < kept.length) throw invalid({ code: "Có hai vị trí trùng mã" });
  if (kept.length === 0) throw invalid({ text: "Dự thảo cần ít nhất một đoạn" });
  const decided = new Map((version?.decided ?? []).map((one) => [one.place, one.earlier]));
  const matched = matchPlaces(await listEarlierPositions(id, draft.newest), kept, decided);
  await saveVersionFields(id, draft.newest, { ...matched });
}

/**
 * The editor says whether a new place goes on from an earlier one. Only before the version is shown: afterwards comments
 * stand where they stand.
 * @param same false = they are two places
 */
export async function decidePlace(
  unitCode: string,
  id: string,
  place: string,
  earlier: string,
  same: boolean,
): Promise<void> {
  const draft = await loadOwn(unitCode, id);
  if (draft.newest === draft.version) throw conflict("Bản này đã công bố, không đổi được nữa.");
  const version = await findVersion(id, draft.newest);
  if (!version?.doubtful?.some((one) => one.place === place && one.earlier === earlier)) throw notFound("cặp đoạn này");
  const decided = [
    ...(version.decided ?? []).filter((one) => one.place !== place),
    { place, earlier: same ? earlier : "" },
  ];
  const said = new Map(decided.map((one) => [one.place, one.earlier]));
  const matched = matchPlaces(await listEarlierPositions(id, draft.newest), version.positions, said);
  await saveVersionFields(id, draft.newest, { ...matched, decided });
}

export interface DoubtfulPair extends Doubtful {
  code: string;
  text: string;
  oldCode: string;
  oldText: string;
}

/** Pairs the editor is asked about, with both texts. */
export async function listDoubtful(id: string, version: DraftVersion): Promise<DoubtfulPair[]> {
  const pairs = version.doubtful ?? [];
  if (pairs.length === 0) return [];
  const old = new Map<string, Position>();
  for (const positions of await listEarlierPositions(id, version.n))
    for (const position of positions) if (!old.has(position.id)) old.set(position.id, position);
  return pairs.flatMap((pair) => {
    const [now, was] = [version.positions.find((one) => (one.key ?? one.id) === pair.place), old.get(pair.earlier)];
    return now && was ? [{ ...pair, code: now.code, text: now.text, oldCode: was.code, oldText: was.text }] : [];
  });
}
