import mongoose from "mongoose";
import { DialogueModel } from "../../src/chatbot/dialogue.model.ts";
import { findCitizen } from "../../src/citizens/citizen.store.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { findByCode } from "../../src/comments/steer-comment.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { findDraft } from "../../src/drafts/draft.store.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { findByCode as findRequest } from "../../src/requests/take-request.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";
import { answerPosition } from "../support/at-once.ts";

let world: World;
let draftId = "";
const BY = { id: "clerk", name: "Cán bộ A" };
beforeAll(async () => {
  world = await World.start({ residents: 20 });
});
afterAll(() => world.stop());

/** Says something and waits for the next answer. */
async function ask(n: number, text: string): Promise<{ text: string; buttons: { title: string; payload: string }[] }> {
  const before = (await world.fromOa(userNumber(n))).length;
  await world.say(userNumber(n), text);
  const all = await eventually(
    `an answer to ${text}`,
    () => world.fromOa(userNumber(n)),
    (told) => told.length > before,
  );
  const last = all.at(-1);
  return { text: last?.text ?? "", buttons: last?.buttons ?? [] };
}
/** Something else than text, as Zalo delivers it. */
async function sends(n: number, kind: "audio" | "image"): Promise<{ text: string }> {
  const before = (await world.fromOa(userNumber(n))).length;
  const payload = { url: "https://photo.zadn.vn/x.jpg", thumbnail: "https://photo.zadn.vn/x.jpg" };
  await world.sim("emit", {
    event: {
      event_name: `user_send_${kind}`,
      app_id: world.env["ZALO_APP_ID"],
      sender: { id: userNumber(n) },
      recipient: { id: OA },
      user_id_by_app: "552177279717587730",
      message: { msg_id: `m-${kind}-${n}`, text: "", attachments: [{ type: kind, payload }] },
      timestamp: String(Date.now()),
    },
  });
  const all = await eventually(
    "an answer",
    () => world.fromOa(userNumber(n)),
    (told) => told.length > before,
  );
  return { text: all.at(-1)?.text ?? "" };
}
const press = (n: number, answer: { buttons: { title: string; payload: string }[] }, title: string) => {
  const found = answer.buttons.find((one) => one.title.startsWith(title));
  if (!found) throw new Error(`no button ${title} among ${answer.buttons.map((one) => one.title).join(", ")}`);
  return ask(n, found.payload);
};

