import type { Keep } from "../kernel/keep.ts";

/** Announcements and their sound are the unit's own words: nothing here leads to a resident. */
export const voiceKeeps: readonly Keep[] = [
  { model: "VoiceReading", until: "kept as what was announced" },
  { model: "VoiceFile", until: "the next file of the same reading takes its place" },
  { model: "VoiceHearing", until: "30 days after the last part was sent to the official" },
  { model: "VoiceBook", until: "the unit's own; kept as long as the unit" },
];
