import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_REPLIES, isReplyName, REPLY_NAMES } from "../../src/chatbot/default-replies.ts";
import { matchIntent } from "../../src/chatbot/match-intent.ts";
import { automaticLabel, renderReply, replyProblem, sampleValues } from "../../src/chatbot/render-reply.ts";
import { presentDemand } from "../../src/chatbot/demand.console.ts";
import { graphemes, nfc } from "../../src/kernel/vietnamese.ts";

const rows = readFileSync(join(__dirname, "../fixtures/utterances.tsv"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => line.split("\t") as [string, string]);

test("the labelled set is large enough and nearly all of it is understood", () => {
  expect(rows.length).toBeGreaterThanOrEqual(300);
  const wrong = rows.filter(([label, text]) => (matchIntent(text)?.intent ?? "none") !== label);
  const score = (rows.length - wrong.length) / rows.length;
  process.stderr.write(
    `    intents: ${rows.length - wrong.length} of ${rows.length} right (${(score * 100).toFixed(1)} %)${wrong.map(([label, text]) => `\n      ${text} → ${matchIntent(text)?.intent ?? "none"}, meant ${label}`).join("")}\n`,
  );
  expect(score).toBeGreaterThanOrEqual(0.97);
});

test("the same words in NFD are read the same", () => {
  for (const [, text] of rows) expect(matchIntent(text.normalize("NFD"))?.intent).toBe(matchIntent(nfc(text))?.intent);
});

test.each(["DUNG", "dung", "Dừng", "DỪNG", "dừng", "du7ng2", "dwngf", " dung! ", "STOP", "Stop."])(
  "%s stops",
  (text) => {
    expect(matchIntent(text)?.intent).toBe("dung");
  },
);
test.each(["THÔI", "thôi", "hủy", "huỷ", "Hủy bỏ", "đúng", "Đúng rồi", "đúng vậy ạ", "xin chào", "dùng thử"])(
  "%s does not stop",
  (text) => {
    expect(matchIntent(text)?.intent).not.toBe("dung");
  },
);

test("a unit's own keyword leads to the intent it was given to", () => {
  expect(matchIntent("chợ phiên họp hôm nào")?.intent).toBeUndefined();
  expect(matchIntent("cho phien hop hom nao", { tin: ["chợ phiên"] })?.intent).toBe("tin");
});

describe("safeguard 25: every automatic reply says that it is one", () => {
  const values = sampleValues(
    { office: "UBND xã Sao Mai", contact: { address: "", hours: "", phone: "", dutyPhone: "" } },
    new Date(),
  );
  test.each(Object.keys(REPLY_NAMES).filter(isReplyName))("%s", (name) => {
    const { text, buttons } = renderReply(DEFAULT_REPLIES[name], values);
    expect(text.endsWith(automaticLabel("UBND xã Sao Mai"))).toBe(true);
    expect(text).toContain("gặp cán bộ");
    expect(graphemes(text)).toBeLessThanOrEqual(2000);
    expect(buttons.length).toBeLessThanOrEqual(5);
    expect(replyProblem(DEFAULT_REPLIES[name], values)).toBeUndefined();
  });
  test("an official cannot write the label away, and a long text is cut before it", () => {
    const { text } = renderReply({ text: "ậ".repeat(3000), buttons: [] }, values);
    expect(text.endsWith(automaticLabel("UBND xã Sao Mai"))).toBe(true);
    expect(graphemes(text)).toBe(2000);
  });
});

test.each([
  ["{{#each items}}", "dấu {{ }}"],
  ["{{lookup this 'constructor'}}", "dấu {{ }}"],
  ["", "Cần có nội dung"],
  ["ậ".repeat(1990), "dài"],
])("a template that cannot be used is refused in words: %s", (text, says) => {
  const values = sampleValues(
    { office: "UBND xã Sao Mai", contact: { address: "", hours: "", phone: "", dutyPhone: "" } },
    new Date(),
  );
  expect(replyProblem({ text, buttons: [] }, values)).toContain(says);
});

test("a topic with fewer than 5 people is not shown, and is counted as left out (S2-02)", () => {
  const shown = presentDemand([
    { intent: "tin", people: 5, messages: 9 },
    { intent: "gio", people: 4, messages: 40 },
    { intent: "unknown", people: 12, messages: 13 },
  ]);
  expect(shown.rows.map((row) => [row.name, row.people])).toEqual([
    ["Chưa hiểu", 12],
    ["Xem tin", 5],
  ]);
  expect(shown.hidden).toBe(1);
});
