import { loadContest, saveContest, startContest } from "../../src/quizzes/prepare-contest.ts";
import { findQuestion, putQuestion } from "../../src/quizzes/question.store.ts";
import { saveQuestion } from "../../src/quizzes/save-question.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { fullRules, roundOf, WRITER } from "../support/quiz.ts";
import { QUIZ_QUESTIONS } from "../fixtures/quiz-questions.ts";

/** Two officers with the same form open: the second never saves over the first without having seen it. */
let house: House;
let one: Visitor;
let two: Visitor;
let contest = "";
beforeAll(async () => {
  house = await House.open();
  one = await house.as("commune_officer");
  two = await house.as("commune_officer", "sao-mai", "hai");
  contest = await startContest(house.core, "sao-mai", "Thi tìm hiểu", WRITER);
});
afterAll(() => house.close());

const editedIn = (html: string, action: string): string =>
  new RegExp(`action="${action}".*?name="edited" value="([0-9a-f]{64})"`, "s").exec(html)?.[1] ?? "none";
const rules = () =>
  Object.fromEntries(Object.entries(fullRules()).map(([field, text]) => [`rule-${field}`, text] as const));
const load = () => loadContest("sao-mai", contest);

test("rules of a contest: the difference is shown, both texts stand, and pressing again has seen it", async () => {
  const at = `/console/thi/${contest}`;
  const [mine, theirs] = [editedIn((await one.get(at)).text, at), editedIn((await two.get(at)).text, at)];
  expect(mine).toBe(theirs);
  const form = { ...rules(), about: "", edited: mine };
  expect((await one.post(at, { ...form, title: "Tên của người thứ nhất" })).status).toBe(303);
  const late = await two.post(at, { ...form, title: "Tên của người thứ hai" });
  expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining("Tên của người thứ nhất")]);
  expect(late.text).toContain('value="Tên của người thứ hai"');
  expect((await load()).title).toBe("Tên của người thứ nhất");
  // no stamp at all is an old one
  expect((await two.post(at, { ...form, title: "Khác", edited: "" })).status).toBe(409);
  // the first press once more, its answer lost
  expect((await one.post(at, { ...form, title: "Tên của người thứ nhất" })).status).toBe(303);
  const again = { ...form, title: "Tên của người thứ hai", edited: editedIn(late.text, at) };
  expect((await two.post(at, again)).status).toBe(303);
  expect((await load()).title).toBe("Tên của người thứ hai");
});

test("a rule that is too long is refused and never cut", async () => {
  const at = `/console/thi/${contest}`;
  const edited = editedIn((await one.get(at)).text, at);
  const long = await one.post(at, { ...rules(), title: "A", edited, "rule-basis": `${"Dài ".repeat(800)}hết` });
  expect([long.status, textOf(long)]).toEqual([422, expect.stringContaining("Dài quá 3000 ký tự: Căn cứ")]);
  expect(long.text).toContain("Dài hết</textarea>");
});

test("a round, while others save the rules: only the same round is in the way", async () => {
  const opens = new Date("2031-03-01T08:00:00+07:00");
  const form = { title: "Thi", about: "", rules: fullRules() };
  await saveContest(house.core, "sao-mai", contest, {
    ...form,
    rounds: [roundOf([], opens, new Date(opens.getTime() + 86_400_000), { count: 5 })],
  });
  const at = `/console/thi/${contest}/vong/1`;
  const edited = editedIn((await one.get(at)).text, at);
  const round = { opensAt: "2031-03-01T08:00", closesAt: "2031-03-02T08:00", count: "5", minutes: "10", edited };
  const { rounds } = await load();
  await saveContest(house.core, "sao-mai", contest, { ...form, title: "Tên mới", rounds });
  expect((await one.post(at, { ...round, turnsPerDay: "3", name: "Tuần đầu" })).status).toBe(303);
  const late = await two.post(at, { ...round, turnsPerDay: "3", name: "Tuần khác" });
  expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining("Tuần đầu")]);
  expect(late.text).toContain('value="Tuần khác"');
  expect(await load()).toMatchObject({ title: "Tên mới", rounds: [{ name: "Tuần đầu" }] });
});

test("one more row without a script: the form comes back with it, nothing is saved", async () => {
  const at = `/console/thi/${contest}/vong/1`;
  const before = await load();
  const form = { name: "Tuần đang gõ", prizeName: "Giải Nhất", prizeCount: "1", prizeValue: "Giấy khen" };
  const page = await one.post(at, { ...form, _them: "prizes" });
  expect(page.status).toBe(200);
  expect(page.text).toContain('value="Tuần đang gõ"');
  expect([...page.text.matchAll(/name="prizeName" value="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    "Giải Nhất",
    "",
  ]);
  expect(await load()).toEqual(before);
});

test("what is made from a contest as it was read is not written over a later one", async () => {
  const read = await load();
  const form = { title: "Một", about: "", rules: read.rules, rounds: read.rounds };
  await saveContest(house.core, "sao-mai", contest, form, read);
  await expect(saveContest(house.core, "sao-mai", contest, { ...form, title: "Hai" }, read)).rejects.toMatchObject({
    status: 409,
  });
  expect((await load()).title).toBe("Một");
});

test("a question of the bank: the same, down to the write", async () => {
  const [draft] = QUIZ_QUESTIONS;
  if (!draft) throw new Error("no question");
  const id = await saveQuestion(house.core, "sao-mai", draft, WRITER);
  const at = `/console/thi/cau-hoi/${id}`;
  const edited = editedIn((await one.get(at)).text, at);
  const form = (text: string) => ({
    category: draft.category,
    text,
    options: draft.options.map(String),
    right: draft.right.map(String),
    why: draft.why,
    sourceTitle: draft.sources.map(({ title }) => title),
    sourceUrl: draft.sources.map(({ url }) => url),
    edited,
  });
  expect((await one.postFile(at, form("Câu hỏi của người thứ nhất?"))).status).toBe(303);
  const late = await two.postFile(at, form("Câu hỏi của người thứ hai?"));
  expect([late.status, textOf(late)]).toEqual([409, expect.stringContaining("Câu hỏi của người thứ nhất?")]);
  expect(late.text).toContain("Câu hỏi của người thứ hai?</textarea>");
  const stored = await findQuestion(["sao-mai"], id);
  expect(stored).toMatchObject({ version: 2, text: "Câu hỏi của người thứ nhất?" });
  if (!stored) throw new Error("no question");
  // two writes made from the same version: one stands
  const { _id: _, ...body } = stored;
  expect(await putQuestion({ ...body, text: "A?", version: 3 }, stored)).toBe(id);
  expect(await putQuestion({ ...body, text: "B?", version: 3 }, stored)).toBeUndefined();
  expect(await findQuestion(["sao-mai"], id)).toMatchObject({ version: 3, text: "A?" });
});
