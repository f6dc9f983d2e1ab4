import { MessageModel } from "../../src/chatbot/conversation.model.ts";
import { DialogueModel, saveDialogue } from "../../src/chatbot/dialogue.model.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { listNotices } from "../../src/zalo/notice.store.ts";
import { RatingModel } from "../../src/zalo/notice.model.ts";
import { findByCode, openWords } from "../../src/requests/take-request.ts";
import { TYPED } from "../fixtures/typed-amid.ts";
import { DIALOGUE_STEPS } from "../support/dialogue-steps.ts";
import { stateAt } from "../support/dialogue-world.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";

/** One sentence in so many, each at a step of its own; the pure table (test/rules) holds all of them. */
const SLICE = TYPED.map((text, n) => ({ text, n: n + 40, at: DIALOGUE_STEPS[n % DIALOGUE_STEPS.length] })).filter(
  (_, n) => n % 3 === 0,
);
let world: World;
beforeAll(async () => {
  world = await World.start({
    residents: 40 + TYPED.length,
    settings: { ZALO_LIMITS: "off", CHAT_LISTEN_MS: "600" },
    simulator: { SIM_API_DELAY_MS: "1" },
  });
});
afterAll(() => world.stop());

const told = async (n: number) => (await world.fromOa(userNumber(n))).map(({ text }) => text);
const answers = (n: number, count: number) =>
  eventually(
    `${count} answers`,
    () => told(n),
    (all) => all.length >= count,
  );
let sent = 0;
const emit = (event: Record<string, unknown>) =>
  world.sim("emit", {
    event: { app_id: world.env["ZALO_APP_ID"], timestamp: String(Date.now()), ...event },
  });
const sends = (n: number, kind: string, payload: unknown, text = "") =>
  emit({
    event_name: `user_send_${kind}`,
    sender: { id: userNumber(n) },
    recipient: { id: OA },
    message: { msg_id: `m-${(sent += 1)}`, text, attachments: [{ type: kind, payload }] },
  });
const photo = (name: string) => ({ url: `https://photo.zadn.vn/${name}.jpg` });

test(`${SLICE.length} sentences in the middle of something are answered, each once`, async () => {
  for (const { n, at: [kind, step] = ["", ""] } of SLICE)
    await saveDialogue(OA, userNumber(n), {
      kind,
      step,
      said: world.core.box.seal(JSON.stringify(stateAt(kind, step).said)),
      key: `k${n}`,
      lastEvent: "",
      at: new Date(),
    });
  await Promise.all(SLICE.map(({ n, text }) => world.say(userNumber(n), text)));
  await Promise.all(SLICE.map(({ n }) => answers(n, 1)));
  await eventually(
    "nothing left to say",
    () => DialogueModel.countDocuments({ due: true }),
    (left) => left === 0,
  );
  for (const { n, text } of SLICE) {
    const all = await told(n);
    expect([text, all.length]).toEqual([text, 1]);
    expect([text, all.every((one) => one.includes("Trả lời tự động"))]).toEqual([text, true]);
  }
});

test("the first sentence is the matter; a second bubble, three photos, a pin and a card are taken and answered once", async () => {
  const user = userNumber(1);
  await world.say(user, "Đèn đường thôn Đông hỏng");
  await world.say(user, "cả tuần nay rồi chưa ai sửa");
  for (const name of ["a", "b", "c"]) await sends(1, "image", photo(name));
  expect((await answers(1, 1)).at(0)).toContain("ở đâu");
  await sends(1, "location", { coordinates: { latitude: "10.772622", longitude: "106.698233" } });
  await sends(1, "business_card", { description: JSON.stringify({ phone: "0900000001" }) }, "Ông Ba");
  const look = (await answers(1, 2)).at(-1) ?? "";
  for (const part of ["cả tuần nay", "10.772622, 106.698233", "Ông Ba, 0900000001", "Ảnh: 3"])
    expect(look).toContain(part);
  await world.say(user, "1");
  const all = await answers(1, 3);
  expect(all).toHaveLength(3);
  const request = await findByCode(/PA(?:-\w{4}){3}/.exec(all.at(-1) ?? "")?.[0] ?? "");
  const words = openWords(world.core.requests, request);
  expect(words.what).toBe("Đèn đường thôn Đông hỏng\ncả tuần nay rồi chưa ai sửa");
  expect([words.picture, ...(words.more ?? [])]).toHaveLength(3);
});

