import { beforeOwn, defineDecision, nobody, oneKey } from "../decisions/decision.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { findOwnDraft } from "../drafts/draft.store.ts";
import { listPlaces } from "../drafts/list-places.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { isLogged, logEvent } from "./append-log.ts";
import { type Answer, VERDICT_NAMES } from "./answer.model.ts";
import { decideAnswer, findAnswer, listAnswersDue, noteAnswerDone } from "./answer.store.ts";
import { lastBlock } from "./log.store.ts";

export interface AnswerDeps {
  clock: Clock;
  /** tells those who signed, by a job; missing where nobody can be told */
  enqueueTell?(draftId: string, position: string): Promise<void>;
}

export interface AnswerWish {
  verdict: Answer["verdict"];
  words: string;
}

interface ToAnswer {
  draft: Draft;
  position: string;
  /** words of the place */
  text: string;
  answer: Answer | null;
  after: number;
}

export const answerRef = (draftId: string, position: string): string => `${draftId}:${position}`;
const readRef = (ref: string): { draftId: string; position: string } => {
  const at = ref.indexOf(":");
  return { draftId: ref.slice(0, at), position: ref.slice(at + 1) };
};

export const MOST_ANSWER = 3000;
export const tidyAnswer = (words: string): string => nfc(words.trim());

/** The log says what was answered; those who signed are told. */
async function finish(deps: AnswerDeps, ref: string): Promise<void> {
  const { draftId, position } = readRef(ref);
  const answer = await findAnswer(draftId, position);
  if (answer?.due === undefined) return;
  const entry = { what: `answered:${answer.verdict}`, ref: position || "toan-van", digest: sha256Hex(answer.words) };
  if (!(await isLogged(draftId, answer.due, entry))) await logEvent(deps, draftId, entry);
  await deps.enqueueTell?.(draftId, position);
  await noteAnswerDone(answer);
}

/** What the office says to everybody who commented at a place: taken up, in part, or not, and why (safeguard 16). */
export const positionAnswer = defineDecision<ToAnswer, AnswerDeps, AnswerWish>({
  name: "answer",
  what: "dự thảo này",
  may: "comments.sort",
  sixDigits: null,
  keys: oneKey,
  given: ({ answer }) => (answer ? [{ by: answer.by, at: answer.at, fingerprint: answer.fingerprint ?? "" }] : []),
  sameWish: ({ answer }, { verdict, words }) => answer?.verdict === verdict && answer.words === tidyAnswer(words),
  notBy: nobody,
  notByWords: "",
  async load(_, whose, ref) {
    const { draftId, position } = readRef(ref);
    const draft = await findOwnDraft(whose, draftId);
    if (!draft) return null;
    const text = (await listPlaces(draft)).find((one) => one.id === position)?.text ?? "";
    const after = (await lastBlock(draftId))?.n ?? 0;
    return { draft, position, text, answer: await findAnswer(draftId, position), after };
  },
  isOpen: ({ draft }) => draft.state !== "sealed",
  closedWords: "Dự thảo đã có báo cáo.",
  covers: ({ draft, text, answer }) => ({
    "Tên dự thảo": draft.title,
    "Đoạn được góp ý": text,
    "Câu trả lời đang có": answer ? `${VERDICT_NAMES[answer.verdict]}. ${answer.words}` : "",
  }),
  apply(_, { draft, position, answer, after }, { verdict, words }, { by, at, fingerprint }) {
    const row = { draftId: String(draft._id), position, verdict, words: tidyAnswer(words), by, at };
    return decideAnswer({ ...row, told: false, fingerprint, due: after }, answer);
  },
  follow: {
    due: async ({ clock }) =>
      (await listAnswersDue(beforeOwn(clock.now()))).map(({ draftId, position }) => answerRef(draftId, position)),
    finish,
  },
});
