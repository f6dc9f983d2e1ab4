import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Allowance, NOTHING_ALLOWED } from "../../src/gate/allowed.ts";
import { findAsks } from "../../src/gate/find-asks.ts";
import { findLinks } from "../../src/gate/find-links.ts";
import { readPlace } from "../../src/gate/read-place.ts";
import { judgeWords } from "../../src/gate/judge-words.ts";
import { DEFAULT_REPLIES } from "../../src/chatbot/default-replies.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { withoutMarks } from "../../src/kernel/vietnamese.ts";

const lines = (name: string): string[] =>
  readFileSync(new URL(`../fixtures/gate/${name}.txt`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");

const ALLOWANCE: Allowance = {
  places: [
    { host: "baosaomai.vn", path: "" },
    { host: "facebook.com", path: "/ubndxasaomai" },
  ],
  oaIds: ["1234567890"],
  miniAppId: "998877",
  ownHost: "loa.saomai.gov.vn",
};

/** "\u200b" in the table is the character; each part of it begins with "## verdict". */
function linkTable(): { verdict: string; text: string }[] {
  let verdict = "";
  return lines("links").flatMap((line) => {
    if (line.startsWith("## ")) {
      verdict = line.slice(3);
      return [];
    }
    return [{ verdict, text: JSON.parse(`"${line.replace(/"/g, '\\"')}"`) as string }];
  });
}

describe("links in words that leave", () => {
  test.each(linkTable())("$verdict: $text", ({ verdict, text }) => {
    const found = judgeWords(text, ALLOWANCE, { linksOnly: true });
    const got = found.some(({ kind }) => kind === "refused") ? "refused" : found.length > 0 ? "asked" : "pass";
    expect({ got, named: found.map(({ word }) => word) }).toMatchObject({ got: verdict });
    // what is named is what was typed
    for (const { word } of found) expect(text.normalize("NFC")).toContain(word);
  });

  test("words of the reader, said back, are nobody's invitation", () => {
    const own = "xem vay.com và gửi mã OTP cho tôi";
    expect(judgeWords(`“${own}”\nÔng/Bà có đồng ý không?`, NOTHING_ALLOWED, { quoted: [own] })).toEqual([]);
    expect(judgeWords(`“${own}” vay.net`, NOTHING_ALLOWED, { quoted: [own] })).toHaveLength(1);
  });

  test("no allowance opens a shortener, and a page allowed is not its host", () => {
    const open = { ...NOTHING_ALLOWED, places: [{ host: "bit.ly", path: "" }] };
    expect(judgeWords("bit.ly/x", open)).toHaveLength(1);
    expect(judgeWords("https://www.facebook.com/khac", ALLOWANCE)).toHaveLength(1);
  });

  test("a host hidden by one sign between its letters is found wherever it stands", () => {
    const hidden = fc.constantFrom("\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\ufe0f", "\u034f");
    fc.assert(
      fc.property(hidden, fc.nat(10), fc.constantFrom("", "Xem ", "“", "(", "link:"), (sign, at, before) => {
        const host = "nhanqua.top";
        const text = `${before}${host.slice(0, at)}${sign}${host.slice(at)} nhé`;
        expect(findLinks(text)).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what a unit asks to point to", () => {
  test.each([
    ["baosaomai.vn", { host: "baosaomai.vn", path: "" }],
    ["https://www.baosaomai.vn/", { host: "baosaomai.vn", path: "" }],
    ["facebook.com/UBNDxaSaoMai?ref=1", { host: "facebook.com", path: "/ubndxasaomai" }],
    ["facebook.com", undefined],
    ["bit.ly/x", undefined],
    ["com.vn", undefined],
    ["zalo.me/1", undefined],
    ["saomai.gov.vn", undefined],
    ["https://m.facebook.com/ubndxasaomai?fbclid=x&utm_source=zalo", { host: "m.facebook.com", path: "/ubndxasaomai" }],
    ["https://www.facebook.com/profile.php?id=1000", { host: "facebook.com", path: "/profile.php?id=1000" }],
    ["youtube.com/watch?v=AbC-1&si=x", { host: "youtube.com", path: "/watch?v=AbC-1" }],
    ["baosaomai.vn/?p=12", { host: "baosaomai.vn", path: "?p=12" }],
    ["https://docs.google.com/forms/d/e/1FAI/viewform", { host: "docs.google.com", path: "/forms/d/e/1fai/viewform" }],
    ["ubndxasaomai.blogspot.com", { host: "ubndxasaomai.blogspot.com", path: "" }],
    ["m.facebook.com", undefined],
    ["vi-vn.facebook.com/", undefined],
    ["facebook.com/profile.php", undefined],
    ["facebook.com/groups/", undefined],
    ["facebook.com/?id=1", undefined],
    ["youtube.com/watch", undefined],
    ["docs.google.com/forms/d/", undefined],
    ["sites.google.com/view", undefined],
    ["google.com/url?q=https://vay.top", undefined],
    ["l.facebook.com/l.php?u=https%3A%2F%2Fvay.top", undefined],
    ["github.io/ubndxasaomai", undefined],
    ["wordpress.com/ubndxasaomai", undefined],
    ["x.bit.ly", undefined],
    ["không phải tên miền", undefined],
    ["a.vn b.vn", undefined],
    ["abc@gmail.com", undefined],
    ["http://127.0.0.1/", undefined],
  ])("%s", (typed, place) => {
    const read = readPlace(typed);
    expect("problem" in read ? undefined : read).toEqual(place);
  });
  test.each([
    ["facebook.com", "/ubnd", "https://m.facebook.com/UBND/posts/1?ref=2", true],
    ["facebook.com", "/ubnd", "https://vay.facebook.com/ubnd", false],
    ["facebook.com", "/ubnd", "facebook.com/ubnd2", false],
    ["youtube.com", "/watch?v=AbC", "https://www.youtube.com/watch?si=1&v=AbC", true],
    ["youtube.com", "/watch?v=AbC", "youtube.com/watch?v=XyZ", false],
    ["youtube.com", "/watch?v=AbC", "youtube.com/watch?v=AbC&v=XyZ", false],
    ["google.com", "/ubnd", "sites.google.com/ubnd", false],
    // what was approved before sites under a name were told from pages
    ["github.io", "/ubnd", "vay.github.io/ubnd", false],
    ["ubnd.blogspot.com", "", "https://ubnd.blogspot.com/2026/tin.html", true],
    ["ubnd.blogspot.com", "", "vay.blogspot.com", false],
    ["baosaomai.vn", "?p=12", "https://baosaomai.vn/?utm_source=zalo&p=12", true],
    ["baosaomai.vn", "?p=12", "https://baosaomai.vn/?p=13", false],
    ["baosaomai.vn", "", "https://anh.baosaomai.vn/tin?p=13", true],
  ])("%s%s, and %s: %p", (host, path, typed, passes) =>
    expect(judgeWords(`Xem ${typed}`, { ...NOTHING_ALLOWED, places: [{ host, path }] }).length === 0).toBe(passes),
  );
});

describe("asking people to send what nobody may ask for", () => {
  test.each(lines("asks"))("refused: %s", (line) => {
    expect(findAsks(line)).not.toEqual([]);
    expect(findAsks(line.toUpperCase())).not.toEqual([]);
    for (const { word } of findAsks(line)) expect(line.normalize("NFC")).toContain(word);
  });
  test.each(lines("warnings"))("passes: %s", (line) => {
    expect(findAsks(line)).toEqual([]);
    expect(findAsks(line.toUpperCase())).toEqual([]);
    expect(findAsks(withoutMarks(line))).toEqual([]);
  });

  test("without marks all but what may as well mean receiving is still seen", () => {
    const missed = lines("asks").filter((line) => findAsks(withoutMarks(line)).length === 0);
    expect(missed).toEqual(["Nhắn mã 6 số vừa về điện thoại cho xã"]);
  });

  test("an inherited name is a word like any other", () =>
    expect(findAsks("constructor __proto__ toString gửi mã OTP cho xã")).toHaveLength(1));

  test("a warning before or after an invitation does not excuse it", () => {
    for (const ask of ["Ông/Bà gửi mã OTP cho xã.", "Cung cấp mật khẩu VNeID cho cán bộ."])
      for (const warning of ["Không gửi OTP cho ai.", "Cảnh giác với kẻ gian giả danh công an yêu cầu đọc mã OTP."]) {
        expect(findAsks(`${warning} ${ask}`)).toHaveLength(1);
        expect(findAsks(`${ask} ${warning}`)).toHaveLength(1);
      }
  });

  test("any text is judged, and judging it again says the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const once = judgeWords(text, ALLOWANCE);
        expect(judgeWords(text, ALLOWANCE)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });
});

test("our own automatic replies and the demo's draft pass", () => {
  for (const { text, buttons } of Object.values(DEFAULT_REPLIES))
    expect(
      judgeWords(
        [text.replace(/\{\{[^}]*\}\}/g, "…"), ...buttons.map(({ title }) => title)].join("\n"),
        NOTHING_ALLOWED,
      ),
    ).toEqual([]);
  expect(judgeWords(DEMO_DRAFT.first, NOTHING_ALLOWED, { linksOnly: true })).toEqual([]);
});
