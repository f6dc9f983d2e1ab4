import { defineDecision, type Key, oneKey, type Parts } from "../decisions/decision.ts";
import { formatLocal } from "../kernel/dates.ts";
import { conflict } from "../kernel/errors.ts";
import type { Whose } from "../kernel/scope.ts";
import type { Draft, DraftVersion } from "./draft.model.ts";
import { decideClosing, decidePublication, findOwnDraft, findVersion } from "./draft.store.ts";
import { refuseWords } from "./gate-draft.ts";
import { checkPeriod, mustBeLookedThrough } from "./propose-draft.ts";
import { type DraftDeps, PUBLISH } from "./prepare-draft.ts";

interface DraftToDecide {
  draft: Draft;
  version: DraftVersion | null;
}

async function load(_: DraftDeps, whose: Whose, id: string): Promise<DraftToDecide | null> {
  const draft = await findOwnDraft(whose, id);
  if (!draft) return null;
  return { draft, version: await findVersion(id, draft.proposal?.version ?? draft.version) };
}

const proposalOf = ({ proposal }: Draft): NonNullable<Draft["proposal"]> => {
  if (!proposal) throw conflict("Dự thảo này không còn chờ duyệt.");
  return proposal;
};
const notBy = ({ draft: { proposal }, version }: DraftToDecide): string[] =>
  [proposal?.by.id, version?.by.id].flatMap((id) => (id ? [id] : []));
const given =
  (kind: "publish" | "closing") =>
  ({ draft: { decided, proposal } }: DraftToDecide): Key[] =>
    decided?.kind === kind && proposal?.kind !== kind ? [decided] : [];

const periodParts = ({ proposal, openAt, closeAt }: Draft): Parts => ({
  "Mở lấy ý kiến": proposal ? formatLocal(proposal.openAt) : "",
  "Đóng lấy ý kiến": proposal ? formatLocal(proposal.closeAt) : "",
  "Thời gian đang công bố": openAt && closeAt ? `${formatLocal(openAt)} – ${formatLocal(closeAt)}` : "",
});
const placeParts = (version: DraftVersion | null): Parts =>
  Object.fromEntries((version?.positions ?? []).map(({ code, text }) => [`Đoạn ${code}`, text]));
const moved = ({ closeAt }: Draft, to: Date, { by, at }: Key): Draft["closings"] =>
  closeAt && closeAt.getTime() !== to.getTime() ? [{ from: closeAt, to, by, at }] : [];

/** Residents see a version of a draft: its words, its questions, the time in which they may comment. */
export const draftPublication = defineDecision<DraftToDecide, DraftDeps>({
  name: "draft",
  what: "dự thảo này",
  may: PUBLISH,
  sixDigits: null,
  keys: oneKey,
  given: given("publish"),
  notBy,
  notByWords: "Người soạn, người trình không tự duyệt công bố.",
  load,
  isOpen: ({ draft }) => draft.proposal?.kind === "publish" && draft.state !== "sealed",
  closedWords: "Dự thảo này không còn chờ duyệt công bố.",
  covers: ({ draft, version }) => ({
    "Tên dự thảo": draft.title,
    "Giới thiệu": draft.about,
    "Câu hỏi gợi ý": draft.questions.join(" / "),
    Bản: String(draft.proposal?.version ?? 0),
    "Ghi chú của bản": version?.note ?? "",
    ...periodParts(draft),
    ...placeParts(version),
  }),
  check({ clock }, { draft, version }) {
    checkPeriod(proposalOf(draft), clock.now());
    mustBeLookedThrough(version);
    return refuseWords(draft, version, clock.now());
  },
  apply(_, { draft }, __, { by, at, fingerprint }) {
    const { openAt, closeAt, version: n } = proposalOf(draft);
    // the worker tells who can be told; what an earlier version left untold is told with this one
    const from = draft.telling ? (draft.tellingFrom ?? draft.version) : draft.version;
    const change = {
      openAt,
      closeAt,
      ...(draft.version > 0 && n > draft.version ? { telling: n, tellingFrom: from } : {}),
      version: n,
      decided: { kind: "publish" as const, by, at, fingerprint },
      closings: [...(draft.closings ?? []), ...(moved(draft, closeAt, { by, at, fingerprint }) ?? [])],
    };
    return decidePublication(draft, change);
  },
});

/** The time for comments ends earlier than was made public. Everybody is told from when to when it was moved. */
export const closingMoved = defineDecision<DraftToDecide, DraftDeps>({
  name: "closing",
  what: "dự thảo này",
  may: PUBLISH,
  sixDigits: null,
  keys: oneKey,
  given: given("closing"),
  notBy: ({ draft: { proposal } }) => (proposal ? [proposal.by.id] : []),
  notByWords: "Người trình không tự duyệt đổi thời gian.",
  load,
  isOpen: ({ draft }) => draft.proposal?.kind === "closing" && draft.state === "published",
  closedWords: "Dự thảo này không còn chờ duyệt đổi thời gian.",
  covers: ({ draft }) => ({ "Tên dự thảo": draft.title, ...periodParts(draft) }),
  check: ({ clock }, { draft }) => checkPeriod(proposalOf(draft), clock.now()),
  apply(_, { draft }, __, { by, at, fingerprint }) {
    const { openAt, closeAt } = proposalOf(draft);
    return decideClosing(draft, {
      openAt,
      closeAt,
      decided: { kind: "closing", by, at, fingerprint },
      closings: [...(draft.closings ?? []), ...(moved(draft, closeAt, { by, at, fingerprint }) ?? [])],
    });
  },
});
