import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { canonical } from "../../src/decisions/compare.ts";
import { contentName, writePackageFile } from "../../src/distribution/package-file.ts";
import { sha256Hex } from "../../src/kernel/crypto.ts";
import { NO_FACTS } from "../../src/plans/known-facts.ts";
import { readPlan } from "../../src/plans/read-plan.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { Pool } from "../../src/outside/pool.ts";
import type { OutsideTask } from "../../src/outside/task.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { FRAME_SVG } from "../support/frame.ts";
import { amr, PDF } from "../support/inbox.ts";
import { docx, HEADS, noise, paragraph, textRow, xlsx } from "../support/hostile.ts";

/** Every task of every room, found by its file's name: a task nobody lists in outside-main.ts fails here. */
type Any = OutsideTask<unknown, unknown>;
const root = join(process.cwd(), "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tasks.ts"));
const tasks = new Map<string, Any>();
let pool: Pool;
beforeAll(async () => {
  for (const file of files)
    for (const task of Object.values((await import(join(root, file))) as Record<string, Any>))
      tasks.set(task.name, task);
  const script = join(process.cwd(), "dist/src/outside-main.js");
  pool = new Pool({ script, size: 1, log: createLogger("silent", "test") });
});
afterAll(() => pool.close());

const words = {
  organiser: "UBND xã Sao Mai",
  contest: "Tìm hiểu chuyển đổi số",
  round: "Tuần 1",
  name: "Nguyễn Thị Mẫu",
  right: 5,
  of: 5,
  prize: "",
  code: "GN-1234",
  at: new Date("2026-11-26T08:00:00+07:00"),
  checkUrl: "https://loaso.example/cong-khai/thi/chung-nhan",
};
const place = (id: string, text: string) => ({
  id,
  code: id,
  kind: "doan",
  text,
  depth: 0,
  page: 1,
  line: 1,
  lineTo: 1,
});
const clear = () =>
  sharp({ create: { width: 1080, height: 1080, channels: 4, background: "#0000" } })
    .png()
    .toBuffer();
const names = { xa: "Xã Sao Mai", "don-vi": "UBND xã Sao Mai", tinh: "Tỉnh Hồng Sao" };
const startsWith = (words: string) => (output: unknown) =>
  Buffer.from(output as Buffer)
    .toString("latin1")
    .startsWith(words);

/** An honest input for each, and what its output looks like. */
const OFFICE = { office: "Sở VHTTDL Hồng Sao", place: "Hồng Sao" };
/** One item, as another department would send it. */
function packageFile(): Buffer {
  const details = {
    mediaUrl: "",
    mediaSeconds: 0,
    mediaMegabytes: 0,
    transcript: "",
    officialUrl: "",
    earlierText: "",
    signer: "",
    liveEndsAt: null,
    privatePeople: "khong",
    consentNote: "",
  };
  const content = {
    kind: "tin",
    details,
    title: "Tin mẫu",
    text: "Lời mẫu",
    pictureAlt: "",
    pictureSha: "",
    source: "Sở",
    sourceClass: "cong-khai",
    free: [],
    foreign: false,
    variants: [],
  };
  const bytes = Buffer.from(canonical(content));
  const at = words.at.toISOString();
  const origin = { organ: "Cục TTCS và TTĐN", receivedAt: at, dueAt: null };
  return writePackageFile(
    {
      from: { unit: "so", office: "Sở", id: "0".repeat(24) },
      version: 1,
      title: "Gói mẫu",
      note: "",
      deadline: at,
      entries: [{ code: "BT01", title: "Tin mẫu", contents: [sha256Hex(bytes)], origin }],
    },
    new Map([[contentName(sha256Hex(bytes)), bytes]]),
  );
}

