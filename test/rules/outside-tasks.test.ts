import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { createLogger } from "../../src/kernel/logger.ts";
import { Pool } from "../../src/outside/pool.ts";
import type { OutsideTask } from "../../src/outside/task.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";
import { FRAME_SVG } from "../support/frame.ts";
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
