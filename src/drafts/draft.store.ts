import { isValidObjectId } from "mongoose";
import type { Person } from "../content/item.model.ts";
import {
  type Draft,
  DraftModel,
  type DraftProposal,
  type DraftSeal,
  type DraftState,
  type DraftVersion,
  DraftVersionModel,
} from "./draft.model.ts";
import type { Position } from "./position.ts";
import { within, type Whose } from "../kernel/scope.ts";

/** The only queries on drafts and their versions. */
export const createDraft = async (draft: Omit<Draft, "_id">): Promise<string> =>
  String((await DraftModel.create(draft))._id);

export const findDraft = async (id: string): Promise<Draft | null> =>
  isValidObjectId(id) ? DraftModel.findById(id).lean<Draft>().exec() : null;

export const findOwnDraft = async (whose: Whose, id: string): Promise<Draft | null> =>
  isValidObjectId(id)
    ? DraftModel.findOne({ _id: id, unitCode: within(whose) })
        .lean<Draft>()
        .exec()
    : null;

/** Shown drafts of these units, the latest close first. */
export const listDraftsOf = (unitCodes: readonly string[]): Promise<Draft[]> =>
  DraftModel.find({ unitCode: { $in: [...unitCodes] }, state: { $in: ["published", "sealed"] } })
    .sort({ closeAt: -1 })
    .limit(300)
    .lean<Draft[]>()
    .exec();

type Spoken = Pick<Draft, "_id" | "unitCode" | "title"> & { openAt: Date };
/** Drafts people could speak to before a moment, as figures name them. */
export const listSpokenTo = (whose: Whose, before: Date): Promise<Spoken[]> =>
  DraftModel.find(
    { unitCode: within(whose), state: { $in: ["published", "sealed"] }, openAt: { $lt: before } },
    { unitCode: 1, title: 1, openAt: 1 },
  )
    .limit(2000)
    .lean<Spoken[]>()
    .exec();

export const listDrafts = (whose: Whose, states: DraftState[]): Promise<Draft[]> =>
  DraftModel.find({ unitCode: within(whose), state: { $in: states } })
    .sort({ createdAt: -1 })
    .limit(200)
    .lean<Draft[]>()
    .exec();

/** Seals a closed draft: one write over its version and its time, with all that the report is written from. */
export const decideSeal = async (draft: Draft, sealedAt: Date, seal: DraftSeal): Promise<boolean> =>
  (
    await DraftModel.updateOne(
      { _id: draft._id, state: "published", version: draft.version, closeAt: draft.closeAt },
      { $set: { state: "sealed", sealedAt, seal, reportDue: true, proposal: null, sealRefused: "" } },
    )
  ).modifiedCount === 1;
export const takeSealBack = async (id: string, sealRefused: string): Promise<void> =>
  void (await DraftModel.updateOne(
    { _id: id, state: "sealed" },
    { $set: { state: "published", sealedAt: null, seal: null, sealRefused }, $unset: { reportDue: 1 } },
  ));
/** Sealed, and the report not begun. */
export const listReportsDue = async (before: Date): Promise<string[]> =>
  (
    await DraftModel.find({ reportDue: true, sealedAt: { $lte: before } }, { _id: 1 })
      .limit(100)
      .lean()
      .exec()
  ).map((row) => String(row._id));
export const noteReportMade = async (id: string, sealedAt: Date): Promise<void> =>
  void (await DraftModel.updateOne({ _id: id, sealedAt, reportDue: true }, { $unset: { reportDue: 1 } }));

export const countNotComment = async (id: string): Promise<void> =>
  void (await DraftModel.updateOne({ _id: id }, { $inc: { notComments: 1 } }));

/**
 * Stores the next version; of those who store at the same time one gets `true`, and it is that one's text. Each takes a
 * claim first; a text only takes the place of one with a smaller claim, and only the newest claim moves the draft on. The
 * text before the draft: a draft never names a version that is not there, and what a cut left without its draft is put
 * in its place by the next try.
 */
export async function addVersion(version: Omit<DraftVersion, "_id" | "claim">): Promise<boolean> {
  const { draftId, n } = version;
  const waits = { _id: draftId, newest: n - 1, state: { $ne: "sealed" as const } };
  const claimed = await DraftModel.findOneAndUpdate(waits, { $inc: { adding: 1 } }, { returnDocument: "after" })
    .lean<Draft>()
    .exec();
  const claim = claimed?.adding;
  if (claim === undefined || !(await putText(version, claim))) return false;
  return (await DraftModel.updateOne({ ...waits, adding: claim }, { $set: { newest: n } })).modifiedCount === 1;
}

/** False where the text of a later claim stands. */
async function putText(version: Omit<DraftVersion, "_id" | "claim">, claim: number): Promise<boolean> {
  const { draftId, n } = version;
  const older = { draftId, n, $or: [{ claim: { $exists: false } }, { claim: { $lt: claim } }] };
  try {
    await DraftVersionModel.updateOne(older, { $set: { ...version, claim } }, { upsert: true });
    return true;
  } catch (error) {
    // a duplicate key: a later claim's text stands under this number
    if ((error as { code?: number } | null)?.code === 11_000) return false;
    throw error;
  }
}

export const findVersion = (draftId: string, n: number): Promise<DraftVersion | null> =>
  DraftVersionModel.findOne({ draftId, n }).lean<DraftVersion>().exec();

