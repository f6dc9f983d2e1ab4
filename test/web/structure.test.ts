import { findVersion } from "../../src/drafts/draft.store.ts";
import type { DraftVersion } from "../../src/drafts/draft.model.ts";
import { addDraftVersion, startDraft } from "../../src/drafts/prepare-draft.ts";
import { here } from "../../src/outside/perform.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { docx, p, t } from "../support/docx-file.ts";
import { publishDraft } from "../support/publish.ts";

/** Forms over a version nobody has seen yet: each says what it was made from, and an older one changes nothing. */
let house: House;
let one: Visitor;
let two: Visitor;
const BY = { id: "1", name: "A" };
const FIELDS = { title: "Quy ước", about: "", campaignId: "", skin: "state" as const, questions: [] };
const TEXT = "Điều 1. Phạm vi\n1. Hỗ trợ học sinh tiểu học hộ cận nghèo: 100.000 đồng/tháng.\n2. Thi hành từ năm 2027.";
const file = (bytes: Buffer | string) => ({ name: "a", bytes: Buffer.from(bytes), note: "" });

beforeAll(async () => {
  house = await House.open();
  one = await house.as("commune_officer");
  two = await house.as("commune_officer", "sao-mai", "can-bo-hai");
});
afterAll(() => house.close());

const deps = () => ({ ...house.core, outside: here });
const start = (bytes: Buffer | string = TEXT): Promise<string> =>
  startDraft(deps(), "sao-mai", FIELDS, file(bytes), BY);
const version = async (id: string, n = 1): Promise<DraftVersion> => {
  const found = await findVersion(id, n);
  if (!found) throw new Error("no version");
  return found;
};

/** Fields of a page's form as a browser would send them: hidden ones, places, kinds. */
function formOf(html: string, action: string): Record<string, string> {
  const at = html.indexOf(`action="${action}"`);
  const form = html.slice(at, html.indexOf("</form>", at));
  if (at < 0) throw new Error(`no form for ${action}`);
  const values = [...form.matchAll(/<input\s+(?:type="hidden"\s+)?name="([^"]+)"\s+value="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, value],
  );
  const texts = [...form.matchAll(/<textarea\s+name="([^"]+)"[^>]*>([^<]*)</g)].map(([, name = "", text = ""]) => [
    name,
    text,
  ]);
  return Object.fromEntries([...values, ...texts].filter(([name]) => name !== "_csrf"));
}
const saying = (form: Record<string, string>, words: string): string =>
  Object.entries(form).find(([, text]) => text.includes(words))?.[0] ?? "";

test("of two who correct the same structure the second is shown both, and saves nothing", async () => {
  const id = await start();
  const path = `/console/du-thao/${id}/cau-truc`;
  const [mine = {}, theirs = {}] = [await one.get(path), await two.get(path)].map((page) => formOf(page.text, path));
  const [place, other] = [saying(mine, "Thi hành"), saying(mine, "Phạm vi")];
  expect((await one.post(path, { ...mine, [place]: "2. Thi hành từ năm 2028." })).status).toBe(303);
  const late = await two.post(path, {
    ...theirs,
    [place]: "2. Thi hành từ năm 2029.",
    [other]: "Điều 1. Phạm vi áp dụng",
  });
  expect(late.status).toBe(409);
  expect((await version(id)).positions.map((at) => at.text)).toContain("2. Thi hành từ năm 2028.");
  // where the other one wrote, that stands now and the typed words above; elsewhere the typed words are kept
  const shown = formOf(late.text, path);
  expect(shown).toMatchObject({ n: "1", edits: "1", [other]: "Điều 1. Phạm vi áp dụng" });
  expect(shown[saying(shown, "Thi hành")]).toBe("2. Thi hành từ năm 2028.");
  expect(textOf(late)).toMatch(/chép lại nếu cần: .*2\. Thi hành từ năm 2029\./);
  expect((await two.post(path, shown)).status).toBe(303);
  expect((await version(id)).positions.map((at) => at.text)).toEqual([
    "Điều 1. Phạm vi áp dụng",
    "1. Hỗ trợ học sinh tiểu học hộ cận nghèo: 100.000 đồng/tháng.",
    "2. Thi hành từ năm 2028.",
  ]);
  expect((await one.post(path, { ...shown, n: "", edits: "" })).status).toBe(409);
});

