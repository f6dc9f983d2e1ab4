import { readFileSync } from "node:fs";
import { join } from "node:path";
import { meaningsOf } from "../../src/reading/meaning.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { EMERGENCIES, NO_EMERGENCIES } from "../fixtures/emergencies.ts";
import { NO_STOPS, STARTS, STOPS, UNCLEAR } from "../fixtures/stopping.ts";

const first = (text: string) => meaningsOf(readMessage(text))[0];

test("the tables are long enough", () => {
  expect(STOPS.length).toBeGreaterThanOrEqual(40);
  expect(EMERGENCIES.length).toBeGreaterThanOrEqual(20);
});
test.each(STOPS)("“%s” stops", (text) => expect(first(text)).toBe("dung"));
test.each(STARTS)("“%s” resumes", (text) => expect(first(text)).toBe("nhan"));
test.each(NO_STOPS)("“%s” neither stops nor asks", (text) => expect(["dung", "ask"]).not.toContain(first(text)));
test.each(UNCLEAR)("“%s” is asked back", (text) => expect(first(text)).toBe("ask"));
test.each(EMERGENCIES)("“%s” is an emergency", (text) => expect(first(text)).toBe("khan-cap"));
test.each(NO_EMERGENCIES)("“%s” is none", (text) => expect(readMessage(text).emergency).toBe(false));
// "dung" alone may be how Dung signs a letter; an English sentence stands in no Vietnamese one
const ALONE: readonly string[] = ["dung", "d u n g", "Stop sending me messages"];
test.each(STOPS.filter((text) => !ALONE.includes(text)))("“%s” as a sentence of a letter still stops", (text) =>
  expect(meaningsOf(readMessage(`Tôi ở thôn 3. ${text}. Cảm ơn xã.`))).toContain("dung"),
);
test.each(["Tôi muốn hỏi giờ làm việc. Cảm ơn xã. Dung", "Kính gửi xã, tôi là Dung ở thôn 2, đèn hỏng rồi"])(
  "a name is no STOP: %s",
  (text) => expect(meaningsOf(readMessage(text))).not.toContain("dung"),
);

const labelled = readFileSync(join(__dirname, "../fixtures/utterances.tsv"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => {
    const [text = "", labels = ""] = line.split("\t");
    return { text, labels: labels.split("|") };
  });
test("among all labelled lines nothing stops or resumes that was not meant so", () => {
  for (const meaning of ["dung", "nhan"] as const)
    expect(labelled.filter(({ text, labels }) => first(text) === meaning && !labels.includes(meaning))).toEqual([]);
});
test("among all labelled lines danger is seen, and next to nothing else is taken for it", () => {
  const cries = labelled.filter(({ labels }) => labels[0] === "khan-cap");
  const others = labelled.filter(({ labels }) => !labels.includes("khan-cap"));
  const missed = cries.filter(({ text }) => !readMessage(text).emergency);
  expect(missed.length / cries.length).toBeLessThanOrEqual(0.01);
  expect(others.filter(({ text }) => readMessage(text).emergency).length / others.length).toBeLessThanOrEqual(0.002);
});
