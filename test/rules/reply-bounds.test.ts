import { renderReply, replyProblem, sampleValues } from "../../src/chatbot/render-reply.ts";

const unit = { office: "UBND xã Sao Mai", contact: { address: "", hours: "", phone: "", dutyPhone: "" } };
const values = sampleValues(unit, new Date("2026-11-26T08:00:00+07:00"));
const many = { ...values, items: Array.from({ length: 200 }, (_, n) => ({ title: `Tin ${n}`, date: "01/11/2026" })) };
const loop = "{{#each items}}";
const nested = (depth: number): string => `${loop.repeat(depth)}x${"{{/each}}".repeat(depth)}`;

test.each([
  ["a loop in a loop", "{{#each items}}{{#each ../items}}x{{/each}}{{/each}}"],
  ["one behind a condition", "{{#each items}}{{#if title}}{{#each ../items}}x{{/each}}{{/if}}{{/each}}"],
  ["one in the else of a loop", "{{#each items}}a{{else}}{{#each items}}x{{/each}}{{/each}}"],
  ["eight of them", nested(8)],
  ["a template that calls itself", '{{#*inline "a"}}{{> a}}{{> a}}{{/inline}}{{> a}}'],
  ["another template", "{{> other}}"],
])("%s is refused when a reply is saved", (_name, text) => {
  expect(replyProblem({ text, buttons: [] }, values)).toMatch(/Không lồng|đặt chưa đúng/);
});

test.each([
  ["loops one after the other", "{{#each items}}{{title}}{{/each}}{{#each items}}{{date}}{{/each}}"],
  ["a condition in a loop", "{{#each items}}{{#if title}}{{title}}{{/if}}{{else}}Chưa có tin{{/each}}"],
])("%s is taken", (_name, text) => {
  expect(replyProblem({ text, buttons: [] }, values)).toBeUndefined();
});

test("a reply that was saved before is rendered within bounds: eight loops end no process", () => {
  const text = `${loop}${"{{#each ../items}}".repeat(7)}rất dài ${"{{/each}}".repeat(8)}`;
  expect(renderReply({ text, buttons: [] }, many).text.length).toBeLessThan(2500);
  // and the next reply has all its rounds again
  const list = renderReply(
    { text: "{{#each items}}{{title}};{{/each}}", buttons: [] },
    { ...many, items: many.items.slice(0, 10) },
  );
  expect(list.text.match(/Tin \d+;/g)).toHaveLength(10);
});
