import type { Meaning } from "./intents.ts";
import type { Reading } from "./read-message.ts";

/** Stopping is guessed at from here on; below it the message is about something else. */
const LIKELY_STOP = 0.5;

/** "không nhận tin văn nghệ, chỉ nhận tin thời tiết" is about topics. */
const ABOUT_TOPICS = 0.2;
/** Without any words of stopping that hang together it must look very much like it before anybody is asked. */
const SURE_OF_STOP = 0.75;

/** What a message outside any dialogue means, first of all what cannot wait; never empty. */
export function meaningsOf(reading: Reading): Meaning[] {
  if (reading.emergency) return ["khan-cap"];
  const found = reading.intents.map(({ intent }) => intent);
  const others = found.filter((intent) => !["dung", "nhan", "khan-cap", "menu", "cam-on"].includes(intent));
  if (reading.stop === "yes") return ["dung", ...others];
  if (reading.start === "yes") return ["nhan", ...others];
  if (reading.short === "leave") return ["ask"];
  const [first] = reading.intents;
  const topic = reading.scores.find(({ label }) => label === "chu-de")?.share ?? 0;
  if (reading.stop === "unclear" && topic >= ABOUT_TOPICS)
    return ["chu-de", ...others.filter((intent) => intent !== "chu-de")];
  if (reading.stop === "unclear" && (!first || first.share < LIKELY_STOP || ["dung", "nhan"].includes(first.intent)))
    return ["ask"];
  if (first?.intent === "nhan" && reading.start === "unclear") return ["nhan", ...others];
  if ((first?.intent === "dung" || first?.intent === "nhan") && first.share >= SURE_OF_STOP) return ["ask"];
  const kept = found.filter((intent) => !["khan-cap", "dung", "nhan"].includes(intent));
  if (kept.length > 0) return kept;
  // "tôi muốn nhận tin", and nothing that says which
  return reading.start === "unclear" && reading.text.words.some(({ plain }) => plain === "nhan")
    ? ["nhan"]
    : ["unknown"];
}
