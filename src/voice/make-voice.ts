import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { formatDate } from "../kernel/dates.ts";
import { AppError, invalid } from "../kernel/errors.ts";
import type { Wait } from "../kernel/job.ts";
import type { Log } from "../kernel/logger.ts";
import { rowOf } from "../kernel/table.ts";
import type { Settings } from "../config/settings.ts";
import { findUnit } from "../units/unit.store.ts";
import { marksOf, withLabel } from "./label.ts";
import { lookIntoSound, masterSound, measureSound, refuseLong } from "./master-sound.ts";
import { missingTools } from "./run-tool.ts";
import type { Reading, Sound } from "./voice.model.ts";
import {
  dropBrought,
  dropOtherFiles,
  findReading,
  finishMaking,
  holdMaking,
  keepFile,
  readBrought,
  takeMaking,
} from "./voice.store.ts";
import { VOICES } from "./voices.ts";

export interface VoiceDeps {
  clock: Clock;
  log: Log;
  settings: Pick<Settings, "VOICE_AI_MARK">;
}

const MOST_CLIPPED = 0.001;

/** @throws AppError 422 with what the page says */
async function soundOf(
  reading: Reading,
  folder: string,
  now: Date,
  mark: string,
): Promise<{ sound: Sound; bytes: Buffer }> {
  const missing = missingTools();
  if (missing.length > 0)
    throw invalid({ spoken: `Máy chủ chưa cài ${missing.join(", ")}. Nhờ quản trị cài gói Debian cùng tên` });
  const [from, to] = [join(folder, "from"), join(folder, "to.mp3")];
  const office = (await findUnit(reading.unitCode))?.office ?? reading.unitCode;
  const marks = marksOf(reading, office, formatDate(now), mark);
  const voice = rowOf(VOICES, reading.voice);
  let note = "";
  if (reading.source === "machine") {
    if (!voice) throw invalid({ voice: "Giọng này không còn. Chọn giọng khác" });
    await voice.speak(withLabel(reading.spoken), reading.rate, from);
  } else {
    const brought = await readBrought(String(reading._id), reading.brought);
    if (!brought) throw invalid({ audio: "Chưa có tệp thu. Tải lên lần nữa" });
    await writeFile(from, brought);
    await lookIntoSound(from);
    const { clipped, peak, seconds } = await measureSound(from);
    refuseLong(seconds);
    if (clipped > MOST_CLIPPED || peak > 1)
      note = "Bản thu bị vỡ tiếng ở chỗ to. Nếu nghe rõ tiếng rè, nên thu lại nhỏ hơn.";
  }
  const found = await masterSound(from, to, marks, reading.source === "machine" ? voice?.gain : undefined);
  const bytes = await readFile(to);
  const { seconds, loudness, peak } = found;
  return { sound: { hash: sha256Hex(bytes), seconds, loudness, peak, note }, bytes };
}

/** How long a run that says nothing keeps what it took, and how often it says that it goes on. */
const HELD_MS = 30_000;
const SAID_MS = 10_000;
/** What was brought and never named, after a cut between the two. */
const LOOSE_MS = 3_600_000;

/**
 * Makes the file of a reading, once: one run has it, another waits until that one ended or was cut. The file is stored
 * before the reading names it, a cut leaves a reading that still waits, and what was changed meanwhile takes nothing
 * from an older run and leaves nothing of it.
 */
export async function makeVoice(deps: VoiceDeps, id: string, revision: number): Promise<Wait | undefined> {
  const reading = await findReading(id);
  if (!reading || reading.state !== "making" || reading.revision !== revision) return undefined;
  const until = (): Date => new Date(deps.clock.now().getTime() + HELD_MS);
  if (!(await takeMaking(reading, deps.clock.now(), until()))) return { waitMs: HELD_MS };
  const beat = setInterval(() => void holdMaking(reading, until()).catch(() => undefined), SAID_MS);
  const folder = await mkdtemp(join(tmpdir(), "loa-voice-"));
  try {
    const { sound, bytes } = await soundOf(reading, folder, deps.clock.now(), deps.settings.VOICE_AI_MARK);
    await keepFile(id, sound.hash, bytes, deps.clock.now());
    if (await finishMaking(reading, { state: "listening", failure: "", sound })) await dropBrought(id, reading.brought);
    await dropOtherFiles(id, new Date(deps.clock.now().getTime() - LOOSE_MS));
  } catch (error) {
    if (!(error instanceof AppError)) {
      await holdMaking(reading, null);
      throw error;
    }
    const failure = Object.values(error.fields).join(" ") || error.message;
    if (await finishMaking(reading, { state: "editing", failure, sound: null })) await dropBrought(id, reading.brought);
    deps.log.info({ action: "voice-refused", reading: id, reason: failure }, "no voice was made");
  } finally {
    clearInterval(beat);
    await rm(folder, { recursive: true, force: true });
  }
  return undefined;
}
