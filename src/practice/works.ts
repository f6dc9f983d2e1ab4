import type { Broadcast } from "../broadcasts/broadcast.model.ts";
import { listBroadcasts } from "../broadcasts/broadcast.store.ts";
import { acceptedOf } from "../broadcasts/rules.ts";
import { findConversationWith, listMessages } from "../chatbot/conversation.store.ts";
import { EVERYBODY } from "../citizens/audience.ts";
import { streamAudience } from "../citizens/citizen.store.ts";
import { acceptComment } from "../comments/accept-comment.ts";
import { findByReceipt, streamOfDraft } from "../comments/comment.store.ts";
import { listIntakes } from "../comments/intake.store.ts";
import { receiptOf } from "../comments/rules.ts";
import { COPY_STATES } from "../distribution/copy.model.ts";
import { listCopies } from "../distribution/copy.store.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { findVersion, listDrafts } from "../drafts/draft.store.ts";
import { findPosition, phaseOf } from "../drafts/rules.ts";
import { conflict } from "../kernel/errors.ts";
import { findOaOfUnit } from "../zalo/oa.store.ts";
import type { Attempt } from "./attempt.model.ts";
import {
  type HidingRow,
  judgeAnswers,
  judgeCopies,
  judgeFigures,
  judgeHiding,
  judgePaper,
  judgeSent,
  type PaperRow,
} from "./rules.ts";
import { ADVERT, HARSH, NOTICE, PACKAGE, PAPER, RESIDENTS, type TaskKey } from "./tasks.ts";
import { type Me, nothing, type Work, type WorkDeps } from "./work.ts";

/** Tasks that put something in place begin only where a seed put the rest. */
async function openDraft({ clock }: WorkDeps, me: Me): Promise<Draft> {
  const now = clock.now();
  const open = (await listDrafts(me.scope, ["published"])).find((draft) => phaseOf(draft, now) === "open");
  if (!open) throw conflict("Xã chưa có dự thảo nào đang lấy ý kiến. Nhờ người mở nhà tập nạp lại dữ liệu mẫu.");
  return open;
}

const arrivedOf = ({ counts }: Broadcast): number => counts.received + counts.seen;
const mySent = async (me: Me, since: Date): Promise<Broadcast[]> =>
  (await listBroadcasts(me.scope, since)).filter(({ createdBy }) => createdBy.id === me.id);

const sending: Work = {
  begin: nothing,
  judge: async (_, me, { startedAt }) =>
    judgeSent(
      (await mySent(me, startedAt)).map((one) => ({
        title: one.contents[0]?.title ?? "",
        by: one.createdBy.id,
        state: one.state,
        approvers: one.approvals.map(({ by }) => by.id),
        arrived: arrivedOf(one),
      })),
      me.id,
      NOTICE.title,
    ),
};

const SENT = ["accepted", "received", "seen"];
/** When this person's words first left to a resident since the task began. */
async function answeredAt(me: Me, { startedAt, refs }: Attempt, user: string): Promise<Date | null> {
  const talk = await findConversationWith(refs["oa"] ?? "", refs[user] ?? "");
  const mine = talk
    ? (await listMessages(talk._id)).find(
        (one) =>
          one.author === "officer" && one.authorName === me.name && one.at >= startedAt && SENT.includes(one.state),
      )
    : undefined;
  return mine?.at ?? null;
}

const answering: Work = {
  async begin({ phone }, me) {
    const oa = await findOaOfUnit(me.scope.unit);
    const users: string[] = [];
    if (oa)
      for await (const { userId } of streamAudience(oa._id, EVERYBODY)) {
        users.push(userId);
        if (users.length === RESIDENTS.length) break;
      }
    if (!oa || users.length < RESIDENTS.length)
      throw conflict("OA thử của xã chưa có đủ người dân giả. Nhờ người mở nhà tập nạp lại dữ liệu mẫu.");
    for (const [n, words] of RESIDENTS.entries()) await phone.say(oa._id, users[n] ?? "", words);
    return { oa: oa._id, ...Object.fromEntries(users.map((user, n) => [`resident${n}`, user])) };
  },
  judge: async (_, me, attempt) =>
    judgeAnswers(await Promise.all(RESIDENTS.map((__, n) => answeredAt(me, attempt, `resident${n}`)))),
};

