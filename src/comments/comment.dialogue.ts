import { countNotComment, findVersion, listDrafts } from "../drafts/draft.store.ts";
import { phaseOf } from "../drafts/rules.ts";
import { defineDialogue, type Doing, type Looking, type Outcome } from "../kernel/dialogue/dialogue.ts";
import { type AcceptDeps, acceptComment } from "./accept-comment.ts";
import { isStance } from "./comment.model.ts";
import type { CommentWorld, DraftChoice } from "./comment-asks.ts";
import { commentSteps } from "./comment-steps.ts";
import { scopeOf } from "../units/scope-of.ts";

async function draftsThatListen(unitCode: string, now: Date): Promise<DraftChoice[]> {
  const drafts = (await listDrafts(await scopeOf({ unitCode }, now), ["published"])).flatMap((draft): DraftChoice[] => {
    const phase = phaseOf(draft, now);
    if (phase !== "open" && phase !== "closed") return [];
    const { title, version, closeAt } = draft;
    return [{ id: String(draft._id), title, version, closeAt, late: phase === "closed" }];
  });
  return [...drafts.filter(({ late }) => !late), ...drafts.filter(({ late }) => late)];
}

async function look({ clock }: AcceptDeps, { party, said, heard, step }: Looking): Promise<CommentWorld> {
  const drafts = await draftsThatListen(party.unitCode, clock.now());
  const wanted = step === "du-thao" ? heard.text.trim() : said["draft"];
  const open = drafts.filter(({ late }) => !late);
  const only = open.length === 1 ? open[0] : drafts.length === 1 ? drafts[0] : undefined;
  const draft = drafts.find(({ id }) => id === wanted) ?? (said["draft"] ? undefined : only);
  const positions = draft ? ((await findVersion(draft.id, draft.version))?.positions ?? []) : [];
  return { drafts, draft, positions };
}

/** The code is told and not stored: in a message of ours it would lead back to the person. */
async function send(deps: AcceptDeps, { party, said, args, key }: Doing): Promise<Outcome> {
  const { draft = "", position = "", stance = "", text = "", version = "" } = said;
  if (!isStance(stance)) return { refused: "Ông/Bà vui lòng chọn lại hướng ý kiến." };
  const { oaId, userId, name } = party;
  const { code, late } = await acceptComment(deps, {
    draftId: draft,
    position,
    ...(version === "" ? {} : { version: Number(version) }),
    stance,
    text,
    reason: "",
    kind: args["kind"] === "question" ? "question" : "opinion",
    channel: "chat",
    once: `chat:${key}`,
    rateBy: `zalo:${oaId}:${userId}`,
    ...(args["signed"] === "yes" ? { signed: { oaId, userId, name } } : {}),
  });
  return { told: { code, late: late ? "yes" : "" } };
}

/** A comment in chat: which draft, which place, which direction, words, a look, yes. */
export const commentDialogue = defineDialogue<CommentWorld, AcceptDeps>({
  kind: "gop-y",
  title: "việc góp ý",
  anonymous: true,
  keepsWords: true,
  typed: ["text"],
  waits: {
    "du-thao": {},
    "vi-tri": { services: true },
    huong: {},
    "noi-dung": { words: true },
    "xac-nhan": { yes: "gui", no: "huy" },
  },
  // what has its time behind it is taken when somebody asks for it; by itself the chat offers what is open
  opens: async (_, unitCode, now) => (await draftsThatListen(unitCode, now)).length > 0,
  look,
  steps: commentSteps,
  effects: {
    send,
    async "note-empty"(_, { said }) {
      await countNotComment(said["draft"] ?? "");
      return {};
    },
  },
});
