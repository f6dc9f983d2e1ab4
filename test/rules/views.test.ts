import { readFileSync } from "node:fs";
import { findViews, formatView } from "../../launcher/format-views.ts";
import { MOST_LETTERS } from "../../launcher/view-lines.ts";
import { shownBy } from "../../launcher/view-meaning.ts";

/** Views are broken by a machine into lines a person can read, and show what they showed. */
const FILL = "x".repeat(MOST_LETTERS);

test("no line of a view is longer, and formatting again changes nothing", () => {
  for (const file of findViews()) {
    const text = readFileSync(file, "utf8");
    const long = text.split("\n").filter((line) => line.length > MOST_LETTERS);
    expect([file, long]).toEqual([file, []]);
    expect([file, formatView(text) === text]).toEqual([file, true]);
  }
});

test.each([
  [
    "blocks, each at its depth",
    `<ul><li>${FILL.slice(15)}</li><li>b</li></ul>`,
    `<ul>\n  <li>${FILL.slice(15)}</li>\n  <li>b</li>\n</ul>`,
  ],
  [
    "a statement between blocks",
    `<p>${FILL.slice(9)}</p>{{#if a}}<p>b</p>{{/if}}`,
    `<p>${FILL.slice(9)}</p>\n{{#if a}}\n  <p>b</p>\n{{/if}}`,
  ],
  [
    "attributes, no blank between inline elements",
    `<b>a</b><a href="${FILL.slice(20)}" title="b c" id="d">e</a><i>f</i>`,
    `<b>a</b><a href="${FILL.slice(20)}"\n  title="b c" id="d">e</a><i>f</i>`,
  ],
  ["words where there is nothing else", `${FILL.slice(2)} b c`, `${FILL.slice(2)} b\n  c`],
  ["nothing within a text area", `<textarea>a ${FILL} b</textarea>`, `<textarea>a ${FILL} b</textarea>`],
  ["nothing between words and a statement", `a{{#if b}}${FILL}{{/if}}{{#if c}}d{{/if}}`, undefined],
])("%s", (_name, view, wanted) => {
  const formatted = formatView(view);
  if (wanted !== undefined) expect(formatted).toBe(wanted);
  expect(shownBy(formatted)).toBe(shownBy(view));
});

test.each([
  ["a blank between inline elements", "<b>a</b><i>b</i>", "<b>a</b>\n<i>b</i>"],
  ["a blank that a statement on a line of its own takes away", "a\n{{b}}\nc", "a\n{{#if b}}{{/if}}\nc"],
  ["a new line in a value", '<a title="b c">d</a>', '<a title="b\nc">d</a>'],
  ["a blank within a text area", "<textarea>a b</textarea>", "<textarea>a\nb</textarea>"],
  ["another name", "<p>{{a}}</p>", "<p>{{b}}</p>"],
])("is seen: %s", (_name, one, other) => {
  expect(shownBy(one)).not.toBe(shownBy(other));
});