/** What a list says of a version: its texts, readings and doubts stay where they are, they are megabytes. */
export type VersionLine = Pick<DraftVersion, "_id" | "n" | "fileName" | "fileSha" | "note" | "by" | "at">;
const LINE = { n: 1, fileName: 1, fileSha: 1, note: 1, by: 1, at: 1 } as const;

export const listVersions = (draftId: string): Promise<VersionLine[]> =>
  DraftVersionModel.find({ draftId }, LINE).sort({ n: 1 }).limit(100).lean<VersionLine[]>().exec();

/** Places of every version before the n-th, the newest first. */
export async function listEarlierPositions(draftId: string, n: number): Promise<Position[][]> {
  const versions = await DraftVersionModel.find({ draftId, n: { $lt: n } }, { positions: 1 })
    .sort({ n: -1 })
    .lean<Pick<DraftVersion, "positions">[]>()
    .exec();
  return versions.map((one) => one.positions);
}

/**
 * What an editor changed in a version nobody has seen yet; false once it is shown, or changed by somebody else. First
 * the draft: whatever waits for approval is taken back by it, so that no yes to the words as they were can follow. Then
 * the words, only over those that were read. {@link proposeFields} goes the other way round, and so neither of the two
 * gets past the other.
 */
export async function saveVersionFields(version: DraftVersion, fields: Partial<DraftVersion>): Promise<boolean> {
  const { draftId, n, edits = null } = version;
  const open = { _id: draftId, version: { $lt: n }, state: { $ne: "sealed" as const } };
  const taken = await DraftModel.updateOne(open, { $set: { proposal: null }, $inc: { edits: 1 } });
  if (taken.matchedCount === 0) return false;
  const done = await DraftVersionModel.updateOne({ draftId, n, edits }, { $set: fields, $inc: { edits: 1 } });
  return done.modifiedCount === 1;
}

/** Puts a proposal in the place of an earlier one; false when somebody edits at the same moment. */
export async function proposeFields(draft: Draft, proposal: DraftProposal): Promise<boolean> {
  await DraftVersionModel.updateOne({ draftId: String(draft._id), n: proposal.version }, { $inc: { edits: 1 } });
  const done = await DraftModel.updateOne(
    { _id: draft._id, state: { $in: ["editing", "published"] }, edits: draft.edits ?? null },
    { $set: { proposal, returned: null } },
  );
  return done.matchedCount === 1;
}

const proposed = (draft: Draft, states: DraftState[]) => ({
  _id: draft._id,
  state: { $in: states },
  version: draft.version,
  closeAt: draft.closeAt,
  "proposal.key": draft.proposal?.key ?? "",
});
export const returnProposal = async (draft: Draft, returned: NonNullable<Draft["returned"]>): Promise<boolean> =>
  (await DraftModel.updateOne(proposed(draft, ["editing", "published"]), { $set: { proposal: null, returned } }))
    .modifiedCount === 1;

/** More time than was public, over the time that was read. */
export const extendDraft = async (
  draft: Draft,
  fields: { closeAt: Date },
  { by, at }: { by: Person; at: Date },
): Promise<boolean> => {
  const moved = draft.closeAt ? [{ from: draft.closeAt, to: fields.closeAt, by, at }] : [];
  const done = await DraftModel.updateOne(
    { _id: draft._id, state: "published", openAt: draft.openAt, closeAt: draft.closeAt },
    { $set: fields, $push: { closings: { $each: moved } } },
  );
  return done.modifiedCount === 1;
};

type Decided = Pick<Draft, "openAt" | "closeAt" | "decided" | "closings">;

/** Less time than was public: one write over the proposal that was read. */
export const decideClosing = async (draft: Draft, change: Decided): Promise<boolean> =>
  (await DraftModel.updateOne(proposed(draft, ["published"]), { $set: { ...change, proposal: null } }))
    .modifiedCount === 1;

/** A version is shown: one write over the proposal that was read, which any edit of its words would have taken back. */
export const decidePublication = async (
  draft: Draft,
  change: Decided & Pick<Draft, "version" | "telling" | "tellingFrom">,
): Promise<boolean> =>
  (
    await DraftModel.updateOne(proposed(draft, ["editing", "published"]), {
      $set: { ...change, state: "published", proposal: null },
    })
  ).modifiedCount === 1;

/** Drafts whose newest version changed places that people commented on, and who signed was not told yet. */
export const listTelling = (): Promise<Draft[]> =>
  DraftModel.find({ telling: { $gt: 0 } })
    .limit(100)
    .lean<Draft[]>()
    .exec();
export const endTelling = async (id: string, n: number): Promise<void> =>
  void (await DraftModel.updateOne({ _id: id, telling: n }, { $set: { telling: 0 } }));

/** Drafts that are or were open, of these dates. */
export async function listIdsWhere(dates: {
  closeAt?: { $lt: Date };
  sealedAt?: { $lt: Date; $ne: null };
}): Promise<string[]> {
  const found = await DraftModel.find({ state: { $in: ["published", "sealed"] }, ...dates }, { _id: 1 })
    .limit(10_000)
    .lean<{ _id: unknown }[]>()
    .exec();
  return found.map((draft) => String(draft._id));
}

/** Drafts whose period has begun and that are not sealed. */
export const listBegun = (now: Date): Promise<Draft[]> =>
  DraftModel.find({ state: "published", openAt: { $lte: now } })
    .lean<Draft[]>()
    .exec();
