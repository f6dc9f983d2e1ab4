import { decide, lookAt } from "../../../src/decisions/decide.ts";
import { toSpoken } from "../../../src/voice/spoken/spoken-form.ts";
import { voiceRelease } from "../../../src/voice/voice.decision.ts";
import { ReadingModel } from "../../../src/voice/voice.model.ts";
import { noteSent } from "../../../src/voice/voice.store.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";
const WRITTEN = "UBND xã mời bà con dự họp lúc 7h30.";

/** The second of two who hear a file: the first is there, so that this press completes it. */
export const voiceScenario = (cast: Cast): Scenario => ({
  look: (place) => lookAt(voiceRelease, cast.deps, place.unitCode, place.id),
  press: (place, seen) =>
    decide(voiceRelease, cast.deps, { ...place, seen, by: cast.leader, wish: { approver: true } }),
  // whoever may listen may, once it was sent to that person
  pressWrong: null,
  async arrange() {
    const reading = await ReadingModel.create({
      unitCode: UNIT,
      title: "Họp thôn",
      issuer: "",
      written: WRITTEN,
      spoken: toSpoken(WRITTEN).spoken,
      corrected: false,
      source: "machine",
      voice: "vi",
      rate: 140,
      bookVersion: 0,
      revision: 1,
      failure: "",
      state: "listening",
      by: WRITER,
      updatedAt: cast.clock.at,
      sound: { hash: "a".repeat(64), seconds: 340, loudness: -16, peak: -2, note: "" },
      heard: [{ by: WRITER, at: cast.clock.at, fingerprint: "first", approver: false }],
    });
    const readingId = String(reading._id);
    const who = { readingId, hash: "a".repeat(64), officialId: cast.leader.id };
    await noteSent(who, { from: 0, to: 99 }, 100, cast.clock.at);
    return { unitCode: UNIT, id: readingId };
  },
  async swap({ id }) {
    const sound = { hash: "b".repeat(64), seconds: 340, loudness: -16, peak: -2, note: "" };
    await ReadingModel.updateOne({ _id: id }, { $set: { sound }, $inc: { revision: 1 } });
    // the other file was heard as well: what is there now can be decided
    const heard = { readingId: id, hash: sound.hash, officialId: cast.leader.id };
    await noteSent(heard, { from: 0, to: 99 }, 100, cast.clock.at);
    return /Tệp: trước “a+”, nay “b+”/;
  },
  async shown({ id }) {
    const reading = await ReadingModel.findById(id).lean();
    return reading?.state === "released" ? (reading.sound?.hash ?? "") : "";
  },
  async whole({ id }) {
    const reading = await ReadingModel.findById(id).lean();
    expect(reading?.heard.map(({ by }) => by.id)).toEqual([WRITER.id, cast.leader.id]);
  },
});