const HONEST: Readonly<Record<string, [() => unknown, (output: unknown) => unknown]>> = {
  "check-master": [() => Buffer.from(FRAME_SVG), (kind) => kind === "svg"],
  "draw-master": [() => ({ master: Buffer.from(FRAME_SVG), names, size: 2048 }), startsWith("\u0089PNG")],
  "draw-preview": [async () => ({ frame: await clear(), round: true }), startsWith("\u00ff\u00d8")],
  "frame-picture": [
    async () => ({ photo: await noise(1600, 1200).jpeg().toBuffer(), frame: await clear() }),
    startsWith("\u00ff\u00d8"),
  ],
  "shrink-picture": [() => noise(4000, 3000).jpeg().toBuffer(), (small) => (small as { width: number }).width === 1600],
  "shrink-sent-picture": [
    () => noise(30, 20).webp().toBuffer(),
    (small) => (small as { height: number }).height === 20,
  ],
  "draw-share": [
    () => {
      const said = { title: "Tiêm chủng", text: "Mở từ 7 giờ.", source: "", office: "UBND xã Sao Mai" };
      const url = "https://loaso.example/cong-khai/tin/1";
      return { format: "to-gap", words: { ...said, day: "27/11/2026", url, picture: null } };
    },
    startsWith("%PDF"),
  ],
  "read-station-log": [
    () => Buffer.from("Ngày;Giờ;Bài\n30/11/2026;5h30;Tiêm chủng\n;;\nhôm qua;tối;?"),
    (read) => (read as { lines: unknown[]; unread: unknown[] }).lines.length === 1,
  ],
  "shrink-kit-pictures": [
    async () => [await noise(1600, 1200).jpeg().toBuffer(), await clear()],
    (made) => (made as unknown[]).length === 2,
  ],
  "read-draft": [
    () => ({ bytes: docx(paragraph("Điều 1. Phạm vi")), earlier: [] }),
    (read) => (read as { positions: { code: string }[] }).positions[0]?.code === "D1",
  ],
  "match-places": [
    () => ({ positions: [place("new", "một hai ba bốn")], earlier: [[place("old", "một hai ba bốn")]], decided: [] }),
    (read) => (read as { positions: { id: string }[] }).positions[0]?.id === "old",
  ],
  "compare-versions": [
    () => ({ before: [place("a", "một hai")], after: [place("a", "một ba")] }),
    (changes) => (changes as { kind: string }[])[0]?.kind === "changed",
  ],
  "compare-words": [() => ({ before: "một hai", after: "một ba" }), (parts) => (parts as unknown[]).length === 3],
  "read-questions": [
    () => ({ name: "a.xlsx", bytes: xlsx(HEADS + textRow(2, ["Thủ đô ở đâu?", "Hà Nội", "Huế", "A"])) }),
    (read) => (read as { questions: unknown[] }).questions.length === 1,
  ],
  "write-question-template": [() => undefined, startsWith("PK")],
  "write-questions": [() => QUIZ_QUESTIONS.slice(0, 3), startsWith("PK")],
  "draw-certificate": [() => ({ words, kind: "pdf" }), startsWith("%PDF")],
  "draw-proof": [
    () => ({ office: "UBND", title: "Tin", made: "hôm nay", blocks: [{ kind: "rest", text: "Nguyên văn" }] }),
    startsWith("%PDF"),
  ],
  "take-answer-file": [
    () => ({ bytes: PDF, name: "Đơn.pdf" }),
    (file) => (file as { name: string }).name === "Đơn.pdf",
  ],
  "take-media": [
    () => ({ bytes: amr(), kind: "voice", name: "" }),
    (kept) => (kept as { type: string; seconds: number }).type === "audio/wav",
  ],
  "read-plan": [
    () => ({ given: { text: "KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Tuyên truyền nghị quyết" }, facts: NO_FACTS }),
    (read) => (read as { lines: string[] }).lines.length === 3,
  ],
  "write-plan": [
    () => {
      const { head, places, recipients, signer } = readPlan(["KẾ HOẠCH", "Tuyên truyền nghị quyết"], NO_FACTS);
      const reading = { head, places, recipients, signer };
      return { reading, title: "Tuyên truyền", kind: "KH", number: "", day: "", madeAt: words.at, ...OFFICE };
    },
    startsWith("PK"),
  ],
  "read-nominees": [
    () => Buffer.from("Họ tên;Chức danh;Đơn vị\nCán bộ mẫu 1;Công chức;Xã Mẫu 001"),
    (rows) => (rows as unknown[]).length === 1,
  ],
  "write-class-invitation": [
    () => ({
      course: { title: "Lớp mẫu", objectives: [], agenda: [], venue: "Hội trường", mapUrl: "" },
      days: "1 ngày",
      when: "ngày 10/12/2026",
      name: "Cán bộ mẫu",
      unitName: "Xã Sao Mai",
      code: "LS1:ABC",
      at: words.at,
      ...OFFICE,
    }),
    startsWith("PK"),
  ],
  "write-class-result": [
    () => ({
      course: {
        title: "Lớp mẫu",
        objectives: [],
        startsAt: words.at,
        venue: "",
        money: "",
        figures: null,
        scores: [],
        questions: [],
        agenda: [],
        halfDays: 2,
      },
      symbol: "BC-SVHTTDL",
      at: words.at,
      ...OFFICE,
    }),
    startsWith("PK"),
  ],
  "read-package": [
    () => packageFile(),
    (read) => (read as { contents: { title: string }[] }).contents[0]?.title === "Tin mẫu",
  ],
  "write-period-report": [
    () => ({ format: "xlsx", sheets: [{ name: "Tổng hợp", widths: [10], rows: [["Xã Sao Mai", 3]] }] }),
    startsWith("PK"),
  ],
  "read-units": [() => "code,name", (read) => (read as { problems: string[] }).problems.length === 1],
};

test("each task of each room is known", () => {
  expect([...tasks.keys()].toSorted()).toEqual(Object.keys(HONEST).toSorted());
});
test.each(Object.entries(HONEST))("%s does its work within the bounds of its process", async (name, [make, holds]) => {
  const task = tasks.get(name);
  if (!task) throw new Error(`no task is called ${name}`);
  expect(holds(await pool.run(task, await make()))).toBe(true);
});
test("a certificate is drawn as a picture, too", async () => {
  const task = tasks.get("draw-certificate");
  expect(task && startsWith("\u0089PNG")(await pool.run(task, { words, kind: "png" }))).toBe(true);
});
