import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLabel } from "../src/voice/label.ts";
import { chainOf, masterSound, METER, MP3 } from "../src/voice/master-sound.ts";
import { VOICES } from "../src/voice/voices.ts";
import { memoryOf, must, say } from "./support.ts";

const N = 32;
/** At most so much over the bare programs, and so much memory of ours. */
const MOST_OVER = 1.15;
const MOST_MB = 300;
const RATE = 150;
/** About six minutes. */
const WORDS = withLabel("Ủy ban nhân dân xã mời bà con dự họp thôn, mang theo giấy tờ. ".repeat(95));
const run = (tool: string, args: readonly string[], input = ""): void => {
  const { status } = spawnSync("nice", ["-n", "15", tool, ...args], { input, stdio: ["pipe", "ignore", "ignore"] });
  if (status !== 0) throw new Error(`${tool} ended with ${String(status)}`);
};

/** The same words by the bare programs: espeak-ng, one chain, one reading of the delivered file. */
function bare(folder: string): void {
  const [wav, mp3] = [join(folder, "bare.wav"), join(folder, "bare.mp3")];
  run("espeak-ng", ["-v", "vi", "-s", String(RATE), "-w", wav, "--stdin"], WORDS);
  run("ffmpeg", ["-nostdin", "-y", "-i", wav, "-ac", "1", "-af", chainOf(VOICES["vi"]?.gain ?? 0), ...MP3, mp3]);
  run("ffmpeg", ["-nostdin", "-nostats", "-i", mp3, "-af", METER, "-f", "null", "-"]);
}
async function ours(folder: string): Promise<void> {
  const [wav, mp3] = [join(folder, "ours.wav"), join(folder, "ours.mp3")];
  const voice = VOICES["vi"];
  await voice?.speak(WORDS, RATE, wav);
  await masterSound(wav, mp3, { title: "bench" }, voice?.gain);
}

/** Voices of a catalogue, two by two in turn with the bare programs, so that a busy machine is as busy for both. */
export async function benchVoice(slow: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "loa-bench-voice-"));
  const spent = { ours: 0, bare: 0 };
  const n = slow ? 4 : N;
  for (let k = 0; k < n; k += 1) {
    let from = performance.now();
    await ours(folder);
    spent.ours += performance.now() - from;
    from = performance.now();
    bare(folder);
    spent.bare += performance.now() - from;
  }
  rmSync(folder, { recursive: true, force: true });
  const ratio = spent.ours / spent.bare;
  const memory = memoryOf(process.pid);
  const each = `${(spent.ours / n / 1000).toFixed(2)} s each, ${ratio.toFixed(2)} × the bare programs; ${memory} MB`;
  say(`${n} voices of six minutes`, each, `≤ ${MOST_OVER} ×, ≤ ${MOST_MB} MB`);
  must(ratio <= MOST_OVER, `voices at most ${MOST_OVER} × the bare programs`);
  must(memory <= MOST_MB, `at most ${MOST_MB} MB`);
}
