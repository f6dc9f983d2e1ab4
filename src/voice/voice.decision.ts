import { defineDecision, nobody } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict } from "../kernel/errors.ts";
import { holds } from "../kernel/scope.ts";
import { LABELS } from "./label.ts";
import { judgeLength } from "./length.ts";
import type { Reading } from "./voice.model.ts";
import { decideReading, findBook, findReading, heardWhole } from "./voice.store.ts";

/** Who hears a file before it leaves: two persons, one of whom may approve what the unit says. */
const LISTENERS = 2;

export const voiceRelease = defineDecision<Reading, { clock: Clock }, { approver: boolean }>({
  name: "voice",
  what: "bản đọc này",
  may: "voice.listen",
  sixDigits: null,
  keys: () => LISTENERS,
  given: ({ heard }) => heard,
  notBy: nobody,
  notByWords: "",
  async load(_, whose, id) {
    const reading = await findReading(id);
    return reading && holds(whose, reading.unitCode) ? reading : null;
  },
  isOpen: ({ state, sound }) => state === "listening" && sound !== null,
  closedWords: "Bản đọc không còn chờ nghe.",
  covers: ({ title, issuer, written, spoken, source, voice, rate, bookVersion, sound }) => ({
    "Tên bài": title,
    "Ban hành": issuer,
    "Bản viết": written,
    "Bản đọc": spoken,
    Nguồn: LABELS[source],
    ...(source === "machine" ? { Giọng: voice, "Tốc độ": String(rate), "Sổ cách đọc, bản": String(bookVersion) } : {}),
    Tệp: sound?.hash ?? "",
  }),
  async check(_, reading, { approver }, by) {
    const { sound, heard, source, bookVersion, unitCode } = reading;
    const book = await findBook(unitCode);
    if (source === "machine" && book.version !== bookVersion)
      throw conflict("Sổ cách đọc đã đổi từ lúc tạo tiếng. Đọc lại thành tiếng rồi nghe.");
    const length = judgeLength(sound?.seconds ?? 0, book.most);
    if (length.kind === "refused") throw conflict(length.words);
    if (!(await heardWhole(String(reading._id), sound?.hash ?? "", by.id)))
      throw conflict("Cần nghe hết tệp này trên trang rồi mới xác nhận được.");
    if (heard.length + 1 >= LISTENERS && !approver && !heard.some((one) => one.approver))
      throw conflict("Trong hai người nghe cần một người có quyền duyệt. Nhờ lãnh đạo nghe.");
  },
  apply: (_, reading, { approver }, { by, at, fingerprint, last }) =>
    decideReading(reading, { by, at, fingerprint, approver }, last ? "released" : "listening"),
});
