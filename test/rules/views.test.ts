import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findViews, formatView } from "../../launcher/format-views.ts";
import { bytesOf, MOST_BYTES } from "../../launcher/view-lines.ts";
import { shownBy } from "../../launcher/view-meaning.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { loadViews } from "../../src/web/views.ts";

/** Views are broken by a machine into lines a person can read, and show what they showed. */
const FILL = "x".repeat(MOST_BYTES);

test("no line of a view is longer, and formatting again changes nothing", () => {
  for (const file of findViews()) {
    const text = readFileSync(file, "utf8");
    const long = text.split("\n").filter((line) => bytesOf(line) > MOST_BYTES);
    expect([file, long]).toEqual([file, []]);
    expect([file, formatView(text) === text]).toEqual([file, true]);
  }
});

test("a drawing holds no element of HTML: a browser would end the drawing there", () => {
  const drawn = /<text\b[^>]*>(?:(?!<\/text>)[\s\S])*?(\{\{(?:num|date|time|moment|icon) |<(?:span|time|b|i)\b)/;
  for (const file of findViews())
    expect([file, drawn.exec(readFileSync(file, "utf8"))?.[1]]).toEqual([file, undefined]);
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
  [
    "bytes, not letters: a tool that compares counts those",
    `${"ế".repeat(50)} ${"ế".repeat(10)}`,
    `${"ế".repeat(50)}\n  ${"ế".repeat(10)}`,
  ],
  [
    "before a statement rather than after its name",
    `<b>${FILL.slice(14)}</b> c {{#if de}}f{{/if}}`,
    `<b>${FILL.slice(14)}</b> c\n  {{#if de}}f{{/if}}`,
  ],
  [
    "a condition beside what it adds to a tag",
    `<input name="${FILL.slice(40)}"{{#if abcde}} checked{{/if}}> d`,
    `<input\n  name="${FILL.slice(40)}"{{#if abcde}} checked{{/if}}> d`,
  ],
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

test.each<[string, string, Record<string, unknown>, string]>([
  ["a name", "<p>{{ben}}</p>", {}, "ben - 1:5"],
  ["of somebody's words", "{{#each all}}{{this.ben}}{{/each}}", { all: ["Bà Hoa 0912345678"] }, "ben"],
  ["of words within something", "{{a.b.ben}}", { a: { b: ["Bà Hoa 0912345678"] } }, "ben - 1:2"],
  ["given to a condition", "{{#if a.ben}}x{{/if}}", { a: { name: "Bà Hoa 0912345678" } }, "ben"],
])("what is told of a hole says where, never in what: %s", (_name, view, data, wanted) => {
  const root = mkdtempSync(join(tmpdir(), "views-"));
  mkdirSync(join(root, "room", "views"), { recursive: true });
  writeFileSync(join(root, "room", "views", "one.hbs"), view);
  const told: string[] = [];
  const render = loadViews(root, new Map(), systemClock, (name, why) => void told.push(`${name}: ${why}`));
  render("room/one", data);
  rmSync(root, { recursive: true });
  expect(told).toEqual([`room/one: ${wanted}`]);
});
