import { Types } from "mongoose";
import { BroadcastModel, emptyRun, noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { ChunkModel, LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { fingerprintOf } from "../../src/broadcasts/rules.ts";
import { EntryModel, OwnDayModel } from "../../src/calendar/calendar.model.ts";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { findByCode, hideComment } from "../../src/comments/steer-comment.ts";
import { acceptDeps, type Core, requestDeps } from "../../src/compose.ts";
import { CampaignModel, OfficialNameModel } from "../../src/content/campaign.model.ts";
import { type ItemState, ItemModel, PictureModel } from "../../src/content/item.model.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { composeMessage } from "../../src/content/rules.ts";
import { DraftModel, DraftVersionModel } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { FrameModel, type FrameState } from "../../src/frames/frame.model.ts";
import { DataRequestModel } from "../../src/own-data/data-request.model.ts";
import { ContestModel, type ContestState, type Round } from "../../src/quizzes/contest.model.ts";
import { saveQuestion, tickQuestion } from "../../src/quizzes/save-question.ts";
import { findByCode as findRequestByCode, takeRequest } from "../../src/requests/take-request.ts";
import { QuestionModel, TownHallModel } from "../../src/townhalls/townhall.model.ts";
import { askQuestion } from "../../src/townhalls/steer-townhall.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { fullRules } from "../support/quiz.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";

const DAY = 86_400_000;
export const at = (days: number): Date => new Date(Date.now() + days * DAY);
/** A person who wrote everything, so that nobody who is signed in is an author. */
export const WRITER = { id: "5f0000000000000000000001", name: "Người soạn mẫu" };
const LEADER = { id: "5f0000000000000000000002", name: "Lãnh đạo mẫu" };

export const TEXT = "Chương I. Quy định chung\nĐiều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3. Thi hành";

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
  const ids: Record<string, string> = {
    ...(await content(unit, mark)),
    ...(await broadcasts(unit, mark, oaId)),
    ...(await talks(unit, mark, oaId, userId)),
    ...(await drafts(core, unit, mark)),
    ...(await quizzes(core, unit, mark)),
    ...(await frames(unit, mark)),
    ...(await requests(core, unit, mark)),
    code: unit,
  };
  return { unit, mark, ids };
}

const id = (row: { _id: unknown }): string => String(row._id);

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
  const campaign = await CampaignModel.create({
    unitCode,
    level: "commune",
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
  });
  const day = at(9);
  return {
    picture: id(picture),
    item: await item("draft"),
    itemWaiting: await item("waiting"),
    itemApproved: await item("approved"),
    campaign: id(campaign),
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

async function broadcasts(unitCode: string, mark: string, oaId: string) {
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

async function talks(unitCode: string, mark: string, oaId: string, userId: string) {
  const person = { oaId, unitCode, isFollower: true, followChangedAt: at(-9), receivingChangedAt: at(-9) };
  await CitizenModel.create({ ...person, userId, displayName: mark, lastInteractionAt: at(0), createdAt: at(-9) });
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
  return { conversation: id(one), message: id(message) };
}

async function drafts(core: Core, unit: string, mark: string) {
  const upload = (text: string) => ({ name: "a.txt", bytes: Buffer.from(text), note: "" });
  const fields = { title: `Dự thảo ${mark}`, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const editing = await startDraft(core, unit, fields, upload(TEXT), WRITER);
  const open = await startDraft(core, unit, fields, upload(TEXT), WRITER);
  const period = { state: "published", version: 1, openAt: at(-9), closeAt: at(9) };
  await DraftModel.updateOne({ _id: open }, { $set: period });
  const place = (await DraftVersionModel.findOne({ draftId: open }).lean())?.positions[1]?.id ?? "";
  const deps = acceptDeps(core);
  const say = async (words: string): Promise<{ comment: string; group: string; receipt: string }> => {
    const once = `${unit}-${words}-0123456789`;
    const given = { draftId: open, position: place, stance: "gop-y" as const, text: `${words} ${mark}`, reason: "" };
    const { code } = await acceptComment(deps, { ...given, channel: "web", once, rateBy: "" });
    const found = await findByCode(code);
    return { comment: id(found), group: found.group, receipt: code };
  };
  const [one, two, hidden] = [await say("Thêm đèn đường"), await say("Thêm ghế đá"), await say("Số 0912345678")];
  const why = { ground: "pii-cua-nguoi-khac", article: "Luật 91/2025/QH15", note: "Có số điện thoại" };
  await hideComment(deps, open, hidden.comment, why, { ...WRITER, role: "commune_officer" });
  const closed = await startDraft(core, unit, fields, upload(TEXT), WRITER);
  await DraftModel.updateOne({ _id: closed }, { $set: { ...period, openAt: at(-20), closeAt: at(-1) } });
  const hall = { unitCode: unit, about: "", place: "Hội trường", heldAt: at(5), closesAt: at(5), createdBy: WRITER };
  const planned = await TownHallModel.create({ ...hall, title: mark, state: "editing", createdAt: at(-1) });
  const announced = await TownHallModel.create({ ...hall, title: mark, state: "published", createdAt: at(-1) });
  const asked = {
    townHallId: id(announced),
    text: `Bao giờ có nước sạch? ${mark}`,
    channel: "hall" as const,
    rateBy: "",
  };
  await askQuestion(deps, { ...asked, once: `${unit}-hoi` });
  await askQuestion(deps, { ...asked, once: `${unit}-hoi-hai` });
  const [question, questionTwo] = await QuestionModel.find({ townHallId: id(announced) }).lean();
  return {
    draft: editing,
    draftOpen: open,
    draftClosed: closed,
    place,
    comment: one.comment,
    group: one.group,
    groupTwo: two.group,
    receipt: one.receipt,
    receiptHidden: hidden.receipt,
    commentHidden: hidden.comment,
    hallPlanned: id(planned),
    hall: id(announced),
    hallQuestion: question ? id(question) : "",
    hallQuestionTwo: questionTwo ? id(questionTwo) : "",
  };
}

async function quizzes(core: Core, unit: string, mark: string) {
  const [first, second] = QUIZ_QUESTIONS;
  if (!first || !second) throw new Error("no questions");
  const ticked = await saveQuestion(core, unit, { ...first, text: `${first.text} ${mark}` }, WRITER);
  await tickQuestion(core, unit, ticked, 1, WRITER);
  const unticked = await saveQuestion(core, unit, { ...second, text: `${second.text} ${mark}` }, WRITER);
  const round = (opensAt: Date, closesAt: Date, n = 1): Round => ({
    n,
    name: `Tuần ${n}`,
    opensAt,
    closesAt,
    questionIds: [ticked],
    count: 1,
    minutes: 10,
    turnsPerDay: 3,
    prizes: [],
  });
  const contest = async (state: ContestState, rounds: Round[], more: Record<string, unknown> = {}) =>
    id(
      await ContestModel.create({
        unitCode: unit,
        title: `Cuộc thi ${mark}`,
        rules: fullRules(),
        rounds,
        state,
        organiserCode: `${unit}${state}`.toUpperCase(),
        by: WRITER,
        submittedBy: state === "waiting" ? WRITER : null,
        updatedAt: at(-1),
        ...more,
      }),
    );
  const coming = [round(at(2), at(9)), round(at(9), at(16), 2)];
  return {
    question: ticked,
    questionUnticked: unticked,
    contest: await contest("editing", coming),
    contestWaiting: await contest("waiting", coming),
  };
}

async function frames(unitCode: string, mark: string) {
  const frame = async (state: FrameState) =>
    id(
      await FrameModel.create({
        unitCode,
        title: `Khung ${mark}`,
        rules: "Dùng làm ảnh đại diện.",
        startsAt: at(-1),
        endsAt: at(9),
        state,
        masterKind: "png",
        master: Buffer.alloc(0),
        masterHash: "0",
        chat: false,
        by: WRITER,
        submittedBy: state === "editing" ? null : WRITER,
        countKey: "",
        people: 0,
        phones: 0,
        updatedAt: at(-1),
      }),
    );
  return { frame: await frame("editing"), frameWaiting: await frame("waiting"), frameOpen: await frame("published") };
}

async function requests(core: Core, unitCode: string, mark: string) {
  const given = {
    unitCode,
    channel: "web" as const,
    what: `Đèn đường hỏng ${mark}`,
    where: "",
    contact: "",
    rateBy: "",
  };
  const taken = async (once: string) => takeRequest(requestDeps(core), { ...given, once });
  const { code } = await taken(`${unitCode}-1`);
  const two = await taken(`${unitCode}-2`);
  const data = await DataRequestModel.create({
    unitCode,
    kind: "correct",
    at: at(-1),
    ackAt: at(-1),
    dueAt: at(9),
  });
  return {
    request: id(await findRequestByCode(code)),
    requestTwo: id(await findRequestByCode(two.code)),
    requestCode: code,
    dataRequest: id(data),
  };
}
