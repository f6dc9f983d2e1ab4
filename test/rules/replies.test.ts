import { DEFAULT_REPLIES, isReplyName, REPLY_NAMES } from "../../src/chatbot/default-replies.ts";
import { automaticLabel, renderReply, replyProblem, sampleValues } from "../../src/chatbot/render-reply.ts";
import { presentDemand } from "../../src/chatbot/demand.console.ts";
import { graphemes } from "../../src/kernel/vietnamese.ts";

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
