import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { shrinkPictureTask } from "../../src/content/picture.tasks.ts";
import { readDraftTask } from "../../src/drafts/draft.tasks.ts";
import { checkMasterTask } from "../../src/frames/frame.tasks.ts";
import { AppError } from "../../src/kernel/errors.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { Pool } from "../../src/outside/pool.ts";
import { readQuestionsTask } from "../../src/quizzes/quiz.tasks.ts";
import { readUnitsTask } from "../../src/units/unit.tasks.ts";
import { dataPng, docx, doubled, HEADS, noise, odt, paragraph, ring, textRow, xlsx } from "../support/hostile.ts";

/** How many mutations of each kind; a long run sets more. */
const RUNS = Number(process.env["MUTATIONS"] ?? 25);
/** A long run has its time. */
const LONG = Math.max(120_000, RUNS * 100);
let pool: Pool;
beforeAll(() => {
  const script = join(process.cwd(), "dist/src/outside-main.js");
  pool = new Pool({ script, size: 2, log: createLogger("silent", "test") });
});
afterAll(() => pool.close());

const draft = (bytes: Buffer) => pool.run(readDraftTask, { bytes, earlier: [] });
const master = (bytes: Buffer) => pool.run(checkMasterTask, bytes);
const picture = (bytes: Buffer) => pool.run(shrinkPictureTask, bytes);
const questions = (bytes: Buffer) => pool.run(readQuestionsTask, { name: "a", bytes });
const units = (bytes: Buffer) => pool.run(readUnitsTask, bytes.toString());
const tiny = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
const GIFT = Buffer.from(
  "$CATEGORY: A\n\n::t::Thủ đô ở đâu? {=Hà Nội ~Huế #sai ####vì}\n\n// nguồn: a | https://a.vn\nB {T}\n",
);
const CSV = Buffer.from(
  'code,name,office,kind,province,parent,from,to,population,households,hamlets\nxa,"X ""ã""",UB,commune,T,,2025-07-01,,1,1,1\n',
);

/** Bytes changed, taken out, doubled or cut off at places that follow from a seed. */
const change = fc.record({
  kind: fc.constantFrom("set", "drop", "double", "cut", "zero"),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  size: fc.integer({ min: 1, max: 40 }),
  value: fc.integer({ min: 0, max: 255 }),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
function apply(bytes: Buffer, { kind, at, size, value }: Change): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, part, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + size),
    bytes.subarray(from + size),
  ];
  const middle = {
    set: Buffer.alloc(part.length, value),
    drop: Buffer.alloc(0),
    double: Buffer.concat([part, part]),
    cut: Buffer.alloc(0),
    zero: Buffer.alloc(part.length),
  }[kind];
  return Buffer.concat([before, middle ?? part, kind === "cut" ? Buffer.alloc(0) : after]);
}

test.each<[string, () => Buffer | Promise<Buffer>, (bytes: Buffer) => Promise<unknown>]>([
  ["a DOCX", () => docx(paragraph("Điều 1. Phạm vi &amp; <w:tab/>") + paragraph("2. Đối tượng")), draft],
  ["an ODT", () => odt('<text:p>Điều 1<text:s text:c="3"/>.</text:p>'), draft],
  ["a text", () => Buffer.from("Điều 1. Phạm vi\nquy chế này\f2. Đối tượng\n"), draft],
  ["an SVG", async () => ring(`${doubled(3, 2)}<image href="${dataPng(await tiny())}"/>`), master],
  ["a PNG", () => noise(60, 40).png().toBuffer(), picture],
  ["a JPEG", () => noise(60, 40).jpeg({ progressive: true }).toBuffer(), picture],
  ["a WebP", () => noise(60, 40).webp().toBuffer(), picture],
  ["a sheet", () => xlsx(HEADS + textRow(2, ["Thủ đô ở đâu?", "Hà Nội", "Huế", "A"])), questions],
  ["a GIFT file", () => GIFT, questions],
  ["a list of units", () => CSV, units],
])(
  "%s with changed bytes is taken or refused in words, never a fault",
  async (_name, make, read) => {
    const whole = await make();
    await read(whole);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const error = await read(changes.reduce(apply, whole)).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined && !(error instanceof AppError && error.status === 422)) throw error;
      }),
      { seed: 20_261_126, numRuns: RUNS },
    );
  },
  LONG,
);
