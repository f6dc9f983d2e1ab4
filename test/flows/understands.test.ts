import mongoose from "mongoose";
import { ConversationModel, MessageModel } from "../../src/chatbot/conversation.model.ts";
import { openConversation, setState } from "../../src/chatbot/conversation.store.ts";
import { DialogueModel, type DialogueKind, saveDialogue } from "../../src/chatbot/dialogue.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { EMERGENCIES } from "../fixtures/emergencies.ts";
import { STOPS } from "../fixtures/stopping.ts";
import { DIALOGUE_STEPS } from "../support/dialogue-steps.ts";
import { ended, knowFollowers, send } from "../support/send.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

/** The whole product with `make soak`; every wording at two steps otherwise. */
const WHOLE = process.env["SOAK"] === "1";
const SECRET = "xã chưa hỏi dân mà đã lấy đất";

interface Case {
  n: number;
  kind: DialogueKind;
  step: string;
  text: string;
  meant: "stop" | "emergency";
}
let next = 100;
const casesOf = (texts: readonly string[], meant: Case["meant"]): Case[] =>
  texts.flatMap((text, row) =>
    DIALOGUE_STEPS.filter((_, column) => WHOLE || [row % 15, (row * 7 + 3) % 15].includes(column)).map(
      ([kind, step]) => ({
        n: (next += 1),
        kind,
        step,
        text,
        meant,
      }),
    ),
  );
const CASES = [...casesOf(STOPS, "stop"), ...casesOf(EMERGENCIES, "emergency")];
/** Where a question of a contest waits, a lone "dừng" is asked about. */
const asks = ({ kind, step, text }: Case): boolean =>
  kind === "thi" &&
  step === "tra-loi" &&
  readMessage(text).text.words.every(({ plain }) => plain === "dung" || plain === "lai");

let world: World;
beforeAll(async () => {
  world = await World.start({
    residents: next + 1,
    settings: { ZALO_LIMITS: "off" },
    simulator: { SIM_API_DELAY_MS: "1" },
  });
});
afterAll(() => world.stop());

const answerTo = async (n: number, text: string) => {
  const before = (await world.fromOa(userNumber(n))).length;
  await world.say(userNumber(n), text);
  const told = await eventually(
    `an answer to ${text}`,
    () => world.fromOa(userNumber(n)),
    (all) => all.length > before,
  );
  return told.slice(before);
};

/** Somebody in the middle of a dialogue, with something said that nobody may find again. */
const amid = ({ n, kind, step }: Case): Promise<void> =>
  saveDialogue(OA, userNumber(n), {
    kind,
    step,
    said: world.core.box.seal(JSON.stringify({ text: SECRET, what: SECRET, stance: "gop-y", turn: "" })),
    key: `k${n}`,
    lastEvent: "",
    at: new Date(),
  });

async function judge(one: Case): Promise<string[]> {
  const user = userNumber(one.n);
  await amid(one);
  const told = (await answerTo(one.n, one.text)).map(({ text }) => text).join("\n");
  const [citizen, dialogue, conversation, stored] = await Promise.all([
    CitizenModel.findOne({ oaId: OA, userId: user }).lean(),
    DialogueModel.findById(`${OA}:${user}`).lean(),
    ConversationModel.findOne({ oaId: OA, userId: user }).lean(),
    MessageModel.find({ userId: user, author: "resident" }).lean(),
  ]);
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) faults.push(`${one.kind}/${one.step} “${one.text}”: ${what}; told: ${told.slice(0, 80)}`);
  };
  if (asks(one)) {
    must(citizen?.receiving === true && stored.length === 0, "is only asked about");
    return faults;
  }
  must(dialogue === null, "ends the dialogue");
  must(stored.length === 1, "is stored once");
  if (one.meant === "stop") {
    must(citizen?.receiving === false, "is obeyed");
    must(told.includes("Đã ngừng gửi tin"), "is confirmed");
  } else {
    must(citizen?.receiving === true, "touches no subscription");
    must(
      ["112", "113", "114", "115", "0900 000 001"].every((number) => told.includes(number)),
      "gets the card",
    );
    must(conversation?.state === "waiting" && conversation.urgentSince !== null, "calls a person");
    must(stored[0]?.text === one.text, "reaches the person word for word");
  }
  return faults;
}

test(`${CASES.length} times in the middle of a dialogue: STOP is obeyed, danger gets its card, nothing is stored that must not be`, async () => {
  const faults: string[] = [];
  for (let at = 0; at < CASES.length; at += 10)
    faults.push(...(await Promise.all(CASES.slice(at, at + 10).map(judge))).flat());
  expect(faults).toEqual([]);
  expect([await CommentModel.countDocuments(), await RequestModel.countDocuments()]).toEqual([0, 0]);
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = await mongoose.connection.collection(name).find().toArray();
    expect([name, JSON.stringify(rows).includes(SECRET)]).toEqual([name, false]);
  }
});

test.each(["waiting", "officer"] as const)(
  "whoever has the conversation (%s): the card comes at once and danger is shown first",
  async (state) => {
    const n = state === "officer" ? 1 : 2;
    const conversation = await openConversation({ unitCode: "sao-mai", oaId: OA, userId: userNumber(n) }, new Date());
    await setState(String(conversation._id), ["bot"], state, { id: "x", name: "Cán bộ A" });
    expect((await answerTo(n, "cháy nhà rồi cứu với"))[0]?.text).toContain("114");
    expect(await ConversationModel.findById(conversation._id).lean()).toMatchObject({
      state,
      urgentSince: expect.any(Date),
    });
    expect((await answerTo(n, "thôi đừng gửi tin nữa"))[0]?.text).toContain("Đã ngừng gửi tin");
  },
);

test("unclear: two buttons, and until one is tapped nothing that is not urgent leaves", async () => {
  await knowFollowers(10, 4);
  const [asked] = await answerTo(10, "hủy");
  expect(asked?.buttons?.map(({ payload }) => payload)).toEqual(["#dung", "#nhan"]);
  const reasons = async (): Promise<Record<string, string>> => {
    const id = await send(world);
    await ended(id);
    const rows = await LedgerModel.find({ b: id }).lean();
    return Object.fromEntries(rows.map((row) => [row.u, row.r ?? row.s]));
  };
  expect((await reasons())[userNumber(10)]).toBe("asked");
  await answerTo(10, "#nhan");
  expect((await reasons())[userNumber(10)]).not.toBe("asked");
});

test("a whole complaint is asked only for its place; a visitor is answered in English; two things are both answered", async () => {
  expect((await answerTo(20, "Đèn đường trước chợ hỏng ba hôm nay chưa ai sửa"))[0]?.text).toContain("Việc này ở đâu");
  expect((await answerTo(21, "Hello, can you help me?"))[0]?.text).toContain("This is the official channel");
  const user = userNumber(22);
  await world.say(user, "Dừng nhận tin. Cho hỏi giờ làm việc");
  const told = await eventually(
    "both answers",
    () => world.fromOa(user),
    (all) => all.length === 2,
  );
  expect(told.map(({ text }) => text).join("\n")).toMatch(
    /Đã ngừng gửi tin[\s\S]*Giờ làm việc|Giờ làm việc[\s\S]*Đã ngừng/,
  );
});