/** What this person entered from paper since the task began, opened. */
async function papersOf(deps: WorkDeps, me: Me, { startedAt, refs }: Attempt): Promise<PaperRow[]> {
  const draftId = refs["draft"] ?? "";
  const mine = new Set(
    (await listIntakes(draftId))
      .filter(({ by, at, kind }) => by.id === me.id && at >= startedAt && kind === "paper")
      .map(({ _id }) => String(_id)),
  );
  const rows: PaperRow[] = [];
  for await (const one of streamOfDraft(draftId)) {
    if (!mine.has(one.intake) || one.body === "") continue;
    const positions = (await findVersion(draftId, one.version))?.positions ?? [];
    rows.push({
      code: findPosition(positions, one.position)?.code ?? "",
      stance: one.stance,
      text: deps.comments.openWords(one.body).text,
    });
  }
  return rows;
}

const paper: Work = {
  begin: async (deps, me) => ({ draft: String((await openDraft(deps, me))._id) }),
  judge: async (deps, me, attempt) =>
    judgePaper(await papersOf(deps, me, attempt), { code: PAPER.place, stance: "mot-phan", text: PAPER.text }),
};

const handedDown: Work = {
  begin: nothing,
  judge: async (_, me) =>
    judgeCopies(
      (await listCopies(me.scope, COPY_STATES)).map(({ code, state, decided, note }) => ({
        code,
        state,
        by: decided?.by.id ?? "",
        note,
      })),
      me.id,
      PACKAGE,
    ),
};

async function hidingOf(receipt: string | undefined): Promise<HidingRow | undefined> {
  const row = receipt === undefined ? null : await findByReceipt(receipt);
  return row
    ? { state: row.state, ground: row.hiding?.ground ?? "", by: row.hiding?.by.id ?? "", shown: row.shown === true }
    : undefined;
}

const hiding: Work = {
  async begin(deps, me) {
    const draftId = String((await openDraft(deps, me))._id);
    const say = async (text: string, stance: "gop-y" | "khong-tan-thanh"): Promise<string> => {
      const once = `practice:${me.id}:${deps.clock.now().getTime()}:${stance}`;
      const comment = { draftId, position: "", stance, text, reason: "", channel: "web" as const, once, rateBy: "" };
      return receiptOf((await acceptComment(deps, comment)).code);
    };
    return { advert: await say(ADVERT, "gop-y"), harsh: await say(HARSH, "khong-tan-thanh") };
  },
  judge: async (_, me, { refs }) => judgeHiding(await hidingOf(refs["advert"]), await hidingOf(refs["harsh"]), me.id),
};

const OVER = ["done", "done-with-errors"];
async function overOf(me: Me): Promise<Broadcast | undefined> {
  return (await mySent(me, new Date(0))).find((one) => OVER.includes(one.state) && arrivedOf(one) > 0);
}
const reading: Work = {
  async begin(_, me) {
    const over = await overOf(me);
    if (!over)
      throw conflict("Chưa có đợt gửi nào của Ông/Bà đã xong. Làm xong bài 1, đợi tin tới máy rồi bắt đầu bài này.");
    return { broadcast: String(over._id) };
  },
  async judge(_, me, { refs, answers }) {
    const sent = (await mySent(me, new Date(0))).find(({ _id }) => String(_id) === refs["broadcast"]);
    return judgeFigures(
      answers,
      sent ? { total: sent.total, accepted: acceptedOf(sent.counts) } : { total: -1, accepted: -1 },
    );
  },
};

export const WORKS: Readonly<Record<TaskKey, Work>> = {
  tin: sending,
  "ba-nguoi": answering,
  phieu: paper,
  goi: handedDown,
  an: hiding,
  "ket-qua": reading,
};
