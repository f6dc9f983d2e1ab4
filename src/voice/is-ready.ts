import type { Reading, VoiceBook } from "./voice.model.ts";

/** Whether two persons heard exactly this file, and nothing about how it is read has changed since. */
export const isReady = (
  { state, sound, source, bookVersion }: Pick<Reading, "state" | "sound" | "source" | "bookVersion">,
  book: Pick<VoiceBook, "version">,
): boolean => state === "released" && sound !== null && (source === "person" || bookVersion === book.version);
