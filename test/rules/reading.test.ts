import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { withoutMarks } from "../../src/kernel/vietnamese.ts";
import { meaningsOf } from "../../src/reading/meaning.ts";
import { normalise } from "../../src/reading/normalise.ts";
import { leansOf, learn } from "../../src/reading/own-words.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { MADE_FROM } from "../../src/reading/weights.ts";
import { typeAs, type Where } from "../support/type-as.ts";

const fixture = (name: string): string => readFileSync(join(__dirname, "../fixtures", name), "utf8");
const lines = (name: string) =>
  fixture(name)
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [text = "", labels = "", kind = ""] = line.split("\t");
      return { text, labels: labels.split("|"), kind };
    });
const read = (text: string) => meaningsOf(readMessage(text));
const first = (text: string): string => read(text)[0] ?? "";
const rightOf = (rows: { text: string; labels: string[] }[]): number =>
  rows.filter(({ text, labels }) => labels.includes(first(text))).length / rows.length;

const labelled = lines("utterances.tsv");
const blind = lines("blind/chat.tsv");

test("the labelled set is broad, and the reader was trained on it as it stands", () => {
  expect(labelled.length).toBeGreaterThanOrEqual(1500);
  const kinds = new Set(labelled.map(({ kind }) => kind));
  for (const kind of "marks none telex vni teencode north central south typos english long two negation lookalike complaint thanks emergency stop".split(
    " ",
  ))
    expect(kinds).toContain(kind);
  // run `make reader` after changing the lines
  expect(createHash("sha256").update(fixture("utterances.tsv")).digest("hex")).toMatch(new RegExp(`^${MADE_FROM}`));
});

test("lines written blind are understood: 92 % of all, 85 % of every kind, at most 5 % asked back", () => {
  expect(blind.length).toBeGreaterThanOrEqual(300);
  expect(rightOf(blind)).toBeGreaterThanOrEqual(0.92);
  for (const kind of new Set(blind.map((row) => row.kind)))
    expect([kind, rightOf(blind.filter((row) => row.kind === kind)) >= 0.85]).toEqual([kind, true]);
  expect(blind.filter(({ text }) => first(text) === "ask").length / blind.length).toBeLessThanOrEqual(0.05);
});

test("STOP written blind is obeyed and nothing else is", () => {
  const rows = lines("blind/stop.tsv");
  const meant = rows.filter(({ labels }) => labels.includes("dung"));
  const other = rows.filter(({ labels }) => labels.includes("not"));
  expect(meant.filter(({ text }) => first(text) !== "dung")).toEqual([]);
  expect(other.filter(({ text }) => read(text).includes("dung"))).toEqual([]);
});

test("emergencies written blind are seen, what only sounds like one is not", () => {
  const rows = lines("blind/emergency.tsv");
  const wrong = rows.filter(({ text, labels }) => readMessage(text).emergency !== labels.includes("yes"));
  expect(wrong.length).toBeLessThanOrEqual(3);
});

test.each(["telex", "vni"] as const)(
  "%s typed at once or with all modifiers last is read as if the keyboard had been on",
  (keyboard) => {
    const words = [
      ...new Set(
        labelled
          .filter(({ kind }) => kind === "marks")
          .flatMap(({ text }) => text.toLowerCase().match(/\p{L}+/gu) ?? []),
      ),
    ];
    for (const where of ["at once", "last"] satisfies Where[]) {
      const typed = words.map((word) => typeAs(word, keyboard, where));
      const misread = words.filter((word, n) => {
        // a strong word beside it, so that the keyboard is known to be off
        const [, meant] = normalise(`được ${word}`).words;
        const [, got] = normalise(`${typeAs("được", keyboard, where)} ${typed[n]}`).words;
        return meant?.marked && got?.key !== meant.key;
      });
      expect(misread.length / words.length).toBeLessThanOrEqual(0.02);
    }
  },
);

test("composed or not, in capitals, with blanks of zero width: the same", () => {
  for (const { text } of labelled.slice(0, 400)) {
    const meant = read(text);
    expect(read(text.normalize("NFD"))).toEqual(meant);
    expect(read(text.split(" ").join(" \u200b \u00a0"))).toEqual(meant);
    expect(read([...text].join("\u2060"))).toEqual(meant);
  }
});

