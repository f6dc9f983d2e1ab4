import { commandOf } from "../../src/chatbot/commands.ts";
import { decide } from "../../src/chatbot/decide.ts";
import type { DialogueKind } from "../../src/chatbot/dialogue.model.ts";
import type { Facts } from "../../src/chatbot/facts.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { EMERGENCIES, NO_EMERGENCIES } from "../fixtures/emergencies.ts";
import { STARTS, STOPS, UNCLEAR } from "../fixtures/stopping.ts";
import { DIALOGUE_STEPS } from "../support/dialogue-steps.ts";

const STATES = ["bot", "waiting", "officer"] as const;

const factsOf = (text: string, more: Partial<Facts> = {}): Facts => {
  const command = commandOf(text);
  return {
    reading: readMessage(command ? "" : text),
    command,
    actedOn: "",
    isTesterCode: false,
    wordless: "",
    state: "bot",
    dialogue: undefined,
    heardBefore: false,
    open: ["gop-y", "phan-anh", "thi", "khung"],
    misunderstood: 0,
    ...more,
  };
};
const talk = (text: string, more: Partial<Facts> = {}) => {
  const decision = decide(factsOf(text, more));
  if (decision.deed !== "talk") throw new Error(`${text}: ${JSON.stringify(decision)}`);
  return decision;
};
/** Where a question of a contest waits, "dừng" alone may mean đúng: the contest asks. */
const asksItself = (kind: DialogueKind, step: string, text: string): boolean =>
  kind === "thi" &&
  step === "tra-loi" &&
  readMessage(text).text.words.every(({ plain }) => ["dung", "lai"].includes(plain));

describe.each(DIALOGUE_STEPS)("in the dialogue %s at %s", (kind, step) => {
  const dialogue = { kind, step };
  test("every wording of STOP is obeyed, ends the dialogue, and nothing of it is kept", () => {
    for (const text of STOPS)
      for (const state of STATES) {
        if (asksItself(kind, step, text))
          expect(decide(factsOf(text, { dialogue, state }))).toMatchObject({ deed: "go-on" });
        else
          expect([text, talk(text, { dialogue, state })]).toMatchObject([
            text,
            { consent: "stop", endsDialogue: true, keep: "because", replies: ["dung"], begins: undefined },
          ]);
      }
  });
  test("every emergency gets the card at once, calls a person, and ends the dialogue", () => {
    for (const text of EMERGENCIES)
      for (const state of STATES)
        expect([text, talk(text, { dialogue, state })]).toMatchObject([
          text,
          { replies: ["khan-cap"], person: "urgent", endsDialogue: true, consent: undefined, keep: "all" },
        ]);
  });
  test("what only sounds like an emergency goes on", () => {
    for (const text of NO_EMERGENCIES) {
      const decision = decide(factsOf(text, { dialogue }));
      expect([text, decision.deed === "talk" ? decision.person : "none"]).not.toEqual([text, "urgent"]);
    }
  });
  test.each(["THÔI", "hủy", "Bỏ qua", "thôi khỏi", "để khi khác"])("%s leaves it and touches nothing else", (text) =>
    expect(decide(factsOf(text, { dialogue }))).toEqual({ deed: "leave-dialogue" }),
  );
  test("a person is called when that is all that is said", () => {
    for (const text of ["gặp cán bộ", "cho gặp người thật", "gọi lại cho tôi số này"])
      expect([text, talk(text, { dialogue })]).toMatchObject([text, { person: "called", endsDialogue: true }]);
  });
  test("a tap of its own buttons goes on, of another menu ends it", () => {
    expect(decide(factsOf(`#${kind} huy`, { dialogue }))).toEqual({ deed: "go-on", dialogue: kind });
    expect(talk("#gio", { dialogue })).toMatchObject({ endsDialogue: true, replies: ["gio"] });
  });
});

test("words where words are waited for are never taken for something else", () => {
  for (const step of ["noi-dung", "viec"]) {
    const dialogue = { kind: step === "viec" ? ("phan-anh" as const) : ("gop-y" as const), step };
    for (const text of [
      "Đề nghị xã công khai giờ làm việc và gặp cán bộ dễ hơn, cán bộ nên niềm nở",
      "Năm ngoái cháy nhà ông Ba mà xe chữa cháy không vào được, nên mở rộng ngõ",
      "Không tán thành dừng dự án đường",
      "Rác không ai dọn, đèn hỏng",
      "làm sao để ngừng nhận tin",
    ])
      expect([text, decide(factsOf(text, { dialogue })).deed]).toEqual([text, "go-on"]);
  }
});

