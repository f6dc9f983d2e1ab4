import { CommentModel } from "../../src/comments/comment.model.ts";
import { DraftVersionModel } from "../../src/drafts/draft.model.ts";
import { addDraftVersion } from "../../src/drafts/prepare-draft.ts";
import { UnitModel } from "../../src/units/unit.model.ts";
import { formsOf } from "../routes/find-forms.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { WRITER } from "../routes/homes-base.ts";
import { broadcasts } from "../routes/homes.ts";
import { drafts, requests } from "../routes/homes-open.ts";
import { differences, snapshot } from "../routes/snapshot.ts";

/** Posts about a document's structure and masks whose success needs several presses in a row; the rest is in test/routes. */
let house: House;
let officer: Visitor;
let own: Awaited<ReturnType<typeof drafts>>;
let away: typeof own;
beforeAll(async () => {
  house = await House.open();
  own = await drafts(house.core, "sao-mai", "mau");
  away = await drafts(house.core, "ben-lua", "mau");
  officer = await house.as("commune_officer");
});
afterAll(() => house.close());

/** Nothing of these is taken and nothing changes. */
async function refused(
  posts: readonly [path: string, body: Record<string, string>][],
  who: Visitor = officer,
): Promise<void> {
  const before = await snapshot();
  for (const [path, body] of posts) {
    const { status } = await who.post(path, body);
    expect([path, body, status >= 400 && status < 500, status]).toEqual([path, body, true, status]);
  }
  expect(differences(before, await snapshot())).toEqual([]);
}
/** The same as its page makes it is taken. */
async function taken(path: string, body: Record<string, string>, who: Visitor = officer): Promise<void> {
  const before = await snapshot();
  expect([path, (await who.post(path, body)).status]).toEqual([path, 303]);
  expect(differences(before, await snapshot())).not.toEqual([]);
}

/** The hidden fields with which a page sends a form: which version it showed, and how often that was corrected. */
async function seenOn(page: string, action: string): Promise<Record<string, string>> {
  const forms = formsOf((await officer.get(page)).text, page);
  const fields = forms.find((one) => one.action === action)?.fields ?? [];
  return Object.fromEntries(
    fields.flatMap(({ kind, name, value }) => (kind === "hidden" && name !== "_csrf" ? [[name, value]] : [])),
  );
}

const ODD = ["constructor", "__proto__", "6a0000000000000000000000"];
const foreign = (rest: string): string[] =>
  [away.draft, away.draftOpen, own.draftOpen, own.draftSealed, ...ODD].map((id) => `/console/du-thao/${id}/${rest}`);
const version = async (n: number) => {
  const found = await DraftVersionModel.findOne({ draftId: own.draft, n }).lean();
  if (!found) throw new Error(`no version ${n}`);
  return found;
};

test("structure: corrected, taken back, taken over into the next version", async () => {
  const at = `/console/du-thao/${own.draft}/cau-truc`;
  const [, second, third] = (await version(1)).positions;
  if (!second || !third) throw new Error("too few places");
  const row = async (text: string): Promise<string> => {
    const fields = formsOf((await officer.get(at)).text, at).flatMap((one) => one.fields);
    return fields.find(({ name, value }) => name.startsWith("text-") && value === text)?.name.slice(5) ?? "";
  };
  const secondRow = await row(second.text);
  const form = { [`code-${secondRow}`]: second.code, [`text-${secondRow}`]: `${second.text} (sửa)` };
  await refused([
    ...foreign("cau-truc").map((path): [string, Record<string, string>] => [path, form]),
    // the code of a place that keeps it; words for no place at all
    [at, { ...(await seenOn(at, at)), ...form, [`code-${secondRow}`]: third.code }],
  ]);
  await taken(at, { ...(await seenOn(at, at)), ...form });
  await refused(foreign("cau-truc/hoan-tac").map((path) => [path, {}]));
  const back = await seenOn(at, `${at}/hoan-tac`);
  await taken(`${at}/hoan-tac`, back);
  await refused([[`${at}/hoan-tac`, back]]);
  await taken(at, { ...(await seenOn(at, at)), ...form });
  const text = (await version(1)).read?.map((one) => one.text).join("\n") ?? "";
  await addDraftVersion(
    house.core,
    "sao-mai",
    own.draft,
    { name: "a.txt", bytes: Buffer.from(text), note: "" },
    WRITER,
  );
  await refused(foreign("cau-truc/dung-lai").map((path) => [path, {}]));
  await taken(`${at}/dung-lai`, await seenOn(at, `${at}/dung-lai`));
});

