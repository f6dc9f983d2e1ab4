import { z } from "zod";
import { nfc } from "../kernel/vietnamese.ts";

/** Columns of the CSV, in any order; the first line names them. Dates are YYYY-MM-DD in Vietnamese time. */
const COLUMNS = [
  "code",
  "name",
  "office",
  "kind",
  "province",
  "parent",
  "from",
  "to",
  "population",
  "households",
  "hamlets",
] as const;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "date as YYYY-MM-DD")
  .transform((text) => new Date(`${text}T00:00:00+07:00`));
const rowSchema = z.object({
  code: z.string().regex(/^[a-z0-9-]{2,40}$/, "code: small letters, digits and hyphens"),
  name: z.string().min(2).max(120).transform(nfc),
  office: z.string().min(2).max(120).transform(nfc),
  kind: z.enum(["department", "commune", "ward", "special-zone", "district"]),
  province: z.string().transform(nfc),
  parent: z.string(),
  from: day,
  to: z.union([z.literal("").transform(() => null), day]),
  population: z.coerce.number().int().min(0).max(200_000_000),
  households: z.coerce.number().int().min(0).max(200_000_000),
  hamlets: z.coerce.number().int().min(0).max(100_000),
});

export type UnitRow = z.infer<typeof rowSchema>;

export interface ReadUnits {
  rows: UnitRow[];
  /** each names its line */
  problems: string[];
}

/** A province has some 130 units; a file within these limits holds thirty provinces. */
const MOST_BYTES = 2_000_000;
const MOST_LINES = 4000;
const MOST_LINE_LETTERS = 4000;
const MOST_PROBLEMS = 100;

/** Rows of the CSV; every bad line is named. What is past a limit is not read any further. */
export function readUnits(csv: string): ReadUnits {
  const stop = (problem: string): ReadUnits => ({ rows: [], problems: [problem] });
  if (csv.length > MOST_BYTES) return stop(`the file has ${csv.length} letters, at most ${MOST_BYTES} are read`);
  const [head, ...lines] = csv
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  if (lines.length > MOST_LINES) return stop(`the file has ${lines.length} lines, at most ${MOST_LINES} are read`);
  const long = [head ?? "", ...lines].findIndex((line) => line.length > MOST_LINE_LETTERS);
  if (long >= 0) return stop(`line ${long + 1}: more than ${MOST_LINE_LETTERS} letters`);
  const names = splitLine(head ?? "");
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) return stop(`line 1: missing columns ${missing.join(", ")}`);
  const problems: string[] = [];
  const rows = lines.flatMap((line, index) => {
    const cells = splitLine(line);
    const parsed = rowSchema.safeParse(Object.fromEntries(names.map((name, n) => [name, cells[n] ?? ""])));
    if (parsed.success) return [parsed.data];
    problems.push(
      `line ${index + 2}: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ")}`,
    );
    return [];
  });
  return { rows, problems: problems.slice(0, MOST_PROBLEMS) };
}

/** One CSV line with quoted cells and doubled quotes; cells hold no line breaks. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1]?.replace(/""/g, '"') ?? m[2] ?? "").trim(),
  );
}
