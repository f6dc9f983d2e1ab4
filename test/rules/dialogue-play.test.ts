import type { Said, Sprint, State } from "../../src/kernel/dialogue/dialogue.ts";
import { pressed } from "../../src/kernel/dialogue/press.ts";
import { commentDialogue } from "../../src/comments/comment.dialogue.ts";
import { hear } from "../../src/kernel/dialogue/play.ts";
import { tellResult } from "../../src/quizzes/tell-result.ts";
import type { TurnResult } from "../../src/quizzes/submit-turn.ts";
import { asksBack } from "../../src/reading/asks-back.ts";
import { heardAs, playedOf, stateAt } from "../support/dialogue-world.ts";

const turn = (kind: string, state: State, text: string, more: Parameters<typeof heardAs>[1] = {}): Sprint =>
  playedOf(kind).hear(state, heardAs(text, more), { step: state.step || "start", tapped: false });
const words = ({ messages }: Sprint): string => messages.map((one) => one.words).join("\n");
const fresh: State = { step: "", said: {}, asked: undefined, misses: 0 };

const SHOWN = [
  { title: "A. Năm năm", command: "a" },
  { title: "Đồng ý và gửi", command: "gui" },
  { title: "Đồng ý nhưng chưa gửi", command: "chua" },
];
test.each([
  ["1", "a"],
  ["2.", "gui"],
  ["số 3", "chua"],
  ["nam nam", "a"],
  ["ĐỒNG Ý VÀ GỬI", "gui"],
  ["đồng ý và", "gui"],
  ["đồng ý", undefined],
  ["4", undefined],
  ["12", undefined],
  ["", undefined],
])("“%s” presses %s", (text, command) => expect(pressed(text, SHOWN)?.command).toBe(command));

test("a number that answers the question presses nothing; words of a button still do", () => {
  expect(pressed("1", SHOWN, true)).toBeUndefined();
  expect(pressed("năm năm", SHOWN, true)?.command).toBe("a");
});

test("the first sentence is the opinion, and is shown wherever it is asked about", () => {
  const begun = turn("gop-y", fresh, "Tôi thấy mục giao thông nên làm đường thôn trước");
  expect(begun.state).toMatchObject({ step: "vi-tri", said: { text: expect.stringContaining("làm đường thôn") } });
  const placed = turn("gop-y", begun.state, "toàn văn");
  expect(words(placed)).toContain("làm đường thôn trước");
  expect(turn("gop-y", placed.state, "đồng ý một phần").state.step).toBe("xac-nhan");
  expect(turn("gop-y", fresh, "tôi muốn góp ý dự thảo").state.said["text"]).toBeUndefined();
});

test("an opinion typed where place or stance is asked is kept, a stance typed at the place as well", () => {
  const opinion = "Làm đường mà không hỏi dân là không được";
  const kept = turn("gop-y", stateAt("gop-y", "huong"), opinion);
  expect(kept.state).toMatchObject({ step: "huong", said: { text: opinion }, misses: 0 });
  expect(turn("gop-y", kept.state, "không đồng ý").state).toMatchObject({
    step: "xac-nhan",
    said: { stance: "khong-tan-thanh", text: opinion },
  });
  expect(turn("gop-y", stateAt("gop-y", "vi-tri"), "không tán thành").state).toMatchObject({
    step: "vi-tri",
    said: { stance: "khong-tan-thanh" },
  });
});

test("words at the last look are added, shown, and taken out with a tap", () => {
  const more = turn("gop-y", stateAt("gop-y", "xac-nhan"), "Và cần thêm đèn đường");
  expect(more.state.said["text"]).toBe("Câu đầu.\nVà cần thêm đèn đường");
  const back = playedOf("gop-y").hear(more.state, heardAs(""), { step: "bo-them", tapped: true });
  expect(back.state.said["text"]).toBe("Câu đầu.");
  const long = turn("gop-y", stateAt("gop-y", "xac-nhan"), "rất ".repeat(1500));
  expect([long.state.said["text"], words(long)]).toEqual(["Câu đầu.", expect.stringContaining("chưa thêm được")]);
});

test("after two misses: go on, drop, or a person; what was asked is asked again, what was said stays", () => {
  const first = turn("thi", stateAt("thi", "tra-loi"), "hả");
  expect(first.messages[0]?.buttons?.[0]?.command).toBe("tra-loi 1 A");
  const second = turn("thi", first.state, "qwrt zxcv");
  expect(second.messages[0]?.buttons?.map(({ title }) => title)).toEqual(["Tiếp tục", "Bỏ", "Gặp cán bộ"]);
  const again = playedOf("thi").hear(second.state, heardAs(""), { step: "tiep", tapped: true });
  expect([again.messages[0]?.words, again.state.said]).toEqual([
    first.state.asked?.words,
    stateAt("thi", "tra-loi").said,
  ]);
  const dropped = playedOf("thi").hear(second.state, heardAs(""), { step: "bo", tapped: true });
  expect([dropped.state.step, dropped.effect?.name]).toEqual(["", "pause"]);
});

test("seven drafts are chosen from by pages, by a number, by words; a late one says so", () => {
  const drafts = Array.from({ length: 7 }, (_, n) => ({
    id: `d${n}`,
    title: `Quy ước khu ${["một", "hai", "ba", "bốn", "năm", "sáu", "bảy"][n]}`,
    version: 1,
    closeAt: new Date(),
    late: n === 6,
  }));
  const world = { drafts, draft: undefined, positions: [] };
  const at = { world, office: "UBND xã Sao Mai", now: new Date() };
  const first = hear(commentDialogue, fresh, heardAs("góp ý"), { step: "start", tapped: false }, at);
  expect(first.messages[0]?.buttons?.map(({ command }) => command)).toEqual([
    "du-thao d0",
    "du-thao d1",
    "du-thao d2",
    "du-thao d3",
    "them 4",
  ]);
  const next = hear(commentDialogue, first.state, heardAs("4"), { step: "them", tapped: true }, at);
  expect(next.messages[0]?.buttons?.map(({ title }) => title)).toEqual([
    "Quy ước khu năm",
    "Quy ước khu sáu",
    "Quy ước khu bảy (đã hết hạn)",
    "Về đầu danh sách",
  ]);
  const named = hear(commentDialogue, next.state, heardAs("khu bảy"), { step: "du-thao", tapped: false }, at);
  expect(words(named)).toContain("tính riêng là gửi muộn");
});