test("doubts seen, and pairs said to be the same place", async () => {
  const { _id, n, positions } = await version(2);
  const [place, earlier] = [positions[0]?.key ?? positions[0]?.id ?? "", (await version(1)).positions[1]?.id ?? ""];
  const doubt = { page: 1, line: 1, what: "x", text: "x", seenBy: "" };
  await DraftVersionModel.collection.updateOne({ _id }, { $set: { doubts: [doubt], doubtful: [{ place, earlier }] } });
  expect(n).toBe(2);
  await refused(foreign("can-xem").map((path) => [path, { "doubt-0": "1" }]));
  const draft = `/console/du-thao/${own.draft}`;
  await taken(`${draft}/can-xem`, { ...(await seenOn(draft, `${draft}/can-xem`)), "doubt-0": "1" });
  const pair = { place, earlier, same: "0" };
  const at = `/console/du-thao/${own.draft}/cung-doan`;
  await refused([
    ...foreign("cung-doan").map((path): [string, Record<string, string>] => [path, pair]),
    [at, { ...pair, earlier: place }],
    [at, { ...pair, place: "constructor" }],
    [at, { ...pair, same: "constructor" }],
  ]);
  await taken(at, { ...(await seenOn(`/console/du-thao/${own.draft}/so-sanh?tu=1`, at)), ...pair });
});

test("a mask is lifted with a reason, once, where there is one", async () => {
  const found = await CommentModel.findById(own.commentHidden).lean();
  expect(found?.state).toBe("hidden");
  const one = (draft: string, comment: string) => `/console/du-thao/${draft}/gop-y/mot/${comment}/bo-che`;
  const mask = { field: "text", from: "3", to: "13", reason: "Số của trụ sở, đã công khai" };
  const at = one(own.draftOpen, own.commentHidden);
  await refused([
    [one(away.draftOpen, own.commentHidden), mask],
    [one(own.draftOpen, away.commentHidden), mask],
    [one(own.draftSealed, own.commentHidden), mask],
    ...ODD.map((id): [string, Record<string, string>] => [one(own.draftOpen, id), mask]),
    [at, { ...mask, field: "constructor" }],
    [at, { ...mask, to: "12" }],
    [at, { ...mask, reason: " " }],
  ]);
  await taken(at, mask);
});

test("a tester goes by the moment of joining, from the own unit only", async () => {
  const editor = await house.as("dept_editor", "so");
  const when = new Date();
  for (const _id of ["so", "ben-lua"])
    await UnitModel.updateOne({ _id }, { $set: { testers: [{ userId: "1", name: "A", at: when }] } });
  const at = "/console/don-vi/so/nguoi-xem-thu/bo";
  const since = when.toISOString();
  await refused(
    [
      ["/console/don-vi/ben-lua/nguoi-xem-thu/bo", { since }],
      ["/console/don-vi/constructor/nguoi-xem-thu/bo", { since }],
      [at, { since: "2020-01-01T00:00:00.000Z" }],
      [at, { since: "constructor" }],
    ],
    editor,
  );
  await refused([[at, { since }]]);
  await taken(at, { since }, editor);
  await refused([[at, { since }]], editor);
});