test("a step back, and corrections taken over, are of the structure that was seen", async () => {
  const id = await start();
  const path = `/console/du-thao/${id}/cau-truc`;
  const form = formOf((await one.get(path)).text, path);
  await one.post(path, { ...form, [saying(form, "Thi hành")]: "2. Áp dụng từ năm 2027." });
  const back = formOf((await one.get(path)).text, `${path}/hoan-tac`);
  const next = formOf((await two.get(path)).text, path);
  await two.post(path, { ...next, [saying(next, "Phạm vi")]: "Điều 1. Phạm vi áp dụng" });
  expect((await one.post(`${path}/hoan-tac`, back)).status).toBe(409);
  expect((await version(id)).steps).toHaveLength(2);
  await publishDraft(deps(), "sao-mai", id, {
    openAt: house.core.clock.now(),
    closeAt: new Date(house.core.clock.now().getTime() + 3_600_000),
  });
  await addDraftVersion(deps(), "sao-mai", id, file(`${TEXT}\n3. Mới.`), BY);
  const offered = formOf((await one.get(path)).text, `${path}/dung-lai`);
  await addDraftVersion(deps(), "sao-mai", id, file(`${TEXT}\n3. Mới hơn.`), BY);
  expect((await one.post(`${path}/dung-lai`, offered)).status).toBe(409);
  expect((await version(id, 3)).steps ?? []).toEqual([]);
});

test("what was ticked or decided on an older version is not ticked or decided on the newer", async () => {
  const strange = (words: string) =>
    docx({ body: p(t("Điều 1. Phạm vi")) + p(`<w:la>${t(words)}</w:la>`) + p(t("2. Thi hành ngay")) });
  const id = await start(strange("chữ lạ"));
  const page = formOf((await one.get(`/console/du-thao/${id}`)).text, `/console/du-thao/${id}/can-xem`);
  await addDraftVersion(deps(), "sao-mai", id, file(strange("chữ lạ khác")), BY);
  expect((await one.post(`/console/du-thao/${id}/can-xem`, { ...page, "doubt-1-0": "1" })).status).toBe(409);
  expect((await version(id, 2)).doubts).toMatchObject([{ text: "chữ lạ khác", seenBy: "" }]);

  const other = await start();
  const cut = TEXT.replace("hộ cận nghèo: 100.000", "hộ nghèo, cận nghèo: 90.000");
  await addDraftVersion(deps(), "sao-mai", other, file(cut), BY);
  const [pair] = (await version(other, 2)).doubtful ?? [];
  const asked = { place: pair?.place ?? "", earlier: pair?.earlier ?? "", same: "1" };
  const compare = await one.get(`/console/du-thao/${other}/so-sanh?tu=1`);
  const seen = formOf(compare.text, `/console/du-thao/${other}/cung-doan`);
  expect(seen).toMatchObject({ n: "2", place: asked.place });
  const path = `/console/du-thao/${other}/cung-doan`;
  expect((await one.post(path, { ...seen, ...asked, edits: "7" })).status).toBe(409);
  expect((await one.post(path, { ...seen, ...asked })).status).toBe(303);
  expect((await version(other, 2)).doubtful).toEqual([]);
});

test("a form of long paragraphs is paged by its letters and can be sent; many doubts are paged, too", async () => {
  const long = "chữ đậm ".repeat(12_000);
  const id = await start(["Điều 1. Phạm vi", long, "1. Một", long, "2. Hai"].join("\n\n"));
  const path = `/console/du-thao/${id}/cau-truc`;
  const first = formOf((await one.get(path)).text, path);
  const codes = (form: Record<string, string>) => Object.keys(form).filter((name) => name.startsWith("code-")).length;
  expect(codes(first)).toBe(1);
  const page = await one.get(`${path}?tu=1`);
  expect(page.text).toMatch(/href="\?tu=0"[^]*href="\?tu=2"/);
  const form = formOf(page.text, path);
  const place = saying(form, "chữ đậm");
  expect((await one.post(path, { ...form, [place]: `${form[place]} mới` })).status).toBe(303);
  expect((await version(id)).positions[1]?.text).toMatch(/chữ đậm mới$/);

  const many = await start(docx({ body: p(t("Điều 1. Phạm vi")) + `<w:p><w:la/></w:p>`.repeat(150) }));
  const boxes = async (query = ""): Promise<string[]> =>
    [...(await one.get(`/console/du-thao/${many}${query}`)).text.matchAll(/name="(doubt-\d+-\d+)"/g)].map(
      ([, name = ""]) => name,
    );
  const [shown, rest] = [await boxes(), await boxes("?cho=100")];
  expect([shown.length, rest.length, new Set([...shown, ...rest]).size]).toEqual([100, 50, 150]);
  const seen = formOf((await one.get(`/console/du-thao/${many}`)).text, `/console/du-thao/${many}/can-xem`);
  const ticks = Object.fromEntries(shown.map((name) => [name, "1"]));
  expect((await one.post(`/console/du-thao/${many}/can-xem`, { ...seen, ...ticks })).status).toBe(303);
  expect(await boxes()).toEqual(rest);
});