test.each([
  ["nghề nông năm nay ra sao", "nghe"],
  ["tôi chữa bằng đông y", "gop-y"],
  ["đang đi công tác xa", "phan-anh"],
  ["chị Dung bán bún", "dung"],
  ["nội dung hay quá", "dung"],
])("marks are kept: “%s” is not %s", (text, intent) => expect(read(text)).not.toContain(intent));

test.each([
  ["Đèn ngõ 5 hỏng rồi, mà xã làm việc đến mấy giờ", ["phan-anh", "gio"]],
  ["Dừng nhận tin. Đèn đường nhà tôi hỏng mấy tuần nay", ["dung", "phan-anh"]],
  ["Dừng nhận tin và xóa dữ liệu của tôi", ["dung", "xoa-du-lieu"]],
])("two things are both read: %s", (text, meanings) => expect(read(text).toSorted()).toEqual(meanings.toSorted()));

test.each([
  ["Đường trước nhà tôi bị ngậo nước", "ngập"],
  ["cuộc thi cồn hạn khôgn", "không"],
  ["tôimuốngặp cánbộ", "gặp"],
  ["Chsy nhà rồi", "chay"],
])("slips of a finger are mended: %s", (text, word) => {
  const words = normalise(text).words.flatMap(({ key, plain }) => [key, plain]);
  expect(words).toEqual(expect.arrayContaining([...normalise(word).words].map(({ plain }) => plain)));
});

test.each([
  ["khung giờ tiếp dân của chủ tịch", "khung"],
  ["thi công cầu chậm tiến độ", "thi"],
  ["nghe nói sắp tăng giá nước phải không", "nghe"],
  ["xóa đói giảm nghèo làm tới đâu", "xoa-du-lieu"],
  ["không cần gửi giấy tờ gốc hả", "ask"],
])("words that together mean their own thing: “%s” is not %s", (text, meaning) =>
  expect(read(text)).not.toContain(meaning),
);

test.each([
  ["đừng gửi tin nữa tôi già rồi mắt kém", ["dung"]],
  ["cho tôi nhận lại tin nha hôm bữa tôi lỡ tay tắt", ["nhan"]],
  ["xóa tên khỏi danh sách hộ nghèo thì hỏi ai", undefined],
])("what stands behind a wish without a pause is its reason: %s", (text, meanings) => {
  if (meanings) expect(read(text)).toEqual(meanings);
  else expect(["dung", "ask"]).not.toContain(first(text));
});

test.each(["113", "gọi 115 giúp", "Nhà em cháy rồi, cho em gặp cán bộ gấp"])("a call for help: %s", (text) =>
  expect(read(text)).toEqual(["khan-cap"]),
);

test.each(["Chào xã, đèn đường thôn tôi hỏng, xin cảm ơn", "Cảm ơn xã đã trả lời, nhưng ổ gà vẫn còn nguyên"])(
  "a greeting or thanks with a complaint is a complaint: %s",
  (text) => expect(first(text)).toBe("phan-anh"),
);

test.each([
  ["Bưu tá mới tên Lụa, tính vui lắm. Mưa thế mà vẫn đi từng nhà. Cho hỏi ủy ban chiều thứ bảy mấy giờ mở cửa", "gio"],
  ["Cả xóm mừng vì có cầu. Hội trường cũng đẹp. Nhưng đèn đầu ngõ hỏng cả tháng, mong xã sửa giúp", "phan-anh"],
])("in a story the part that wishes something leads: %s", (text, wanted) => expect(first(text)).toBe(wanted));

test.each([
  ["Kính đề nghị quý cơ quan ngừng gửi tin nhắn đến số điện thoại của tôi", "dung"],
  ["Tôi chưa từng đăng ký, hủy đi", "dung"],
  ["Bỏ tên tôi trong danh sách nhận tin", "dung"],
  ["unfollow", "dung"],
  ["resubscribe", "nhan"],
])("stopping in other shapes: %s", (text, wanted) => expect(first(text)).toBe(wanted));

test.each([
  "Tôi không bảo tắt thông báo, tôi hỏi giờ làm việc",
  "Gỡ tên khỏi danh sách hộ cận nghèo sao không báo",
  "Không nhận tin quảng cáo nữa",
  "Bỏ tên con trong sổ hộ khẩu cũ",
  "Đề nghị quý cơ quan ngừng thu phí chợ",
])("no stopping: %s", (text) => expect(read(text)).not.toContain("dung"));

