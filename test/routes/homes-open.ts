import { acceptComment } from "../../src/comments/accept-comment.ts";
import { appealHiding, findByCode } from "../../src/comments/steer-comment.ts";
import { acceptDeps, type Core, playDeps, requestDeps } from "../../src/compose.ts";
import { putIntake } from "../../src/comments/intake.store.ts";
import { DraftModel, DraftVersionModel } from "../../src/drafts/draft.model.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { ReadingModel } from "../../src/voice/voice.model.ts";
import { FrameModel, type FrameState } from "../../src/frames/frame.model.ts";
import { DataRequestModel } from "../../src/own-data/data-request.model.ts";
import { tendRounds } from "../../src/quizzes/close-round.ts";
import { ContestModel, type ContestState, type Round } from "../../src/quizzes/contest.model.ts";
import { dropQuestion, saveQuestion, tickQuestion } from "../../src/quizzes/save-question.ts";
import { startTurn } from "../../src/quizzes/start-turn.ts";
import { submitTurn } from "../../src/quizzes/submit-turn.ts";
import { answerRequest, findByCode as findRequestByCode, takeRequest } from "../../src/requests/take-request.ts";
import { QuestionModel, TownHallModel } from "../../src/townhalls/townhall.model.ts";
import { askQuestion } from "../../src/townhalls/steer-townhall.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { fullRules, openContest } from "../support/quiz.ts";
import { at, id, playerOf, TEXT, WRITER } from "./homes-base.ts";
import { hideComment } from "../support/at-once.ts";

export async function drafts(core: Core, unit: string, mark: string) {
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
  const appealed = await say("Gọi 0987654321");
  const sold = await say("Bán đất nền giá rẻ");
  const why = { ground: "pii-cua-nguoi-khac", article: "Luật 91/2025/QH15", note: "Có số điện thoại" };
  await hideComment(deps, open, hidden.comment, why, { ...WRITER, role: "commune_officer" });
  await hideComment(deps, open, appealed.comment, why, { ...WRITER, role: "commune_officer" });
  await appealHiding(deps, appealed.receipt, "Đây là số của tôi");
  const paper = {
    draftId: open,
    unitCode: unit,
    once: `${unit}-phieu`,
    kind: "paper" as const,
    title: mark,
    number: "",
  };
  const heads = { heldAt: at(-1), present: 0, speakers: 0, opinions: 0, by: WRITER, at: at(-1) };
  const intake = await putIntake({ ...paper, ...heads });
  const sealed = await startDraft(core, unit, fields, upload(TEXT), WRITER);
  await DraftModel.updateOne({ _id: sealed }, { $set: { ...period, state: "sealed", closeAt: at(-1) } });
  const closed = await startDraft(core, unit, fields, upload(TEXT), WRITER);
  await DraftModel.updateOne({ _id: closed }, { $set: { ...period, openAt: at(-20), closeAt: at(-1) } });
  const hall = { unitCode: unit, about: "", place: "Hội trường", heldAt: at(5), closesAt: at(5), createdBy: WRITER };
  const unseen = await TownHallModel.create({ ...hall, title: mark, state: "editing", createdAt: at(-1) });
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
    draftSealed: sealed,
    commentTwo: sold.comment,
    commentAppealed: appealed.comment,
    hallEditing: id(unseen),
    place,
    comment: one.comment,
    intake: id(intake),
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

export async function quizzes(core: Core, unit: string, mark: string) {
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
  const [, , third, fourth] = QUIZ_QUESTIONS;
  if (!third || !fourth) throw new Error("no questions");
  const spare = await saveQuestion(core, unit, { ...third, text: `${third.text} ${mark}` }, WRITER);
  const retired = await saveQuestion(core, unit, { ...fourth, text: `${fourth.text} ${mark}` }, WRITER);
  await dropQuestion(unit, retired);
  const coming = [round(at(2), at(9)), round(at(9), at(16), 2)];
  const open = await openContest(core, unit, [round(at(-1), at(9))]);
  // played and over: the same deeds with an earlier clock, then counted by the sweep
  const player = playerOf(unit);
  const early = { ...playDeps(core), clock: { now: () => at(-8) } };
  const prizes = [{ name: "Giải Nhất", count: 1, value: "" }];
  const over = await openContest(early, unit, [{ ...round(at(-7.9), at(-1)), prizes }]);
  const playing = { ...early, clock: { now: () => at(-7) } };
  const wish = { contestId: over, round: 1, appUserId: player, channel: "mini-app" as const, prize: true };
  const turn = await startTurn(playing, wish);
  await submitTurn(playing, turn.id, player, { chosen: [[0]], guess: 1 });
  const other = await startTurn(playing, { ...wish, appUserId: "900002" });
  await submitTurn(playing, other.id, "900002", { chosen: [[1]], guess: 1 });
  await tendRounds(playDeps(core));
  const going = await startTurn(playDeps(core), { ...wish, contestId: open });
  return {
    contestOpen: open,
    contestOver: over,
    turn: going.id,
    turnDone: turn.id,
    question: ticked,
    questionUnticked: unticked,
    questionTwo: spare,
    questionRetired: retired,
    playerCode: await early.quiz.code(over, await early.quiz.player(over, "900002")),
    contestTwo: await contest("editing", coming),
    contestPast: await contest("editing", [round(at(-9), at(-2))]),
    contest: await contest("editing", [...coming, round(at(16), at(23), 3)]),
    contestWaiting: await contest("waiting", coming),
  };
}

export async function frames(unitCode: string, mark: string) {
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

export async function readings(unitCode: string, mark: string) {
  const words = { title: `Bài đọc ${mark}`, issuer: "", written: "Mời bà con dự họp.", spoken: "Mời bà con dự họp." };
  const made = { corrected: false, source: "machine" as const, voice: "vi", rate: 140, bookVersion: 0, revision: 0 };
  const open = { state: "editing" as const, failure: "", sound: null, heard: [], by: WRITER, updatedAt: at(-1) };
  return { reading: id(await ReadingModel.create({ unitCode, ...words, ...made, ...open })) };
}

export async function requests(core: Core, unitCode: string, mark: string) {
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
  const answered = await taken(`${unitCode}-3`);
  const done = await findRequestByCode(answered.code);
  await answerRequest(requestDeps(core), unitCode, id(done), "Đã sửa xong.", WRITER);
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
    requestAnswered: id(done),
    dataRequest: id(data),
  };
}