test("while no draft is open, góp ý is answered in the unit's own words", async () => {
  expect((await ask(1, "góp ý dự thảo")).text).toContain("chưa mở");
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  draftId = await startDraft(
    world.core,
    "sao-mai",
    fields,
    { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" },
    BY,
  );
  const now = Date.now();
  await publishDraft(world.core, "sao-mai", draftId, {
    openAt: new Date(now - 1000),
    closeAt: new Date(now + 86_400_000),
  });
});

test("C03 in chat: place, direction, words, a look, yes; a receipt; and nothing in the database leads from the person to it", async () => {
  const text = "Không tán thành mục P3.2: làm đường mà không hỏi dân bị lấy đất.";
  const start = await ask(2, "gop y");
  expect(start.text).toContain("Zalo vẫn giữ bản chat của Zalo");
  const place = await ask(2, "p3.2");
  expect(place.text).toContain("Giao thông");
  expect(place.buttons.map((one) => one.title)).toEqual([
    "Tán thành",
    "Đồng ý một phần",
    "Không tán thành",
    "Chỉ góp ý",
  ]);
  const words = await press(2, place, "Không tán thành");
  expect(words.text).toContain("Không tán thành");
  const look = await ask(2, text);
  expect(look.text).toContain(text);
  expect(look.buttons.slice(0, 2).map((one) => one.title)).toEqual(["Đồng ý và gửi", "Không đồng ý"]);
  const done = await press(2, look, "Đồng ý và gửi");
  const code = /SM(?:-\w{4}){3}/.exec(done.text)?.[0] ?? "";
  const comment = await findByCode(code);
  expect(comment).toMatchObject({ channel: "chat", stance: "khong-tan-thanh", owner: "", signed: "", state: "kept" });
  expect(world.core.comments.openWords(comment.body).text).toBe(text);
  for (const { name } of await mongoose.connection.listCollections()) {
    const rows = await mongoose.connection.collection(name).find().toArray();
    const dump = JSON.stringify(rows);
    expect([name, dump.includes("lấy đất"), dump.includes(code)]).toEqual([name, false, false]);
    // rows of the person hold neither the comment's id nor its receipt
    const own = JSON.stringify(rows.filter((row) => JSON.stringify(row).includes(userNumber(2))));
    expect([name, own.includes(String(comment._id)), own.includes(comment.receipt)]).toEqual([name, false, false]);
  }
  // it is dropped after the receipt was told
  await eventually(
    "the end of the dialogue",
    () => mongoose.connection.collection("dialogues").countDocuments(),
    (left) => left === 0,
  );
});

test("the same yes delivered twice is one comment; C19 is none; C18 is asked for words; C08 is a question by its author's choice", async () => {
  await ask(3, "góp ý");
  const place = await ask(3, "học phí trường học");
  expect(place.text + place.buttons.map((one) => one.title).join()).toMatch(/trường|P3\.3/);
  const chosen = place.buttons[0]?.title === "Tán thành" ? place : await ask(3, "toàn văn");
  const words = await press(3, chosen, "Chỉ góp ý");
  expect(words.text).toContain("nội dung góp ý");
  expect((await ask(3, ".")).text).toContain("chưa có nội dung góp ý");
  expect((await sends(3, "audio")).text).toContain("nhắn lại bằng chữ");
  const look = await ask(3, "Dự thảo có nói đến học phí không?");
  const asks = look.buttons.find((one) => one.title.startsWith("Đây là câu hỏi"));
  const done = await ask(3, asks?.payload ?? "");
  expect(done.text).toContain("Mã tra cứu");
  expect(await CommentModel.countDocuments({ draftId, kind: "question" })).toBe(1);
  expect((await findDraft(draftId))?.notComments).toBe(1);
  await world.say(userNumber(3), asks?.payload ?? "");
  await eventually(
    "an answer",
    () => world.fromOa(userNumber(3)),
    (told) => told.at(-1)?.text !== done.text,
  );
  expect(await CommentModel.countDocuments({ draftId, kind: "question" })).toBe(1);
});

test("personal data is pointed out; no is no; THÔI, danger and a person break out", async () => {
  await ask(4, "góp ý");
  await press(4, await ask(4, "toàn văn"), "Chỉ góp ý");
  const look = await ask(4, "Nhà tôi ở số 7 thôn 2, gọi 0900 000 001.");
  expect(look.text).toContain("Lưu ý: có số nhà và số điện thoại");
  // words where a button is waited for lose nothing
  const shown = await ask(4, "Tôi chưa hiểu");
  expect(shown.text).toContain("gọi 0900 000 001");
  expect((await press(4, shown, "Không đồng ý")).text).toContain("không gửi gì");
  expect(await CommentModel.countDocuments({ draftId, channel: "chat" })).toBe(2);
  await ask(5, "góp ý");
  expect((await ask(5, "cháy nhà rồi cứu với")).text).toContain("114");
  await ask(6, "góp ý");
  expect((await ask(6, "gặp cán bộ")).text).toContain("cán bộ");
  await eventually(
    "the end of both dialogues",
    () => DialogueModel.countDocuments({ _id: { $in: [5, 6].map((n) => `${OA}:${userNumber(n)}`) } }),
    (left) => left === 0,
  );
});

test.each([
  ["THÔI", 9],
  ["hủy", 10],
  ["Bỏ qua", 11],
])("%s leaves the dialogue and never unsubscribes", async (word, n) => {
  await ask(n, "góp ý");
  expect((await ask(n, word)).text).toContain("vẫn như cũ");
  // it is dropped after it was said so
  await eventually(
    "the end of the dialogue",
    () => DialogueModel.countDocuments({ _id: `${OA}:${userNumber(n)}` }),
    (left) => left === 0,
  );
  expect((await findCitizen(OA, userNumber(n)))?.receiving ?? true).toBe(true);
  // with nothing to leave it is no STOP either
  await ask(n, word);
  expect((await findCitizen(OA, userNumber(n)))?.receiving).toBe(true);
});

test("signed in chat: the answer is told to its author, once", async () => {
  await ask(7, "góp ý");
  await press(7, await ask(7, "P4"), "Đồng ý một phần");
  const done = await press(7, await ask(7, "Nên công khai từng quý."), "Ghi tên tôi");
  expect(done.text).toContain("Mã tra cứu");
  const comment = await CommentModel.findOne({ draftId, owner: { $ne: "" } }).lean();
  expect(comment?.signed).not.toContain(userNumber(7));
  const { clock } = world.core;
  await answerPosition({ clock }, draftId, comment?.position ?? "", "tiep-thu", "Xã sẽ công khai theo quý.", BY);
  for (let n = 0; n < 2; n += 1) await world.core.enqueue.tellAuthors(draftId, comment?.position ?? "");
  await eventually(
    "the answer",
    () => world.fromOa(userNumber(7)),
    (told) => told.some((one) => one.text.includes("công khai theo quý")),
  );
  await world.core.enqueue.tellAuthors(draftId, comment?.position ?? "");
  await eventually(
    "the queue",
    () => world.core.producer.queues.answers.getJobCounts("waiting", "active", "delayed"),
    (all) => Object.values(all).every((count) => count === 0),
  );
  expect((await world.fromOa(userNumber(7))).filter((one) => one.text.includes("công khai theo quý"))).toHaveLength(1);
});

test("phản ánh in chat: what, where, a picture, a code and a due date", async () => {
  expect((await ask(8, "phản ánh")).text).toContain("việc gì");
  expect((await ask(8, "Đèn đường thôn 2 hỏng ba hôm nay")).text).toContain("ở đâu");
  const look = await ask(8, "Ngã ba thôn 2");
  const more = await sends(8, "image");
  expect(more.text).toContain("Đã nhận ảnh");
  const done = await press(8, look, "Gửi phản ánh");
  const code = /PA(?:-\w{4}){3}/.exec(done.text)?.[0] ?? "";
  expect(await findRequest(code)).toMatchObject({ channel: "chat", state: "received" });
  expect(await RequestModel.countDocuments({ unitCode: "sao-mai" })).toBe(1);
});
