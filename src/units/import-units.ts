import { z } from "zod";
import { nfc } from "../kernel/vietnamese.ts";
import { DEFAULT_TOPICS } from "./unit.model.ts";
import { findUnit, type NamedUnit, saveUnits } from "./unit.store.ts";

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
  population: z.coerce.number().int().min(0),
  households: z.coerce.number().int().min(0),
  hamlets: z.coerce.number().int().min(0),
});

export type ImportResult = { ok: true; count: number } | { ok: false; problems: string[] };

/** Reads all or nothing: one bad line and no unit is changed; every bad line is named. */
export async function importUnits(csv: string): Promise<ImportResult> {
  const [head, ...lines] = csv
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const names = splitLine(head ?? "");
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) return { ok: false, problems: [`line 1: missing columns ${missing.join(", ")}`] };
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
  const known = new Set(rows.map((row) => row.code));
  for (const row of rows)
    if (row.parent && !known.has(row.parent) && !(await findUnit(row.parent)))
      problems.push(`${row.code}: parent ${row.parent} is not known`);
  if (problems.length > 0) return { ok: false, problems };
  await saveUnits(rows.map(toUnit));
  return { ok: true, count: rows.length };
}

const toUnit = ({ code, parent, ...row }: z.infer<typeof rowSchema>): NamedUnit => ({
  ...row,
  _id: code,
  parents: parent ? [{ code: parent, from: row.from, to: row.to }] : [],
  topics: DEFAULT_TOPICS,
  contact: { address: "", hours: "", phone: "", dutyPhone: "" },
});

/** One CSV line with quoted cells and doubled quotes; cells hold no line breaks. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1]?.replace(/""/g, '"') ?? m[2] ?? "").trim(),
  );
}
