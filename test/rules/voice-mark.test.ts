import { marksOf } from "../../src/voice/label.ts";
import { testEnvironment, testSettings } from "../support/settings.ts";
import { readSettings } from "../../src/config/settings.ts";

/** The mark of a machine's voice is a setting; it never writes over who says it. */
const reading = { title: "Họp thôn", issuer: "", source: "machine" as const };
const marks = (mark: string) => marksOf(reading, "UBND xã Sao Mai", "27/11/2026", mark);

test("the setting's pairs stand in the file, beside source, issuer and day", () => {
  expect(marks(testSettings().VOICE_AI_MARK)).toMatchObject({
    AI_GENERATED: "true",
    DigitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    comment: "Nguồn: UBND xã Sao Mai · Ban hành: UBND xã Sao Mai · 27/11/2026 · Giọng đọc AI",
  });
  expect(marks("NHAN=a=b;comment=x")).toMatchObject({ NHAN: "a=b", comment: expect.stringContaining("Nguồn:") });
  expect(marksOf({ ...reading, source: "person" }, "x", "y", "NHAN=1")).not.toHaveProperty("NHAN");
});
test.each(["NHAN", "=1", "A=1;", "A=1;;B=2", "A=1\nB=2"])("%j is no mark", (mark) => {
  expect(() => readSettings(testEnvironment({ VOICE_AI_MARK: mark }))).toThrow(/VOICE_AI_MARK/);
});