test("a second bubble whose question was not asked yet is the rest of the first, unless it names the place", () => {
  const first = turn("phan-anh", fresh, "Đèn đường bị hỏng mấy hôm");
  for (const more of ["tối om đi lại sợ lắm", "cả tuần nay rồi chưa ai sửa", "ca tuan nay roi chua ai sua"])
    expect(turn("phan-anh", first.state, more, { unasked: true }).state).toMatchObject({
      step: "noi",
      said: { what: `Đèn đường bị hỏng mấy hôm\n${more}` },
    });
  expect(turn("phan-anh", first.state, "ở ngã ba thôn 2", { unasked: true }).state).toMatchObject({
    step: "anh",
    said: { where: "ở ngã ba thôn 2" },
  });
});

test("photo, pin and card are taken at every step of a report; a sixth photo is not, and it is said so", () => {
  for (const step of ["viec", "noi", "anh"]) {
    const things = { image: "https://p/1", pin: "10.7, 106.6", card: "Ông Ba, 0900000001", kind: "ảnh" };
    const { said } = turn("phan-anh", stateAt("phan-anh", step), "", things).state;
    expect([step, said]).toMatchObject([
      step,
      { pictures: "https://p/1", pin: "10.7, 106.6", contact: "Ông Ba, 0900000001" },
    ]);
  }
  const full: Said = { what: "Rác", where: "chợ", pictures: Array.from({ length: 5 }, (_, n) => `p${n}`).join("\n") };
  const more = turn("phan-anh", { ...fresh, step: "anh", said: full }, "", { kind: "ảnh", image: "p6" });
  expect([words(more), more.state.said["pictures"]]).toEqual([
    expect.stringContaining("tối đa 5 ảnh"),
    full["pictures"],
  ]);
});

test("every answer of a contest, right or wrong, carries its why and source, in as many messages as it needs", () => {
  const question = (n: number, right: boolean): TurnResult["questions"][number] => ({
    text: `Câu ${n}`,
    options: [{ text: `Đáp án ${n}`, right: true, chosen: right }],
    right,
    why: `Vì lẽ ${n}. ${"dài ".repeat(60)}`,
    sources: [{ title: `Nguồn ${n}`, url: "" }],
  });
  const result = {
    questions: Array.from({ length: 12 }, (_, n) => question(n, n % 2 === 0)),
    id: "t",
    code: "AB",
    right: 6,
    of: 12,
    counts: true,
    guess: null,
    submittedAt: "",
    byItself: false,
    answersAt: "",
  };
  const pages = tellResult(result);
  const all = pages.map((page) => page.words).join("\n");
  expect(pages.length).toBeGreaterThan(1);
  for (let n = 0; n < 12; n += 1)
    for (const part of [`Vì lẽ ${n}.`, `(Nguồn: Nguồn ${n})`]) expect(all).toContain(part);
  for (const page of pages) expect(page.words.length).toBeLessThan(1900);
});

test.each(["tôi chưa hiểu", "là sao", "bấm vào đâu", "alo", "khoan đã", "cảm ơn", "👍", "?"])(
  "“%s” asks back",
  (text) => expect(asksBack(text)).toBe(true),
);
test.each(["Chợ hôi lắm", "chờ xe rác mãi không tới", "không biết bao giờ mới sửa đường"])(
  "“%s” says something",
  (text) => expect(asksBack(text)).toBe(false),
);

const nothingOpen = { drafts: [], draft: undefined, positions: [] };
const after = (step: string, text: string, said: Said): Sprint =>
  hear(
    commentDialogue,
    { ...stateAt("gop-y", step), said },
    heardAs(text),
    { step, tapped: false },
    {
      world: nothingOpen,
      office: "UBND xã Sao Mai",
      now: new Date(0),
    },
  );
test.each([
  ["vi-tri", "ok", "mở đường", "mở đường"],
  ["vi-tri", "Nên mở đường thôn Đông trước", "", "Nên mở đường thôn Đông trước"],
  ["du-thao", "Nên mở đường thôn Đông trước", "Câu đầu.", "Câu đầu.\nNên mở đường thôn Đông trước"],
])("a draft sealed meanwhile, no other open: at %s what was typed is told back", (step, text, before, told) => {
  const sprint = after(step, text, { draft: "d1", ...(before === "" ? {} : { text: before }) });
  expect(words(sprint)).toContain(`“${told}”`);
  expect(sprint.state.step).toBe("");
});

test("words written anew replace all that was added before, and nothing old comes back in their place", () => {
  const added = turn("gop-y", stateAt("gop-y", "xac-nhan"), "Thêm cả hàng cây ven đường nữa");
  expect(added.messages.at(-1)?.buttons?.at(-1)?.command).toBe("bo-them");
  const anew = turn("gop-y", { ...added.state, step: "noi-dung" }, "Chỉ cần sửa cây cầu thôn Đoài");
  expect(anew.state.said).toMatchObject({ text: "Chỉ cần sửa cây cầu thôn Đoài" });
  expect(anew.messages.at(-1)?.buttons?.map(({ command }) => command)).not.toContain("bo-them");
});