test("a photo with its caption begins a report; what was begun in its middle waits and comes back", async () => {
  await sends(2, "image", photo("d"), "Rác tràn ra vỉa hè trước chợ");
  expect((await answers(2, 1)).at(0)).toContain("Rác tràn ra vỉa hè");
  await world.say(userNumber(2), "giờ làm việc?");
  expect((await answers(2, 2)).at(-1)).toContain("ở đâu");
  await world.say(userNumber(2), "trước cổng chợ");
  expect((await answers(2, 3)).at(-1)).toContain("Ảnh: 1");
});

test("photos without a word are answered once, and belong to the matter that is told shortly after", async () => {
  for (const name of ["e", "f"]) await sends(3, "image", photo(name));
  expect((await answers(3, 1)).at(0)).toContain("Đã nhận ảnh");
  await world.say(userNumber(3), "Nước thải chảy ra mương thôn 3, hôi lắm, ở cạnh cầu");
  await answers(3, 2);
  await world.say(userNumber(3), "cạnh cầu thôn 3");
  const all = await answers(3, 3);
  expect([all.length, all.at(-1)]).toEqual([3, expect.stringContaining("Ảnh: 2")]);
});

test("a visitor of a web page gets the same chat: buttons as numbers, a number presses one, and no row among citizens", async () => {
  const said = async (): Promise<string[]> =>
    ((await world.sim(`outbox?oa=${OA}&last=500`)) as { messages: { userId: string; text: string }[] }).messages
      .filter(({ userId }) => userId === "anon1/conv1")
      .map(({ text }) => text);
  const writes = async (text: string, count: number): Promise<string> => {
    await emit({
      event_name: "anonymous_send_text",
      sender: { id: "anon1" },
      recipient: { id: OA },
      message: { msg_id: `a-${(sent += 1)}`, conversation_id: "conv1", text },
    });
    return (await eventually("an answer to the visitor", said, (all) => all.length >= count)).at(-1) ?? "";
  };
  expect(await writes("xin chào", 1)).toMatch(/1\. Tin xã[\s\S]*Nhắn số để chọn/);
  expect(await writes("3", 2)).toContain("Giờ làm việc");
  expect(await writes("Cống trước nhà văn hoá bị tắc, nước ngập ra đường", 3)).toContain("ở đâu");
  expect(await writes("nhà văn hoá thôn 2", 4)).toContain("1. Gửi phản ánh");
  expect(await writes("1", 5)).toMatch(/PA(?:-\w{4}){3}/);
  expect(await said()).toHaveLength(5);
  expect(await CitizenModel.countDocuments({ userId: /anon1/ })).toBe(0);
  expect(await MessageModel.countDocuments({ userId: /anon1/ })).toBeGreaterThan(0);
});

test("Zalo's word on templates, the day's allowance and stars is kept once and shown", async () => {
  const at = Date.now();
  const template = (status: string, timestamp: number) =>
    emit({
      event_name: "change_template_status",
      oa_id: OA,
      template_id: "204567",
      status: { prev_status: "PENDING_REVIEW", new_status: status },
      reason: "Logo không hợp lệ",
      timestamp: String(timestamp),
    });
  await template("REJECT", at);
  await template("PENDING_REVIEW", at - 60_000);
  await emit({ event_name: "change_oa_daily_quota", oaId: OA, quota: { prev_value: 1000, new_value: "2000" } });
  for (let n = 0; n < 2; n += 1)
    await emit({
      event_name: "user_feedback",
      oa_id: OA,
      message: { msg_id: "f1", tracking_id: "x", rate: 4, note: "Ông Ba ở thôn 2", submit_time: String(at) },
    });
  await eventually(
    "what Zalo told",
    async () => [await RatingModel.countDocuments(), (await listNotices([OA])).length],
    ([ratings, notices]) => ratings === 1 && notices === 2,
  );
  expect((await listNotices([OA])).find(({ kind }) => kind === "template")).toMatchObject({ value: "REJECT" });
  expect(JSON.stringify(await RatingModel.find().lean())).not.toContain("Ông Ba");
});
