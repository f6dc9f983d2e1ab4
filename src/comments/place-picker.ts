import type { Draft } from "../drafts/draft.model.ts";
import { findVersion } from "../drafts/draft.store.ts";
import { clip } from "../kernel/vietnamese.ts";
import { placeValue } from "./paper-opinions.ts";

interface PickerGroup {
  name: string;
  places: { value: string; name: string }[];
}

/**
 * Places as a paper numbers them, the newest version first: a paper of version 1 is entered by version 1's numbers and
 * words.
 */
export async function pickerOf(draft: Draft): Promise<PickerGroup[]> {
  const groups: PickerGroup[] = [];
  for (let n = draft.version; n >= 1; n -= 1) {
    const positions = (await findVersion(String(draft._id), n))?.positions ?? [];
    groups.push({
      name: n === draft.version ? `Bản ${n} (đang công bố)` : `Bản ${n}`,
      places: positions.map(({ id, code, text }) => ({
        value: placeValue(n, id),
        name: `${code} · ${clip(text.replace(/\s+/g, " "), 48)}`,
      })),
    });
  }
  return groups;
}
