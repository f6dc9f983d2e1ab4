import type { Person } from "../content/item.model.ts";
import { randomCode } from "../kernel/crypto.ts";
import { passGate } from "../gate/pass-gate.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { correct, type Correction, type CorrectionStep, fitting, readingOf, tidyWords } from "./corrections.ts";
import type { DraftVersion } from "./draft.model.ts";
import type { Position, PositionKind } from "./position.ts";
import { findVersion, listEarlierPositions, saveVersionFields } from "./draft.store.ts";
import { matchPlacesTask } from "./draft.tasks.ts";
import type { Paragraph } from "./paragraph.ts";
import { changedMeanwhile, loadUnshown, type Sheet } from "./load-unshown.ts";
import type { ReadDeps } from "./prepare-draft.ts";
import { toPositions } from "./structure.ts";

export type EditDeps = Pick<ReadDeps, "clock" | "outside">;

/** A place as the editor's form sends it back. */
export interface EditedPlace {
  id: string;
  code: string;
  /** lines of their own are paragraphs of their own; nothing = the place goes */
  text: string;
  /** joined to the end of the place before it */
  join: boolean;
  /** "" = as the text says */
  kind?: PositionKind | "";
  /** code of the place it is to follow, "0" for the very front; "" = where it stands */
  after?: string;
}

/** As the form's field has it. */
const MOST_CODE = 40;
const keyOf = (position: Position): string => position.key ?? position.id;
const readOf = (version: DraftVersion): Paragraph[] => version.read ?? readingOf(version.positions);

/** The editor puts right what the machine read: splits, joins, moves, other words, another kind or code. */
export async function correctStructure(
  deps: EditDeps,
  sheet: Sheet,
  edited: readonly EditedPlace[],
  by: Person,
): Promise<void> {
  const { version } = await loadUnshown(sheet);
  const corrections = correctionsOf(version.positions, edited);
  if (corrections.length === 0) return;
  const codes = corrections.flatMap((one) => (one.op === "code" ? [one.code] : []));
  if (codes.some((code) => code.length > MOST_CODE))
    throw invalid({ code: `Mã vị trí dài quá ${MOST_CODE} chữ, vui lòng đặt ngắn hơn` });
  // residents read and type them
  await passGate(
    { unitCode: sheet.unitCode, officialId: by.id, now: deps.clock.now() },
    { code: [...new Set(codes)].join("\n") },
  );
  await save(deps, version, [...(version.steps ?? []), { by: by.name, at: deps.clock.now(), corrections }]);
}

/** Takes the last press of the button back. @throws AppError 409 when there is none */
export async function undoCorrection(deps: EditDeps, sheet: Sheet): Promise<void> {
  const { version } = await loadUnshown(sheet);
  const steps = version.steps ?? [];
  if (steps.length === 0) throw conflict("Không còn gì để hoàn tác.");
  await save(deps, version, steps.slice(0, -1));
}

/** Corrections of the version before that fit this one, for the editor to take over. */
export async function offeredCorrections(version: DraftVersion): Promise<Correction[]> {
  if ((version.steps ?? []).length > 0 || version.n === 1) return [];
  const before = await findVersion(version.draftId, version.n - 1);
  return fitting(
    readOf(version),
    (before?.steps ?? []).flatMap((step) => step.corrections),
  );
}

export async function takeOverCorrections(deps: EditDeps, sheet: Sheet, by: Person): Promise<number> {
  const { version } = await loadUnshown(sheet);
  const corrections = await offeredCorrections(version);
  if (corrections.length > 0) await save(deps, version, [{ by: by.name, at: deps.clock.now(), corrections }]);
  return corrections.length;
}

async function save(deps: EditDeps, version: DraftVersion, steps: readonly CorrectionStep[]): Promise<void> {
  const read = readOf(version);
  const positions = toPositions(correct(read, steps));
  if (positions.length === 0) throw invalid({ text: "Dự thảo cần ít nhất một đoạn" });
  if (new Set(positions.map((one) => one.code)).size < positions.length)
    throw invalid({ code: "Có hai vị trí trùng mã" });
  const earlier = await listEarlierPositions(version.draftId, version.n);
  const matched = await deps.outside.run(matchPlacesTask, { earlier, positions, decided: version.decided ?? [] });
  if (!(await saveVersionFields(version, { ...matched, read, steps: [...steps] }))) throw changedMeanwhile();
}

function correctionsOf(positions: readonly Position[], edited: readonly EditedPlace[]): Correction[] {
  const wanted = new Map(edited.map((one) => [one.id, one]));
  const byCode = new Map(positions.map((one) => [one.code.toUpperCase(), one]));
  if (takesAnothersCode(positions, wanted, byCode)) throw invalid({ code: "Có hai vị trí trùng mã" });
  const found: Correction[] = [];
  let before = "";
  for (const position of positions) {
    const fix = wanted.get(position.id);
    if (fix) found.push(...changesOf(position, fix, before, byCode));
    before = tidyWords(fix?.text ?? position.text);
  }
  return found;
}

/** A code given by hand that is another place's, which keeps it: that one would quietly be called something else. */
function takesAnothersCode(
  positions: readonly Position[],
  wanted: ReadonlyMap<string, EditedPlace>,
  byCode: ReadonlyMap<string, Position>,
): boolean {
  const given = (one: Position): string => wanted.get(one.id)?.code.trim() || one.code;
  return positions.some((one) => {
    const holder = byCode.get(given(one).toUpperCase());
    if (given(one) === one.code || !holder || holder === one) return false;
    const keeps = wanted.get(holder.id);
    return given(holder) === holder.code && keeps?.text.trim() !== "" && !keeps?.join;
  });
}

function changesOf(
  position: Position,
  fix: EditedPlace,
  before: string,
  byCode: ReadonlyMap<string, Position>,
): Correction[] {
  const [at, was] = [keyOf(position), position.text];
  const [text = "", ...more] = fix.text.split(/\n+/).map(tidyWords).filter(Boolean);
  if (text === "") return [{ op: "drop", at, was }];
  const found: Correction[] = [];
  if (more.length > 0) {
    const parts = [text, ...more].map((words, n) => ({ key: n === 0 ? at : randomCode(8), text: words }));
    found.push({ op: "split", at, was, parts });
  } else if (text !== was) found.push({ op: "text", at, was, text });
  const code = tidyWords(fix.code);
  if (code !== "" && code !== position.code) found.push({ op: "code", at, was: text, code });
  if (fix.kind && fix.kind !== position.kind) found.push({ op: "kind", at, was: text, kind: fix.kind });
  const after = fix.after?.trim().toUpperCase() ?? "";
  if (after !== "") {
    const anchor = byCode.get(after);
    if (after !== "0" && (!anchor || anchor === position))
      throw invalid({ after: `Không có vị trí “${fix.after}” để chuyển tới` });
    found.push({ op: "move", at, was: text, after: anchor ? keyOf(anchor) : "", afterWas: anchor?.text ?? "" });
  }
  if (fix.join) found.push({ op: "join", at, was: text, to: before });
  return found;
}

/** An editor has looked at what the machine could not read for sure. @returns how many are left */
export async function tickDoubts(sheet: Sheet, seen: readonly number[], by: Person): Promise<number> {
  const { version } = await loadUnshown(sheet);
  const doubts = (version.doubts ?? []).map((one, n) =>
    seen.includes(n) && one.seenBy === "" ? { ...one, seenBy: by.name } : one,
  );
  if (!(await saveVersionFields(version, { doubts }))) throw changedMeanwhile();
  return doubts.filter((one) => one.seenBy === "").length;
}
