import { invalid } from "../kernel/errors.ts";
import { runTool } from "./run-tool.ts";

/** Something that says words into a file. Another voice is another row here. */
export interface VoiceProvider {
  name: string;
  /** decibels that bring this voice to −16 LUFS after the compressor, measured once */
  gain: number;
  /** @throws AppError with what an officer is told */
  speak(words: string, rate: number, wav: string): Promise<void>;
}

const espeak = (code: string, name: string, gain: number): VoiceProvider => ({
  name,
  gain,
  async speak(words, rate, wav) {
    // stdin, so that no text is ever an argument; between double brackets it would take sounds instead of words
    const said = words.replace(/\[(?=\[)/g, "[ ");
    const { code: ended } = await runTool("espeak-ng", ["-v", code, "-s", String(rate), "-w", wav, "--stdin"], said);
    if (ended !== 0) throw invalid({ spoken: "Máy không đọc được lời này. Bớt chữ rồi thử lại" });
  },
});

/** The southern voice is not offered: a recogniser misses 98 of 100 of its words. */
export const VOICES: Readonly<Record<string, VoiceProvider>> = {
  vi: espeak("vi", "Máy đọc, giọng Bắc", 16.8),
  "vi-vn-x-central": espeak("vi-vn-x-central", "Máy đọc, giọng Trung", 19),
};
export const RATES = [130, 140, 150, 160] as const;
