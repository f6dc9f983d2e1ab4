import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import type { Grant } from "../outside/task.ts";
import { keepIds } from "./compare-versions.ts";
import type { Position } from "./draft.model.ts";
import { lookIntoDocument } from "./look-into-document.ts";
import { readDocument } from "./read-document.ts";
import { toPositions } from "./structure.ts";

export interface DraftFile {
  bytes: Buffer;
  /** places of the version before, whose ids go on; [] for a first version */
  before: readonly Position[];
}

const MOST_LETTERS = 3_000_000;

/** A document → its places, those that go on from an earlier version under their old ids. */
export async function readDraft({ bytes, before }: DraftFile, grant: Grant): Promise<Position[]> {
  const looked = await lookIntoDocument(bytes);
  // finding the places of an earlier version again costs by their number
  await grant(looked.seconds + before.length / 1500);
  const paragraphs = readDocument(looked.bytes);
  const letters = paragraphs.reduce((sum, one) => sum + one.text.length, 0);
  if (letters > MOST_LETTERS)
    throw invalid({
      file: `Tệp có ${formatNumber(letters)} chữ, nhiều hơn ${formatNumber(MOST_LETTERS)} chữ cho phép. Vui lòng chia nhỏ rồi tải lên lần nữa`,
    });
  const positions = toPositions(paragraphs);
  return before.length === 0 ? positions : keepIds(before, positions);
}
