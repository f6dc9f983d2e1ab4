import { acceptComment, type NewComment } from "../comments/accept-comment.ts";
import { flushLog } from "../comments/append-log.ts";
import { acceptDeps, type Core } from "../compose.ts";
import { lookAndDecide } from "../decisions/decide.ts";
import { draftPublication } from "../drafts/draft.decision.ts";
import { listDrafts } from "../drafts/draft.store.ts";
import { addDraftVersion, startDraft } from "../drafts/prepare-draft.ts";
import { proposeDraft } from "../drafts/propose-draft.ts";
import { days } from "../kernel/clock.ts";
import { DEMO_DRAFT } from "./demo-draft.ts";

const BY = { id: "demo", name: "Cán bộ mẫu A" };
const LEADER = { id: "demo-leader", name: "Lãnh đạo mẫu" };

/** A few of domain.md §6.5, so that a new console is not empty; the rest is the test's. */
const COMMENTS: readonly Pick<NewComment, "position" | "stance" | "text" | "channel">[] = [
  { position: "", stance: "tan-thanh", text: "Tôi tán thành toàn bộ dự thảo.", channel: "mini-app" },
  {
    position: "P2.2-CT3",
    stance: "mot-phan",
    text: "CT3 80% là quá thấp, đề nghị 90%, vì trẻ đều biết dùng máy.",
    channel: "mini-app",
  },
  {
    position: "P3.2",
    stance: "khong-tan-thanh",
    text: "Không tán thành mục P3.2: làm đường mà không hỏi dân bị lấy đất.",
    channel: "chat",
  },
  { position: "P3.2", stance: "gop-y", text: "de nghi xa them duong den thon 5, toi qua ko di dc", channel: "chat" },
  { position: "P3.4", stance: "gop-y", text: "gops ys: neen cos saan chowi trer em", channel: "chat" },
  {
    position: "P2.2-CT2",
    stance: "gop-y",
    text: "Nhà tôi ở số 7 thôn 2, gọi 0900 000 001 để hỏi thêm về nước sạch.",
    channel: "mini-app",
  },
];
const SAME = "Đề nghị giữ nguyên chợ cũ.";

/** The demo draft of xã Sao Mai, open for six weeks, with a second version waiting and some comments. */
export async function seedDrafts(core: Core): Promise<void> {
  const deps = { ...acceptDeps(core), outside: core.outside };
  if ((await listDrafts("sao-mai", ["editing", "published", "sealed"])).length > 0) return;
  const upload = (text: string, note: string) => ({ name: "du-thao.txt", bytes: Buffer.from(text), note });
  const fields = {
    title: DEMO_DRAFT.title,
    about: DEMO_DRAFT.about,
    campaignId: "",
    skin: "state" as const,
    questions: [...DEMO_DRAFT.questions],
  };
  const id = await startDraft(deps, "sao-mai", fields, upload(DEMO_DRAFT.first, "Bản lấy ý kiến"), BY);
  const now = core.clock.now();
  const period = { openAt: new Date(now.getTime() - 1000), closeAt: new Date(now.getTime() + days(41)) };
  await proposeDraft(deps, "sao-mai", id, period, BY);
  await lookAndDecide(draftPublication, deps, { unitCode: "sao-mai", id, by: LEADER, wish: undefined });
  const send = (comment: (typeof COMMENTS)[number], once: string) =>
    acceptComment(deps, { ...comment, draftId: id, reason: "", once, rateBy: "" });
  for (const [n, comment] of COMMENTS.entries()) await send(comment, `demo-${n}`);
  for (let n = 0; n < 27; n += 1)
    await send({ position: "", stance: "gop-y", text: SAME, channel: "web" }, `demo-same-${n}`);
  await flushLog(deps, id);
  await addDraftVersion(deps, "sao-mai", id, upload(DEMO_DRAFT.second, "Bản sửa sau góp ý"), BY);
}
