import { notFound } from "../kernel/errors.ts";
import type { DraftVersion } from "./draft.model.ts";
import type { Doubtful, Position } from "./position.ts";
import { listEarlierPositions, saveVersionFields } from "./draft.store.ts";
import { matchPlacesTask } from "./draft.tasks.ts";
import { changedMeanwhile, loadUnshown, type Sheet } from "./load-unshown.ts";
import type { ReadDeps } from "./prepare-draft.ts";

/**
 * The editor says whether a new place goes on from an earlier one. Only before the version is shown: afterwards comments
 * stand where they stand.
 * @param same false = they are two places
 */
export async function decidePlace(
  { outside }: Pick<ReadDeps, "outside">,
  sheet: Sheet,
  place: string,
  earlier: string,
  same: boolean,
): Promise<void> {
  const { version } = await loadUnshown(sheet);
  if (!version.doubtful?.some((one) => one.place === place && one.earlier === earlier)) throw notFound("cặp đoạn này");
  const decided = [
    ...(version.decided ?? []).filter((one) => one.place !== place),
    { place, earlier: same ? earlier : "" },
  ];
  const places = { earlier: await listEarlierPositions(sheet.id, version.n), positions: version.positions, decided };
  const matched = await outside.run(matchPlacesTask, places);
  if (!(await saveVersionFields(version, { ...matched, decided }))) throw changedMeanwhile();
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
