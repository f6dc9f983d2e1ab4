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
