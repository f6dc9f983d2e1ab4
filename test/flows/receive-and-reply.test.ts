import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { acceptDeps, requestDeps } from "../../src/compose.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { findByCode, openWords, takeRequest } from "../../src/requests/take-request.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";
import { NoticeModel } from "../../src/zalo/notice.model.ts";

let world: World;
beforeAll(async () => {
  world = await World.start({ residents: 30 });
});
afterAll(() => world.stop());

const textEvent = (user: string, text: string, id: string, at: number, more: Record<string, unknown> = {}) => ({
  event_name: "user_send_text",
  sender: { id: user },
  recipient: { id: OA },
  user_id_by_app: "552177279717587730",
  message: { msg_id: id, text },
  timestamp: String(at),
  ...more,
});
const emit = (event: Record<string, unknown>, mode = "") => world.sim("emit", { event, mode });

test("a resident writes and is answered once, with the label of an automatic reply", async () => {
  await world.say(userNumber(1), "xin chào");
  const replies = await eventually(
    "a reply",
    () => world.fromOa(userNumber(1)),
    (all) => all.length > 0,
  );
  expect(replies).toHaveLength(1);
  expect(replies[0]?.text).toContain("kênh thông tin chính thức của UBND xã Sao Mai");
  expect(replies[0]?.text).toContain("Trả lời tự động của UBND xã Sao Mai");
  expect(replies[0]?.buttons?.length).toBe(5);
});

test("the receipts of a reply come back by the door and reach the conversation", async () => {
  await world.say(userNumber(2), "giờ làm việc");
  const reply = await eventually(
    "a reply that was received",
    () => MessageModel.findOne({ userId: userNumber(2), author: "bot" }).lean(),
    (row) => row?.state === "received" || row?.state === "seen",
  );
  expect(reply?.zaloId).toBeTruthy();
});

test("reply once though delivered twice, and again after a retry", async () => {
  const event = textEvent(userNumber(3), "tin xã", "dup-1", Date.now());
  await emit(event);
  await emit(event);
  await eventually(
    "a reply",
    () => world.fromOa(userNumber(3)),
    (all) => all.length > 0,
  );
  await emit(event);
  await world.say(userNumber(3), "giờ làm việc");
  const replies = await eventually(
    "the second answer",
    () => world.fromOa(userNumber(3)),
    (all) => all.length >= 2,
  );
  expect(replies).toHaveLength(2);
  expect(await MessageModel.countDocuments({ userId: userNumber(3), author: "resident" })).toBe(2);
});

test("order does not matter: a shuffled and doubled day ends in the same state", async () => {
  const start = Date.now() - 3_600_000;
  const day = (user: string, tag: string): Record<string, unknown>[] => [
    { event_name: "follow", oa_id: OA, follower: { id: user }, user_id_by_app: "1", timestamp: String(start) },
    textEvent(user, "#chu-de tin-xa", `${tag}-1`, start + 1000),
    textEvent(user, "DUNG", `${tag}-2`, start + 2000),
    textEvent(user, "NHAN", `${tag}-3`, start + 3000),
    { event_name: "unfollow", oa_id: OA, follower: { id: user }, timestamp: start + 4000 },
    { event_name: "follow", oa_id: OA, follower: { id: user }, timestamp: String(start + 5000) },
    textEvent(user, "dừng", `${tag}-4`, start + 6000, { user_id_by_app: undefined }),
  ];
  const straight = userNumber(4);
  const shuffled = userNumber(5);
  for (const event of day(straight, "a")) await emit(event);
  const mixed = [...day(shuffled, "b"), ...day(shuffled, "b")];
  for (const n of [13, 2, 9, 0, 6, 11, 4, 7, 1, 12, 3, 8, 10, 5]) await emit(mixed[n] ?? {});
  const read = async (user: string) => {
    const citizen = await CitizenModel.findOne({ oaId: OA, userId: user }).lean();
    const messages = await MessageModel.countDocuments({ userId: user, author: "resident" });
    return {
      isFollower: citizen?.isFollower,
      receiving: citizen?.receiving,
      topics: citizen?.topics,
      last: citizen?.lastInteractionAt?.getTime(),
      messages,
    };
  };
  const wanted = { isFollower: true, receiving: false, topics: ["tin-xa"], last: start + 6000, messages: 4 };
  for (const user of [straight, shuffled])
    expect(
      await eventually(
        `state of ${user}`,
        () => read(user),
        (state) => JSON.stringify(state) === JSON.stringify(wanted),
      ),
    ).toEqual(wanted);
});

