import type { Person } from "../decisions/decision.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { inOneLine } from "../reports/printable.ts";
import { factByCode, type FactDeps, factsOf } from "./count-facts.ts";
import { liveForm } from "./find-form.ts";
import type { Form } from "./form.ts";
import { addForm, saveForm } from "./period.store.ts";
import { formText, readForm, versionFaults } from "./read-form.ts";

/**
 * A department's next version: live for periods that are open, for reports nobody has opened yet. What was begun keeps
 * its own. @throws AppError 409 when another was published since, 422 naming the line
 */
export async function publishForm(
  deps: FactDeps & { clock: Clock },
  whose: Whose,
  given: { version: number; title: string; text: string },
  by: Person,
): Promise<Form> {
  const unitCode = codeOf(whose);
  const live = await liveForm(unitCode);
  if (live.version !== given.version) throw conflict("Mẫu vừa có bản mới. Xem bản mới rồi sửa tiếp.");
  const title = nfc(inOneLine(given.title)).trim();
  if (title === "" || title.length > 200) throw invalid({ title: "Ghi tên mẫu, nhiều nhất 200 chữ" });
  const form = readForm(given.text, { code: live.code, version: live.version + 1, title });
  const unknown = factsOf(form).filter((code) => !factByCode(deps, code));
  const faults = [
    ...versionFaults(live, form),
    ...(unknown.length > 0 ? [`Không có số liệu tự điền tên ${unknown.join(", ")}.`] : []),
  ];
  if (faults.length > 0) throw invalid({ text: faults.slice(0, 5).join(" ") });
  const row = {
    _id: `${unitCode}:${form.code}:${form.version}`,
    unitCode,
    code: form.code,
    version: form.version,
    title,
    text: formText(form),
    by,
    at: deps.clock.now(),
  };
  if (!(await addForm(row))) throw conflict("Mẫu vừa có bản mới. Xem bản mới rồi sửa tiếp.");
  // periods that came with another department keep that department's form
  await saveForm(row);
  return form;
}
