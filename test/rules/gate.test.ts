import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Allowance, NOTHING_ALLOWED } from "../../src/gate/allowed.ts";
import { findAsks } from "../../src/gate/find-asks.ts";
import { findLinks } from "../../src/gate/find-links.ts";
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
