import type { Draft } from "../drafts/draft.model.ts";
import { findVersion } from "../drafts/draft.store.ts";
import type { Position } from "../drafts/position.ts";
import { findPosition } from "../drafts/rules.ts";
import { AppError } from "../kernel/errors.ts";
import { STANCE_NAMES, STANCES, type Stance } from "./comment.model.ts";
import type { PaperOpinion } from "./paper-opinions.ts";
import { tidyWords } from "./rules.ts";

/** An opinion of a paper with its place and its stance certain. */
export interface CheckedOpinion {
  position: string;
  version: number;
  stance: Stance;
  text: string;
  reason: string;
}

type Faults = Record<string, string>;
type Texts = ReadonlyMap<number, readonly Position[]>;
const NAMES = STANCES.map((stance) => `“${STANCE_NAMES[stance]}”`).join(", ");

/**
 * Every opinion with what it says of itself, or every fault at its field. @param version what the form is about where an
 * opinion does not say; 0 = the newest
 */
export async function checkOpinions(
  draft: Draft,
  opinions: readonly PaperOpinion[],
  version: number,
): Promise<{ checked: CheckedOpinion[]; faults: Faults }> {
  const texts = new Map<number, readonly Position[]>();
  const wanted = (one: PaperOpinion): number => one.version ?? (version || draft.version);
  for (const n of new Set(opinions.map(wanted)))
    texts.set(n, n <= draft.version ? ((await findVersion(String(draft._id), n))?.positions ?? []) : []);
  const checked: CheckedOpinion[] = [];
  const faults: Faults = {};
  const lines: string[] = [];
  for (const one of opinions) {
    const found = faultsOf(draft, one, wanted(one), texts);
    const { place, stance, text, reason, at } = one;
    if (Object.keys(found).length === 0 && place !== undefined && stance !== undefined)
      checked.push({ position: place, version: wanted(one), stance, text, reason });
    else if ("line" in at) lines.push(`dòng ${at.line + 1}: ${Object.values(found).join(", ")}`);
    else
      for (const [field, why] of Object.entries(found)) faults[`${field}.${at.row}`] = `Ý kiến ${at.row + 1}: ${why}`;
  }
  if (lines.length > 0)
    faults["words"] = [...lines.slice(0, 10), ...(lines.length > 10 ? [`và ${lines.length - 10} dòng nữa`] : [])].join(
      "; ",
    );
  return { checked, faults };
}

function faultsOf(draft: Draft, one: PaperOpinion, version: number, texts: Texts): Faults {
  const faults: Faults = {};
  const place = placeFault(draft, one.place, version, texts);
  if (place !== "") faults["place"] = place;
  if (one.stance === undefined) faults["stance"] = stanceFault(one.stanceWords);
  return { ...wordsFaults(one), ...faults };
}

function placeFault(draft: Draft, place: string | undefined, version: number, texts: Texts): string {
  if (place === undefined) return "cần chọn vị trí; ý kiến chung thì chọn “Toàn văn”";
  if (version < 1 || version > draft.version) return `Dự thảo không có bản ${version}`;
  if (place === "" || findPosition(texts.get(version) ?? [], place)) return "";
  return `Không có vị trí “${place}” trong ${version === draft.version ? "dự thảo" : `bản ${version} của dự thảo`}`;
}

const stanceFault = (words: string): string =>
  words === ""
    ? "chưa chọn hướng; phiếu không đánh dấu hướng nào thì chọn “Chỉ góp ý”"
    : `“${words}” không phải là hướng; hướng là một trong ${NAMES}`;

function wordsFaults({ stance = "tan-thanh", text, reason }: PaperOpinion): Faults {
  try {
    tidyWords({ stance, text, reason });
    return {};
  } catch (error) {
    if (error instanceof AppError) return { ...error.fields };
    throw error;
  }
}