test("`oaId` spelling and an unknown event are kept and change nothing", async () => {
  await emit({
    event_name: "change_oa_daily_quota",
    oaId: OA,
    quota: { prev_value: 1000, new_value: 2000 },
    timestamp: Date.now(),
  });
  await emit({ event_name: "change_oa_colour", oaId: OA, timestamp: Date.now() });
  await emit({ event_name: "something_new_in_2027", oa_id: OA, timestamp: Date.now() });
  const { InboundEventModel } = await import("../../src/citizens/inbound-event.model.ts");
  const kept = await eventually(
    "both kept",
    () => InboundEventModel.find({ why: "unknown-name" }).lean(),
    (rows) => rows.length === 2,
  );
  expect(kept.map((row) => row.name).toSorted()).toEqual(["change_oa_colour", "something_new_in_2027"]);
  expect(kept.every((row) => row.oaId === OA && row.state === "kept" && row.body)).toBe(true);
  // what Zalo says of a day's allowance is known, and shown on the status page
  await eventually(
    "the notice",
    () => NoticeModel.find({ oaId: OA }).lean(),
    (rows) => rows.length === 1,
  );
});

test("twice not understood: a person is called and the bot keeps quiet", async () => {
  const user = userNumber(6);
  await world.say(user, "qwrt zxcv");
  await eventually(
    "first answer",
    () => world.fromOa(user),
    (all) => all.length === 1,
  );
  await world.say(user, "plmk njhb");
  const replies = await eventually(
    "hand-over",
    () => world.fromOa(user),
    (all) => all.length === 2,
  );
  expect(replies[1]?.text).toContain("chuyển lời Ông/Bà tới cán bộ");
  await world.say(user, "tin xã");
  await eventually(
    "third message stored",
    () => MessageModel.countDocuments({ userId: user, author: "resident" }),
    (n) => n === 3,
  );
  await world.say(userNumber(7), "tin xã");
  await eventually(
    "the bot still answers others",
    () => world.fromOa(userNumber(7)),
    (all) => all.length === 1,
  );
  expect(await world.fromOa(user)).toHaveLength(2);
  expect((await ConversationModel.findOne({ userId: user }).lean())?.state).toBe("waiting");
});

test("what an officer types in Zalo's own tool shows in the conversation and quiets the bot", async () => {
  const user = userNumber(8);
  await world.sim("officer", { oa: OA, user, text: "Xã đã nhận phản ánh của Ông/Bà" });
  const row = await eventually(
    "the officer's message",
    () => MessageModel.findOne({ userId: user, author: "zalo-tool" }).lean(),
    (found) => found !== null,
  );
  expect(row?.text).toBe("Xã đã nhận phản ánh của Ông/Bà");
  expect((await ConversationModel.findOne({ userId: user }).lean())?.state).toBe("officer");
});

test("a wrong secret or a tampered body changes nothing", async () => {
  await emit(textEvent(userNumber(9), "tin xã", "bad-1", Date.now()), "wrong-secret");
  await emit(textEvent(userNumber(9), "tin xã", "bad-2", Date.now()), "tampered");
  await eventually(
    "both refused",
    () => world.counters(),
    (counters) => (counters["webhook-401"] ?? 0) >= 2,
  );
  expect(await MessageModel.countDocuments({ userId: userNumber(9) })).toBe(0);
  await world.sim("webhook-on", {});
});

test("a resident asks to be erased: nothing is left but the count of events", async () => {
  const user = userNumber(10);
  await world.say(user, "tin xã");
  await eventually(
    "an answer",
    () => world.fromOa(user),
    (all) => all.length === 1,
  );
  const upload = { name: "a.txt", bytes: Buffer.from("1. Một\nĐoạn văn.\n"), note: "" };
  const fields = { title: "Dự thảo", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const draftId = await startDraft(world.core, "sao-mai", fields, upload, { id: "1", name: "A" });
  const period = { openAt: new Date(Date.now() - 1000), closeAt: new Date(Date.now() + 86_400_000) };
  await publishDraft(world.core, "sao-mai", draftId, period);
  const [said, signed] = [
    { text: "Có ký tên", reason: "", once: "e" },
    { oaId: OA, userId: user, name: "A" },
  ];
  const comment = { ...said, draftId, position: "", stance: "gop-y", channel: "chat", rateBy: "", signed } as const;
  await acceptComment(acceptDeps(world.core), comment);
  const report = {
    unitCode: "sao-mai",
    what: "Đèn hỏng",
    where: "",
    contact: "0900 000 002",
    channel: "chat",
  } as const;
  const reach = { oaId: OA, userId: user };
  const { code } = await takeRequest(requestDeps(world.core), { ...report, once: "e", rateBy: "", reach });
  await world.say(user, "#xoa dong-y", { hidden: true });
  const last = await eventually(
    "the confirmation",
    () => world.fromOa(user),
    (all) => all.length === 2,
  );
  expect(last[1]?.text).toContain("Đã xoá dữ liệu của Ông/Bà");
  expect(await CommentModel.findOne({ draftId }).lean()).toMatchObject({ state: "kept", owner: "", signed: "" });
  const left = await findByCode(code);
  expect(left).toMatchObject({ owner: "", reach: "", state: "received" });
  expect(openWords(world.core.requests, left)).toMatchObject({ what: "Đèn hỏng", contact: "" });
  expect(await CitizenModel.countDocuments({ userId: user })).toBe(0);
  expect(await MessageModel.countDocuments({ userId: user })).toBe(0);
  expect(await ConversationModel.countDocuments({ userId: user })).toBe(0);
});
