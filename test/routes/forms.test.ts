import type { Response } from "supertest";
import { KeptWordsModel } from "../../src/console/kept-words.model.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import type { Role } from "../../src/officials/rules.ts";
import { ungivenSoFar } from "../../src/web/views.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { findForms, formsOf, type FoundField, type FoundForm, nameOf } from "./find-forms.ts";
import { isInPart } from "../support/part-of.ts";
import { makeHome } from "./homes.ts";

/**
 * Every form that a page of the console shows, found by following links as each role: three bad values, and the end of
 * the session. Whatever is refused stands in the answer as it was typed, with a sentence; a new form is here by itself.
 */
const ROLES: readonly (readonly [Role, string])[] = [
  ["commune_officer", "sao-mai"],
  ["commune_approver", "sao-mai"],
  ["propagandist", "sao-mai"],
  ["contributor", "sao-mai"],
  ["dept_coordinator", "so"],
  ["dept_editor", "so"],
  ["dept_approver", "so"],
  ["sys_admin", "so"],
];
/** Forms whose answer is no page of theirs, and why. */
const OTHERS: Readonly<Record<string, string>> = {
  "/console/dang-xuat": "ends the session",
  "/console/toi/mat-khau": "a password is never shown again",
};
const WRITTEN = new Set(["text", "textarea", "search", "tel", "url", "email"]);

const isWorth = ({ action, fields }: FoundForm): boolean =>
  !OTHERS[action] && fields.some(({ kind }) => WRITTEN.has(kind));

/** Forms that a role before had as well: they are one form, tried for the first and for one in four of the others. */
const tried = new Set<string>();
function isDue(what: string, role: Role, form: FoundForm): boolean {
  const name = `${what} ${nameOf(form)}`;
  const isNew = !tried.has(name);
  tried.add(name);
  return isNew || isInPart(`${role} ${name}`, 4);
}

let house: House;
beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" });
  for (const unit of ["sao-mai", "so"]) await makeHome(house.core, unit);
});
afterAll(() => house.close());

const typedInto = (field: FoundField, n: number): string => `Chữ đã gõ ${n} ở ${field.name}`;
/** Three ways of filling a form wrongly; each keeps words somebody would be sorry to lose. */
const WRONG: Readonly<Record<string, (field: FoundField, n: number) => string>> = {
  "far too long": (field, n) =>
    WRITTEN.has(field.kind) ? `${typedInto(field, n)} ${"x".repeat(400)}`.repeat(12) : field.value,
  "of no row": (field, n) => (WRITTEN.has(field.kind) ? typedInto(field, n) : "khong-co-trong-bang"),
  "nothing chosen": (field, n) =>
    field.kind === "textarea" || (n === 0 && WRITTEN.has(field.kind)) ? typedInto(field, n) : "",
};

async function post(visitor: Visitor, form: FoundForm, fill: (field: FoundField, n: number) => string) {
  const body: Record<string, string> = {};
  for (const [n, field] of form.fields.entries())
    if (field.name !== "_csrf" && field.kind !== "file")
      body[field.name] ??= field.kind === "hidden" ? field.value : fill(field, n);
  const headers = { referer: `${house.url}${form.page}` };
  visitor.csrf = "";
  await visitor.get("/console/toi");
  const answer = form.multipart
    ? await visitor.postFile(form.action, body)
    : await visitor.post(form.action, body, headers);
  return { answer, body };
}

/** What was written and does not stand in the fields of the form that came back. */
function lost(answer: Response, form: FoundForm, body: Readonly<Record<string, string>>): string[] {
  const shown = formsOf(answer.text, form.page).flatMap(({ fields }) => fields.map(({ value }) => value));
  const plain = textOf(answer);
  return form.fields
    .filter(({ kind, name }) => WRITTEN.has(kind) && (body[name] ?? "").length > 3)
    .map(({ name }) => name)
    .filter((name) => !shown.includes(body[name] ?? "") && !plain.includes(body[name] ?? ""));
}

test.each(ROLES)("%s: a refused form comes back with every word and a sentence", async (role, unit) => {
  const visitor = await house.as(role, unit);
  const { pages, forms } = await findForms(visitor);
  const wrong: string[] = [];
  const count = { refused: 0, taken: 0, gone: 0 };
  const all = forms.filter(isWorth);
  const due = all.filter((form) => isDue("wrong", role, form));
  const worth = due.length > 0 ? due : all.slice(0, 1);
  for (const form of worth)
    for (const [what, fill] of Object.entries(WRONG)) {
      const { answer, body } = await post(visitor, form, fill);
      if (answer.status < 400) count.taken += 1;
      else if (answer.status === 404) count.gone += 1;
      else {
        count.refused += 1;
        const missing = lost(answer, form, body);
        const said = /role="alert"/.test(answer.text);
        if (![403, 409, 422].includes(answer.status) || missing.length > 0 || !said)
          wrong.push([form.action, form.page, what, answer.status, missing.join(), said].join(" "));
      }
    }
  process.stderr.write(
    `forms, ${role}: ${pages} pages, ${worth.length} of ${all.length} forms, ${JSON.stringify(count)}\n`,
  );
  expect(wrong).toEqual([]);
  expect(count.refused).toBeGreaterThan(0);
});

test.each(ROLES)("%s: a form sent after the session ended waits for the log-in", async (role, unit) => {
  const mail = `het-${role.replace("_", "-")}`;
  let visitor = await house.as(role, unit, mail);
  const email = `${mail}@${unit}.loaso.test`;
  const official = await OfficialModel.findOne({ email }).lean();
  const { forms } = await findForms(visitor, 2);
  const wrong: string[] = [];
  const long = new Date(Date.now() - 3 * 3_600_000);
  for (const form of forms.filter((one) => isWorth(one) && isDue("over", role, one))) {
    await KeptWordsModel.deleteMany({ officialId: String(official?._id) });
    await visitor.get(form.page);
    await OfficialModel.updateOne({ email }, { $set: { "sessions.$[].usedAt": long } });
    const body: Record<string, string> = {};
    for (const [n, field] of form.fields.entries())
      if (!["file", "once"].includes(field.kind) && field.name !== "_csrf")
        body[field.name] ??= WRITTEN.has(field.kind) ? typedInto(field, n) : field.value;
    const answer = form.multipart
      ? await visitor.postFile(form.action, body)
      : await visitor.post(form.action, body, { referer: `${house.url}${form.page}` });
    visitor = await house.enter(email);
    const kept = await KeptWordsModel.findOne({ officialId: String(official?._id) }).lean();
    const page = await visitor.get(kept?.page ?? form.page);
    const missing = lost(page, form, body);
    if (answer.status !== 303 || missing.length > 0) wrong.push([form.action, answer.status, missing.join()].join(" "));
  }
  expect(wrong).toEqual([]);
});

test("no page that was shown here was missing a name its view asks for", () => {
  expect([...ungivenSoFar]).toEqual([]);
});