test.each(["Suýt nữa thì cháy nhà, may dập kịp", "Đường này sớm muộn cũng có người chết", "Ồn muốn chết"])(
  "near misses and exaggerations cry for nobody: %s",
  (text) => expect(readMessage(text).emergency).toBe(false),
);
test.each(["Tôi muốn chết", "Suýt ngã mà giờ cháy lớn rồi cứu với", "con tôi sắp chết đuối"])("these do: %s", (text) =>
  expect(readMessage(text).emergency).toBe(true),
);

test("it says which words decided", () => {
  expect(readMessage("Đèn đường thôn 2 hư rồi").because).toEqual(expect.arrayContaining(["đèn", "hư"]));
  expect(readMessage("cho tôi ngưng nhận tin với").because).toEqual(["ngưng", "nhận", "tin"]);
});

test("a unit's own words and examples lead where the officers said", () => {
  const own = learn({ words: { tin: ["chợ phiên"] }, examples: { gio: ["nhà mình trực tới khuya không ta"] } });
  const taught = (text: string) => meaningsOf(readMessage(text, own))[0];
  expect(taught("cho phien vui qua ta")).toBe("tin");
  expect(taught("nhà mình trực tới khuya không ta ơi")).toBe("gio");
  expect(readMessage("chợ phiên vui quá", own).because).toEqual(["chợ", "phiên"]);
});

test("what officers write is taken as it stands, whatever signs of the lexicon it holds", () => {
  const own = learn({
    words: { tin: ["chợ phiên? vui", "trực 24/7", "*", "hội * làng", "a?b/c ".repeat(300), "/ ? *", "x? ".repeat(60)] },
    examples: {},
  });
  const ownOf = (text: string) => leansOf(normalise(text), own).map(({ intent }) => intent);
  expect(ownOf("chợ phiên vui")).toEqual(["tin"]);
  expect(ownOf("trực 24/7")).toEqual(["tin"]);
  expect(ownOf("hội làng")).toEqual(["tin"]);
  for (const text of ["chợ vui", "trực 24", "trực 7", "hội quanh một làng", "x", "một hai"])
    expect([text, ownOf(text)]).toEqual([text, []]);
});

test("an example is as like as the words both hold, a word said ten times counts no more", () => {
  const own = learn({ words: {}, examples: { gio: ["mấy giờ xã mở cửa", "may gio dong cua"] } });
  const alike = (text: string) => leansOf(normalise(text), own).map(({ by }) => Math.round(by * 10) / 10);
  expect(alike("mấy giờ xã mở cửa")).toEqual([8, 5.3]);
  expect(alike("may gio xa mo cua")).toEqual([8, 5.3]);
  expect(alike("mấy giờ mấy giờ mấy giờ mấy giờ")).toEqual([]);
  // only the example written without marks may mean it
  expect(alike("mây gió")).toEqual([5.3]);
});

test("an English visitor is told apart from Vietnamese without marks", () => {
  expect(readMessage("Hello, what can I do on this channel?")).toMatchObject({ language: "en" });
  for (const { text, kind } of labelled.filter((row) => row.kind === "none"))
    expect([kind, text, readMessage(text).language]).toEqual([kind, text, "vi"]);
});

test("whatever is typed is read without an exception, and the same twice", () => {
  const anything = fc.oneof(
    fc.string({ maxLength: 300, unit: "binary" }),
    fc.string({ maxLength: 300, unit: "grapheme" }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((codes) => String.fromCharCode(...codes)),
    fc
      .array(fc.constantFrom("dừng", "dung", "nhận", "tin", "không", "d", ".", "\u200b", "\ud800", "cháy", "9", "1a"), {
        maxLength: 80,
      })
      .map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(anything, (text) => {
      expect(readMessage(text)).toEqual(readMessage(text));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["empty", ""],
  ["a blank", " "],
  ["blanks of zero width", "\u200b\u200b"],
  ["control characters", "\u0000\u0007"],
  ["lone surrogates", "\ud800\ud800"],
  ["a sign", "🙂"],
  ["another script", "中文"],
  ["one letter 10,000 times", "a".repeat(10_000)],
  ["marks without a letter", "\u0301".repeat(9000)],
])("%s is nothing understood and no STOP", (_name, text) => {
  expect(["unknown", "menu"]).toContain(first(text));
  expect(readMessage(text)).toMatchObject({ stop: "no", start: "no", emergency: false });
});

test("without any marks the labelled lines are still read", () => {
  const bare = labelled.filter(({ kind }) => kind === "marks").map((row) => ({ ...row, text: withoutMarks(row.text) }));
  expect(rightOf(bare)).toBeGreaterThanOrEqual(0.9);
});
