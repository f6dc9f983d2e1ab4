import { Types } from "mongoose";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { ChunkModel, LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { fingerprintOf } from "../../src/broadcasts/rules.ts";
import { EntryModel, OwnDayModel } from "../../src/calendar/calendar.model.ts";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { AttachmentModel, AttachmentPartModel } from "../../src/inbox/attachment.model.ts";
import { PhraseModel } from "../../src/inbox/phrase.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import type { Core } from "../../src/compose.ts";
import { CampaignModel, OfficialNameModel } from "../../src/content/campaign.model.ts";
import { type ItemState, ItemModel, PictureModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { resolvePhases } from "../../src/content/phases.ts";
import { composeMessage } from "../../src/content/rules.ts";
import { ChannelModel } from "../../src/units/channel.model.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { at, id, LEADER, playerOf, WRITER } from "./homes-base.ts";
import { plans } from "./homes-plans.ts";
import { drafts, frames, quizzes, readings, requests } from "./homes-open.ts";
import { packages } from "./homes-handed.ts";

/** One of each kind in one unit. Whatever carries words carries the unit's own mark. */
export interface Home {
  unit: string;
  mark: string;
  ids: Readonly<Record<string, string>>;
}

export async function makeHome(core: Core, unit: string): Promise<Home> {
  const mark = `Dấu riêng ${unit}`;
  const n = [...unit].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const oaId = `40000000000000${n}`;
  const userId = `70000000000000${n}`;
  const items = await content(unit, mark);
  const ids: Record<string, string> = {
    ...items,
    ...(await packages(unit, mark, items.picture)),
    ...(await broadcasts(unit, mark, oaId)),
    ...(await talks(core, unit, mark, oaId, userId)),
    ...(await drafts(core, unit, mark)),
    ...(await plans(core, unit, mark)),
    ...(await quizzes(core, unit, mark)),
    ...(await frames(unit, mark)),
    ...(await readings(unit, mark)),
    ...(await requests(core, unit, mark)),
    code: unit,
  };
  return { unit, mark, ids };
}

async function content(unitCode: string, mark: string) {
  const picture = await PictureModel.create({
    unitCode,
    mimeType: "image/jpeg",
    bytes: Buffer.from("ảnh"),
    sha256: "0",
    width: 1,
    height: 1,
    at: at(-1),
  });
  const item = async (state: ItemState) =>
    id(
      await ItemModel.create({
        unitCode,
        kind: "tin",
        details: { ...NO_DETAILS, privatePeople: "khong" },
        title: `Tin ${state}: ${mark}`,
        text: "Mời bà con họp thôn.",
        source: "UBND xã",
        sourceClass: "cong-khai",
        state,
        author: WRITER,
        version: 3,
        updatedAt: at(-1),
        createdAt: at(-2),
        ...(state === "approved" ? { approval: { by: LEADER, at: at(-1), fingerprint: "f" } } : {}),
      }),
    );
  const edge = (day: string) => ({ day, event: "", offsetDays: 0 });
  const plans = {
    unitCode,
    level: "commune" as const,
    name: `Chiến dịch ${mark}`,
    topics: [{ key: "van-hoa", name: "Văn hóa" }],
    phases: [
      {
        key: "mot",
        name: "Giai đoạn một",
        start: edge("2026-01-01"),
        ends: [
          { ...edge("2027-06-01"), document: "Kế hoạch 1" },
          { ...edge("2027-07-01"), document: "Kế hoạch 2" },
        ],
      },
    ],
    createdAt: at(-2),
  };
  const [campaign, campaignTwo] = [await CampaignModel.create(plans), await CampaignModel.create(plans)];
  const [conflict] = resolvePhases(campaignTwo.toObject()).conflicts;
  const day = at(9);
  const known = { kind: "loudspeaker", name: mark, technology: "CNTT-VT", contact: "", state: "working" };
  const channel = await ChannelModel.create({
    ...known,
    unitCode,
    holders: [],
    lastPostAt: null,
    by: WRITER,
    at: at(-1),
  });
  return {
    picture: id(picture),
    item: await item("draft"),
    itemWaiting: await item("waiting"),
    itemApproved: await item("approved"),
    itemWaitingTwo: await item("waiting"),
    campaign: id(campaign),
    campaignTwo: id(campaignTwo),
    conflictSubject: conflict?.subject ?? "",
    conflictChoice: conflict?.options[0]?.value ?? "",
    channel: id(channel),
    officialName: id(await OfficialNameModel.create({ unitCode, name: mark, wrong: [] })),
    entry: id(
      await EntryModel.create({
        unitCode,
        day: day.toISOString().slice(0, 10),
        title: mark,
        channel: "other",
        createdBy: WRITER,
        createdAt: at(-1),
      }),
    ),
    ownDay: id(await OwnDayModel.create({ unitCode, name: mark, day: 3, month: 3, leadDays: 7 })),
  };
}

const FIGURES = {
  at: at(-1),
  audience: 1,
  reached: 1,
  consultationFree: 1,
  consultationCharged: 0,
  template: 0,
  article: 0,
  costVnd: 0,
  stoppedReached: 0,
  twice: 0,
  takesMinutes: 1,
  unreachable: {},
};

export async function broadcasts(unitCode: string, mark: string, oaId: string) {
  await OaModel.create({
    _id: oaId,
    unitCode,
    name: `OA ${mark}`,
    packageName: "Nâng cao",
    state: "connected",
    stateAt: at(-9),
    accessToken: "sealed",
    refreshToken: "sealed",
    accessExpiresAt: at(1),
    refreshExpiresAt: at(60),
    generation: 1,
    connectedAt: at(-9),
  });
  const office = `UBND ${unitCode}`;
  const make = async (more: Record<string, unknown>): Promise<string> => {
    const item = await ItemModel.create({
      unitCode,
      kind: "tin",
      details: { ...NO_DETAILS, privatePeople: "khong" },
      title: `Tin gửi: ${mark}`,
      text: "Mời bà con họp thôn.",
      source: "UBND xã",
      sourceClass: "cong-khai",
      state: more["state"] === "draft" ? "draft" : more["state"] === "waiting" ? "waiting" : "approved",
      author: WRITER,
      version: 1,
      updatedAt: at(-1),
      createdAt: at(-2),
    });
    const { kind, details, title, text, source, pictureId, pictureAlt } = item.toObject();
    const copied = {
      itemId: id(item),
      kind,
      details,
      title,
      body: text,
      source,
      pictureId,
      pictureAlt,
      pictureSha: "",
    };
    const plan = {
      ...emptyRun(),
      contents: [
        { ...copied, message: composeMessage(item, office, at(0)), authorId: WRITER.id, authorName: WRITER.name },
      ],
      channel: "personal" as const,
      templateId: "",
      alsoArticle: false,
      cities: [],
      audience: { topics: [], language: "" },
      audienceName: "Người quan tâm OA",
      units: [],
      urgent: false,
      sendAt: null,
      plan: FIGURES,
      title: `Đợt gửi ${mark}`,
      unitCode,
      oaId,
      createdBy: WRITER,
      createdAt: at(-1),
    };
    const fingerprint = more["state"] === "draft" ? "" : fingerprintOf(plan);
    return id(await BroadcastModel.create({ ...plan, fingerprint, ...more }));
  };
  const done = await make({
    state: "done-with-errors",
    startedAt: at(-1),
    finishedAt: at(-1),
    total: 1,
    chunks: 1,
    counts: { ...noCounts(), unknown: 1 },
  });
  const row = `${done}:0000000`;
  await ChunkModel.create({
    _id: `${done}:0`,
    b: done,
    k: 0,
    size: 1,
    open: false,
    counts: { ...noCounts(), unknown: 1 },
    reasons: {},
    dirty: false,
  });
  await LedgerModel.create({
    _id: row,
    b: new Types.ObjectId(done),
    u: "1",
    s: "unknown",
    r: "worker-lost",
    at: at(-1),
  });
  return {
    broadcast: await make({ state: "draft" }),
    broadcastTwo: await make({ state: "draft" }),
    broadcastWaitingTwo: await make({ state: "waiting", submittedAt: at(-1) }),
    broadcastPausedTwo: await make({
      state: "paused",
      startedAt: at(-1),
      total: 9,
      counts: { ...noCounts(), planned: 9 },
    }),
    broadcastWaiting: await make({ state: "waiting", submittedAt: at(-1) }),
    broadcastSending: await make({
      state: "sending",
      startedAt: at(-1),
      total: 9,
      counts: { ...noCounts(), planned: 9 },
    }),
    broadcastPaused: await make({
      state: "paused",
      startedAt: at(-1),
      total: 9,
      counts: { ...noCounts(), planned: 9 },
    }),
    broadcastDone: done,
    row,
  };
}

async function talks({ box }: Core, unitCode: string, mark: string, oaId: string, userId: string) {
  const person = { oaId, unitCode, isFollower: true, followChangedAt: at(-9), receivingChangedAt: at(-9) };
  await CitizenModel.create({
    ...person,
    userId,
    userIdByApp: playerOf(unitCode),
    displayName: mark,
    lastInteractionAt: at(0),
    createdAt: at(-9),
  });
  const talk = async (who: string, more: Record<string, unknown>) =>
    ConversationModel.create({
      unitCode,
      oaId,
      userId: who,
      state: "waiting",
      waitingSince: at(-1),
      lastAt: at(0),
      lastText: mark,
      createdAt: at(-1),
      ...more,
    });
  const one = await talk(userId, {});
  const two = await talk(`${userId}2`, {});
  const taken = await talk(`${userId}3`, { state: "officer", assigneeId: WRITER.id, assigneeName: WRITER.name });
  const message = await MessageModel.create({
    conversation: one._id,
    unitCode,
    oaId,
    userId,
    author: "officer",
    authorName: "Cán bộ",
    text: mark,
    key: `k:${unitCode}`,
    state: "failed",
    at: at(0),
  });
  const sent = (name: string, state: "kept" | "refused") => ({
    _id: `${name}-${unitCode}`,
    conversation: one._id,
    message: `k:${unitCode}`,
    oaId,
    userId,
    kind: "file" as const,
    state,
    type: "text/plain",
    about: box.seal(JSON.stringify({ url: "", name: mark })),
    why: mark,
    at: at(0),
  });
  const attachment = await AttachmentModel.create(sent("sent", "kept"));
  const refused = await AttachmentModel.create(sent("refused", "refused"));
  const part = { _id: `${attachment._id}:0`, attachment: attachment._id, n: 0, sealed: box.seal(mark) };
  await AttachmentPartModel.create(part);
  const phrase = (title: string) =>
    PhraseModel.create({ unitCode, ownerId: "", title, text: mark, by: WRITER.name, at: at(-1) });
  return {
    conversation: id(one),
    conversationTwo: id(two),
    conversationTaken: id(taken),
    conversationDone: id(await talk(`${userId}4`, { closedAt: at(-1), waitingSince: null })),
    message: id(message),
    attachment: attachment._id,
    attachmentRefused: refused._id,
    phrase: id(await phrase(`Câu ${mark}`)),
    phraseTwo: id(await phrase(`Câu khác ${mark}`)),
  };
}