test("who sends tests in a commune sees the testers at the plan, and takes one off the own list only", async () => {
  const { broadcast } = await broadcasts("sao-mai", "mau", "388613280878808645");
  const when = new Date();
  const since = when.toISOString();
  for (const _id of ["sao-mai", "so", "ben-lua"])
    await UnitModel.updateOne({ _id }, { $set: { testers: [{ userId: "1", name: "A", at: when }] } });
  const page = `/console/gui-tin/${broadcast}`;
  const at = "/console/don-vi/sao-mai/nguoi-xem-thu/bo";
  const form = formsOf((await officer.get(page)).text, page).find(({ action }) => action === at);
  const body = Object.fromEntries((form?.fields ?? []).map(({ name, value }) => [name, value]));
  expect(body).toMatchObject({ since, of: broadcast });
  await refused([
    ...["so", "ben-lua", "constructor"].map((code): [string, Record<string, string>] => [
      `/console/don-vi/${code}/nguoi-xem-thu/bo`,
      { since },
    ]),
    [at, { since, of: "//example.com" }],
  ]);
  for (const role of ["commune_approver", "propagandist", "auditor"] as const)
    await refused([[at, { since }]], await house.as(role));
  const answer = await officer.post(at, { since, of: broadcast });
  expect([answer.status, answer.headers["location"]]).toEqual([303, expect.stringContaining(page)]);
  expect((await officer.get(page)).text).toContain("Đã bỏ A khỏi danh sách xem thử.");
  expect((await UnitModel.findById("sao-mai").lean())?.testers).toEqual([]);
});

test("an answer at a meeting is given over the one that was seen, and one too long is kept where it was typed", async () => {
  const at = `/console/doi-thoai/${own.hall}/tra-loi/${own.hallQuestion}`;
  const page = `/console/doi-thoai/${own.hall}`;
  const seenIn = (html: string): string =>
    new RegExp(`action="${at}">.*?name="seen" value="([^"]*)"`, "s").exec(html)?.[1] ?? "?";
  expect(seenIn((await officer.get(page)).text)).toBe("");
  await taken(at, { answer: "Có nước sạch từ tháng sau.", seen: "" });
  const seen = seenIn((await officer.get(page)).text);
  // two who had the page open before that: neither overwrites, and both texts are on the page
  const before = await snapshot();
  const late = await officer.post(at, { answer: "Chưa có nước sạch.", seen: "" });
  expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining("Có nước sạch từ tháng sau.")]);
  expect(late.text).toContain(">Chưa có nước sạch.</textarea>");
  const long = await officer.post(at, { answer: `${"Dài ".repeat(800)}hết`, seen });
  expect([long.status, textOf(long)]).toEqual([422, expect.stringContaining("nhiều nhất 3000")]);
  expect(long.text).toContain("Dài hết</textarea>");
  expect(differences(before, await snapshot())).toEqual([]);
  // the press whose answer was lost, again; then one that has seen it
  expect((await officer.post(at, { answer: "Có nước sạch từ tháng sau.", seen: "" })).status).toBe(303);
  await taken(at, { answer: "Chưa có nước sạch.", seen });
});

test("an answer at a place or to a request that is too long is refused and kept, never cut", async () => {
  const words = `${"Dài ".repeat(800)}hết`;
  const before = await snapshot();
  const place = await officer.post(`/console/du-thao/${own.draftOpen}/gop-y/${own.place}/tra-loi`, {
    verdict: "tiep-thu",
    words,
  });
  expect([place.status, textOf(place)]).toEqual([422, expect.stringContaining("nhiều nhất 3000")]);
  expect(place.text).toContain("Dài hết</textarea>");
  const { request } = await requests(house.core, "sao-mai", "mau");
  const after = await snapshot();
  const answer = `${"Dài ".repeat(460)}hết`;
  const request422 = await officer.post(`/console/phan-anh/${request}/tra-loi`, { answer });
  expect([request422.status, textOf(request422)]).toEqual([422, expect.stringContaining("nhiều nhất 1800")]);
  expect(request422.text).toContain("Dài hết</textarea>");
  expect(differences(after, await snapshot())).toEqual([]);
  expect(differences(before, after).length).toBeGreaterThan(0);
});
