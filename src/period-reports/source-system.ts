import { canonical } from "../decisions/compare.ts";
import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, notFound } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import { expectedOf } from "./expected.ts";
import type { ReportPeriod } from "./period.model.ts";
import { saveSource } from "./period.store.ts";
import { openFiguresFile, readFigures } from "./figures-file.ts";
import { formToBegin } from "./find-form.ts";
import { printOfSource } from "./seal.ts";
import type { UnitReport } from "./unit-report.model.ts";
import { beginReport, findReport, findReportById, noteSource, saveSourceFile } from "./unit-report.store.ts";

interface Deps {
  clock: Clock;
}

/** Which units report on the source system (S2-13). Returns how many. */
export async function connectSource({ clock }: Deps, period: ReportPeriod, codes: readonly string[]): Promise<number> {
  const expected = new Set((await expectedOf(period, clock.now())).map(({ code }) => code));
  const known = [...new Set(codes)].filter((code) => expected.has(code));
  if (!(await saveSource(period, known))) throw conflict("Kỳ báo cáo vừa được người khác thay đổi. Xem lại rồi bấm.");
  return known.length;
}

/** @throws AppError 404, 409 for a unit that is not connected, or that handed in here */
async function mustBeConnected({ clock }: Deps, period: ReportPeriod, unit: string): Promise<void> {
  const expected = await expectedOf(period, clock.now());
  if (!expected.some(({ code }) => code === unit)) throw notFound("đơn vị này trong kỳ báo cáo");
  if (!period.source.includes(unit))
    throw conflict("Đơn vị này không nối HTTT nguồn. Đánh dấu nối HTTT nguồn trước, rồi ghi nhận.");
  const row = await findReport(String(period._id), unit);
  if (row && row.seals.length > 0) throw handedIn();
}
async function begin(period: ReportPeriod, unit: string): Promise<UnitReport> {
  const { version } = await formToBegin(period, period.formVersion);
  return beginReport(String(period._id), unit, version);
}
const handedIn = () => conflict("Đơn vị này đã nộp báo cáo tại đây.");

/** The department has seen it there: the unit's own state from now on, and never late. */
export async function tellSource(
  deps: Deps,
  period: ReportPeriod,
  { unit, note }: { unit: string; note: string },
  by: Person,
): Promise<void> {
  await mustBeConnected(deps, period, unit);
  const { _id } = await begin(period, unit);
  const told = sealed(_id, { by, at: deps.clock.now(), how: "tick", note: nfc(inOneLine(note)).trim() });
  // handed in between the look and the write: that report stands as it came
  if (!(await noteSource(_id, told)) && (await findReportById(_id))?.source === null) throw handedIn();
}

/** The unit's figures as the source system gives them: added up with the others. The same file again changes nothing. */
export async function takeSourceFile(
  deps: Deps,
  period: ReportPeriod,
  file: { unit: string; name: string; bytes: Uint8Array },
  by: Person,
): Promise<void> {
  await mustBeConnected(deps, period, file.unit);
  const given = openFiguresFile(file.bytes, { period, unitCode: file.unit });
  const values = readFigures(given, await formToBegin(period, given.version));
  const row = await begin(period, file.unit);
  if (row.source?.values && canonical(row.source.values) === canonical(values)) return;
  if (row.source?.how === "file")
    throw conflict("Đơn vị này đã có số liệu khác từ HTTT nguồn. Đề nghị đơn vị bổ sung tại đây nếu số đã đổi.");
  const note = inOneLine(file.name).slice(0, 200);
  const told = sealed(row._id, { by, at: deps.clock.now(), how: "file", note, values });
  if (!(await saveSourceFile(row._id, told)))
    throw conflict("Người khác vừa ghi nhận đơn vị này. Mở lại trang để xem.");
}

type Source = NonNullable<UnitReport["source"]>;
const sealed = (_id: string, told: Omit<Source, "hash">): Source => ({ ...told, hash: printOfSource(_id, told) });