const NUMBER_STEPS = new Set(["thi tra-loi", "thi doan", "gop-y vi-tri", "phan-anh noi"]);
test("the number of a service alone answers a step that waits for a number, and is a cry everywhere else", () => {
  for (const [kind, step] of DIALOGUE_STEPS) {
    const dialogue = { kind, step };
    for (const text of ["112", "113", "114", "115", "số 113", "113 ạ", "dạ 115", "115."])
      expect([step, text, decide(factsOf(text, { dialogue }))]).toMatchObject([
        step,
        text,
        NUMBER_STEPS.has(`${kind} ${step}`) ? { deed: "go-on" } : { replies: ["khan-cap"], person: "urgent" },
      ]);
    for (const text of ["gọi 113", "gọi 115 giúp", "113 cứu với", "alo 114", "cho 115"])
      expect([step, text, decide(factsOf(text, { dialogue }))]).toMatchObject([step, text, { person: "urgent" }]);
  }
  for (const text of ["mục 113", "khoảng 115 người", "số nhà 114", "điều 112"])
    for (const step of ["vi-tri", "doan", "noi"])
      expect([
        text,
        decide(
          factsOf(text, {
            dialogue: { kind: step === "vi-tri" ? "gop-y" : step === "doan" ? "thi" : "phan-anh", step },
          }),
        ),
      ]).toMatchObject([text, { deed: "go-on" }]);
  expect(talk("113")).toMatchObject({ replies: ["khan-cap"], person: "urgent" });
});

test("whoever has the conversation: STOP, START and danger are answered, the rest waits for the person", () => {
  for (const state of ["waiting", "officer"] as const) {
    for (const text of STARTS)
      expect([text, talk(text, { state })]).toMatchObject([text, { consent: "resume", replies: ["nhan"] }]);
    for (const text of [...UNCLEAR, "giờ làm việc", "góp ý", "qwrt zxcv"])
      expect([text, talk(text, { state })]).toMatchObject([
        text,
        { replies: [], person: "waits", consent: undefined, begins: undefined },
      ]);
  }
});

test("whoever has the conversation: a button does what it says; two emoji call nobody", () => {
  for (const state of ["waiting", "officer"] as const)
    for (const [button, reply] of [
      ["#gio", "gio"],
      ["#menu", "menu"],
      ["#chu-de", "chu-de"],
    ])
      expect([button, talk(button ?? "", { state })]).toMatchObject([button, { replies: [reply], person: "none" }]);
  expect(talk("#can-bo", { state: "officer" }).person).toBe("called");
  expect(talk("👍👍", { wordless: "nhãn dán", misunderstood: 1 })).toMatchObject({
    replies: ["khong-phai-chu"],
    person: "none",
    misunderstood: "same",
  });
});

test("unclear: asked with two buttons, and held until answered", () => {
  for (const text of UNCLEAR)
    expect([text, talk(text)]).toMatchObject([text, { consent: "ask", replies: ["hoi-dung"], person: "none" }]);
});

test("two things are both answered; an opinion that begins a comment is not kept", () => {
  expect(talk("Dừng nhận tin. Cho hỏi giờ làm việc")).toMatchObject({ consent: "stop", replies: ["dung", "gio"] });
  expect(talk("Đèn đường hỏng, mà xã làm việc đến mấy giờ")).toMatchObject({ begins: "phan-anh", replies: ["gio"] });
  expect(talk("Tôi không đồng ý với điều 7 của dự thảo")).toMatchObject({
    begins: "gop-y",
    keep: "nothing",
    replies: [],
  });
  for (const [text, consent, reply] of [
    ["Dừng nhận tin. Tôi không đồng ý với điều 7 của dự thảo", "stop", "dung"],
    ["Tôi không đồng ý với điều 7 của dự thảo. Đừng gửi tin cho tôi nữa", "stop", "dung"],
    ["Cho tôi nhận lại tin. Tôi không đồng ý với điều 7 của dự thảo", "resume", "nhan"],
  ] as const)
    expect([text, talk(text)]).toMatchObject([text, { consent, replies: [reply], keep: "because", begins: "gop-y" }]);
  expect(talk("Tôi không đồng ý với điều 7 của dự thảo", { open: [] })).toMatchObject({
    keep: "all",
    replies: ["gop-y"],
  });
});

test("once not understood: said so; twice: a person; understood in between counts anew", () => {
  expect(talk("qwrt zxcv")).toMatchObject({ replies: ["unknown"], misunderstood: "more", person: "none" });
  expect(talk("plmk njhb", { misunderstood: 1 })).toMatchObject({ replies: ["handed-over"], person: "called" });
  expect(talk("giờ làm việc", { misunderstood: 1 })).toMatchObject({ misunderstood: "none" });
});

test.each([
  ["#xoa dong-y", { deed: "erase" }],
  ["#xoa", { replies: ["xoa-hoi"] }],
  ["#dung", { consent: "stop", replies: ["dung"] }],
  ["#nhan", { consent: "resume", replies: ["nhan"] }],
  ["#chu-de tin-xa", { replies: ["chu-de-doi"] }],
  ["Hello, is this the commune office?", { replies: ["english"] }],
  ["Cảm ơn nhiều", { replies: ["cam-on"], person: "none" }],
])("%s", (text, wanted) => expect(decide(factsOf(text))).toMatchObject(wanted));

test.each([
  ["nhãn dán", ["khong-phai-chu"]],
  ["ảnh", ["anh"]],
])("%s without words", (wordless, replies) => expect(talk("", { wordless })).toMatchObject({ replies, meanings: [] }));

test("heard before, counted, registered: nothing else happens", () => {
  expect(decide(factsOf("cháy", { heardBefore: true }))).toEqual({ deed: "nothing" });
  expect(decide(factsOf("#da-nhan x", { actedOn: "x" }))).toEqual({ deed: "count-acted" });
  expect(decide(factsOf("thu tin abc123", { isTesterCode: true }))).toEqual({ deed: "add-tester" });
});
