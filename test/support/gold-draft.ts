import { acceptComment } from "../../src/comments/accept-comment.ts";
import { addIntake } from "../../src/comments/intake.store.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode, sortComment } from "../../src/comments/steer-comment.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { countNotComment } from "../../src/drafts/draft.store.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { here } from "../../src/outside/perform.ts";
import type { Skin } from "../../src/drafts/draft.model.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { packReport } from "../../src/reports/pack-report.ts";
import { type ReportDeps } from "../../src/reports/seal-report.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { GOLD, NO_COMMENTS } from "../fixtures/gold-comments.ts";
import { stillUnanswered } from "./unanswered.ts";
import { testSettings } from "./settings.ts";
import { publishDraft } from "./publish.ts";
import { answerPosition, hideComment } from "./at-once.ts";

/** The gold fixture of domain.md §6.5 as a draft with its comments, on a clock of its own. */
export const settings = testSettings();
export const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };
const queued: string[] = [];
export const comments = createCommentBox(settings.SECRETS_KEY);
export const deps: ReportDeps & { box: ReturnType<typeof createSecretBox>; takeTurn(): Promise<boolean> } = {
  clock,
  comments,
  publicUrl: "https://loaso.example",
  box: createSecretBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  enqueueReport: async (id) => void queued.push(id),
  pack: (wish) => packReport(deps, wish),
};
export const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };
export const LEADER = { id: "leader", name: "Lãnh đạo" };
export const WISH = {
  number: 5,
  signer: { title: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", name: "Cán bộ mẫu A" },
  proposals: "Đề nghị tiếp thu.",
};
export const codes = new Map<string, string>();

/** The commune whose report it is. */
export async function saveCommune(): Promise<void> {
  const from = new Date("2025-07-01T00:00:00+07:00");
  await saveUnits([
    {
      _id: "sao-mai",
      name: "Xã Sao Mai",
      office: "UBND xã Sao Mai",
      kind: "commune",
      province: "Tỉnh Hồng Sao",
      parents: [],
      from,
      to: null,
      population: 12_900,
      households: 3480,
      hamlets: 12,
      topics: [],
      contact: { address: "", hours: "", phone: "", dutyPhone: "" },
    },
  ]);
}

/** The whole story of domain.md §6.5 up to the sealed report. */
export async function goldDraft(skin: Skin): Promise<string> {
  const upload = { name: "du-thao.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin, questions: [...DEMO_DRAFT.questions] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, LEADER);
  const openAt = new Date(clock.at.getTime() - 1000);
  await publishDraft(deps, "sao-mai", id, { openAt, closeAt: new Date(clock.at.getTime() + 3_600_000) });
  const intake = {
    draftId: id,
    unitCode: "sao-mai",
    number: "",
    heldAt: clock.at,
    file: null,
    fileName: "",
    by: CLERK,
    at: clock.at,
  };
  const meeting = await addIntake({
    ...intake,
    once: "meeting",
    kind: "meeting",
    title: "Thôn 3",
    present: 38,
    speakers: 11,
    opinions: 11,
  });
  const paper = await addIntake({
    ...intake,
    once: "paper",
    kind: "paper",
    title: "",
    present: 0,
    speakers: 0,
    opinions: 0,
  });
  for (const _ of NO_COMMENTS.slice(0, 1)) await countNotComment(id);
  const send = async (gold: (typeof GOLD)[number]): Promise<void> => {
    for (let n = 0; n < (gold.times ?? 1); n += 1) {
      const { code } = await acceptComment(deps, {
        draftId: id,
        position: gold.position,
        stance: gold.stance,
        text: gold.text,
        reason: "",
        gist: gold.gist ?? "",
        channel: gold.channel,
        once: `${skin}-${gold.id}-${n}`,
        rateBy: "",
        intake: gold.channel === "meeting" ? meeting : gold.channel === "paper" ? paper : "",
      });
      if (n === 0) codes.set(`${skin}:${gold.id}`, code);
      const comment = String((await findByCode(code))._id);
      if (gold.kind) await sortComment(deps, id, comment, gold.kind, gold.kind === "off-scope" ? "Sở NNMT" : "");
      if (gold.hide)
        await hideComment(deps, id, comment, { ground: gold.hide, article: "Luật", note: "nêu rõ người" }, CLERK);
    }
  };
  for (const gold of GOLD) if (!gold.late) await send(gold);
  clock.at = new Date(clock.at.getTime() + 2 * 3_600_000);
  for (const gold of GOLD) if (gold.late) await send(gold);
  return id;
}

export const answerAll = async (id: string): Promise<void> => {
  for (const position of await stillUnanswered(id))
    await answerPosition(deps, id, position, "mot-phan", "Xã sẽ bổ sung vào kế hoạch năm 2027.", LEADER);
};
