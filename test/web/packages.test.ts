import { ItemModel } from "../../src/content/item.model.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import { LEGAL_KINDS } from "../../src/distribution/legal-kinds.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { dayAhead, departmentItems, hidden, push, release, revisionOf, writePackage } from "../support/packages.ts";

let house: House;
let editor: Visitor;
let approver: Visitor;
let officer: Visitor;
beforeAll(async () => {
  house = await House.open();
  editor = await house.as("dept_editor", "so");
  approver = await house.as("dept_approver", "so");
  officer = await house.as("commune_officer", "sao-mai");
});
afterAll(() => house.close());

const copies = (packageId: string, unitCode = "sao-mai") =>
  CopyModel.find({ packageId, unitCode }).sort({ code: 1 }).lean();

test("S2-05: handed down, and taken, adapted, declined by a commune; the department sees each", async () => {
  const id = await writePackage(editor, await departmentItems(4), { free: "title" });
  expect((await release(house, editor, approver, id)).status).toBe(303);
  expect((await push(editor, id)).status).toBe(303);
  expect(await CopyModel.countDocuments({ packageId: id })).toBe(8);

  // tap 1: the list; tap 2: Nhận
  const list = await officer.get("/console/goi-tu-so");
  expect(textOf(list)).toContain("BT01 · Bài số 1");
  const [one, two, three, four] = await copies(id);
  const taken = await officer.post(`/console/goi-tu-so/${one?._id}/nhan`, { revision: "1", from: "list" });
  expect([taken.status, taken.headers["location"]]).toEqual([303, "/console/goi-tu-so"]);
  const [item] = await ItemModel.find({ unitCode: "sao-mai" }).lean();
  expect(item).toMatchObject({ state: "approved", title: "Bài số 1", source: "Cục TTCS và TTĐN" });
  const news = await house.visitor().get("/api/v1/units/sao-mai/news");
  expect(news.text).toContain("Bài số 1");

  const locked = await officer.post(`/console/goi-tu-so/${two?._id}/sua`, { revision: "1", "text.0": "Chữ khác" });
  expect(locked.status).toBe(422);
  const adapted = await officer.post(`/console/goi-tu-so/${two?._id}/sua`, {
    revision: "1",
    "title.0": "Bài của xã",
    note: "Thôn 5 nộp tại nhà ông trưởng thôn.",
  });
  expect(adapted.status).toBe(303);
  const own = await ItemModel.findOne({ unitCode: "sao-mai", title: "Bài của xã" }).lean();
  expect(own?.state).toBe("waiting");
  expect(own?.text).toBe("Nội dung của bài số 2, mời bà con đọc.\n\nThôn 5 nộp tại nhà ông trưởng thôn.");

  expect((await officer.post(`/console/goi-tu-so/${three?._id}/tu-choi`, { revision: "1" })).status).toBe(422);
  await officer.post(`/console/goi-tu-so/${three?._id}/tu-choi`, { revision: "1", ground: "da-co" });
  expect((await copies(id)).map(({ state }) => state)).toEqual(["published", "adapted", "declined", "waiting"]);
  const page = textOf(await editor.get(`/console/goi-noi-dung/${id}`));
  expect(page).toContain("3 / 8 lượt xã đã quyết");
  expect(page).toContain("Nhắc 2 đơn vị");
  expect((await editor.post(`/console/goi-noi-dung/${id}/nhac`)).status).toBe(303);
  expect(textOf(await editor.post(`/console/goi-noi-dung/${id}/nhac`))).toContain("nhắc lại được từ ngày mai");
  expect(textOf(await officer.get("/console/goi-tu-so"))).toContain("còn 1 mục chờ quyết");
  expect(textOf(await editor.get(`/console/goi-noi-dung/${id}/don-vi/sao-mai`))).toContain("Từ chối");
  expect(four?.state).toBe("waiting");
});

test("a stale press names the other person and what is there now; the same press again is answered as before", async () => {
  const id = await writePackage(editor, await departmentItems(1));
  await release(house, editor, approver, id);
  await push(editor, id);
  const [copy] = await copies(id);
  const second = await house.as("commune_officer", "sao-mai", "second");
  await officer.post(`/console/goi-tu-so/${copy?._id}/tu-choi`, { revision: "1", ground: "da-co" });
  const late = await second.post(`/console/goi-tu-so/${copy?._id}/nhan`, { revision: "1" });
  expect(late.status).toBe(409);
  expect(textOf(late)).toContain("Cán bộ mẫu commune-officer vừa thay đổi mục này");
  expect(textOf(late)).toContain("Từ chối");
  const again = await officer.post(`/console/goi-tu-so/${copy?._id}/tu-choi`, { revision: "1", ground: "da-co" });
  expect(again.status).toBe(303);
});

test("S2-04: pushed again, by whoever and to whomever, no second copy is there", async () => {
  const id = await writePackage(editor, await departmentItems(3));
  await release(house, editor, approver, id);
  await push(editor, id, { whom: "chon", unit: "sao-mai" });
  expect(await CopyModel.countDocuments({ packageId: id })).toBe(3);
  await push(editor, id);
  await push(editor, id);
  expect(await CopyModel.countDocuments({ packageId: id })).toBe(6);
});

test("Nhận tất cả takes all that was seen, or nothing when one of them is another", async () => {
  const id = await writePackage(editor, await departmentItems(5));
  await release(house, editor, approver, id);
  await push(editor, id);
  const page = await officer.get(`/console/goi-tu-so/ca-goi/${id}`);
  expect(page.text).toContain("Nhận tất cả 5 mục");
  const seen = [...page.text.matchAll(/name="seen" value="([^"]+)"/g)].map(([, value = ""]) => value);
  expect(seen).toHaveLength(5);
  const press = () =>
    officer.agent
      .post(`/console/goi-tu-so/ca-goi/${id}/nhan`)
      .type("form")
      .send({ _csrf: officer.csrf, seen })
      .redirects(0)
      .ok(() => true);
  const [, , third] = await copies(id);
  await officer.post(`/console/goi-tu-so/${third?._id}/tu-choi`, { revision: "1", ground: "khong-hop" });
  const refused = await press();
  expect(refused.status).toBe(409);
  expect(textOf(refused)).toContain("BT03");
  expect((await copies(id)).map(({ state }) => state)).toEqual([
    "waiting",
    "waiting",
    "declined",
    "waiting",
    "waiting",
  ]);
  await CopyModel.updateOne({ _id: third?._id ?? "" }, { $set: { state: "waiting", revision: 1, decided: null } });
  expect((await press()).status).toBe(303);
  expect((await press()).status).toBe(303);
  expect((await copies(id)).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => "published"));
  expect(await copies(id, "ben-lua")).toHaveLength(5);
});

test("S3-19: what lacks alt text, transcript, class, consent or has a strange link is named and not released", async () => {
  const [plain] = await departmentItems(1);
  const bad = [
    ...(await departmentItems(1, { kind: "audio", title: "Audio thiếu lời" })),
    ...(await departmentItems(1, { sourceClass: "noi-bo", title: "Nội bộ" })),
    ...(await departmentItems(1, { sourceClass: "", title: "Chưa chọn" })),
    ...(await departmentItems(1, { text: "Xem tại http://la.example.com", title: "Link lạ" })),
  ];
  const id = await writePackage(editor, [plain ?? "", ...bad]);
  const page = textOf(await editor.get(`/console/goi-noi-dung/${id}`));
  expect(page).toContain("4 mục chưa duyệt được");
  const answer = await editor.post(`/console/goi-noi-dung/${id}/trinh`, {
    revision: hidden(await editor.get(`/console/goi-noi-dung/${id}`), "revision"),
  });
  expect(answer.status).toBe(422);
  for (const say of ["BT02", "BT03", "BT04", "BT05", "Cần lời của âm thanh"]) expect(textOf(answer)).toContain(say);
});

test("a new version shows what differs and waits for the commune; another unit's copy is nobody's business", async () => {
  const [item] = await departmentItems(1);
  const id = await writePackage(editor, [item ?? ""]);
  await release(house, editor, approver, id);
  await push(editor, id);
  const [copy] = await copies(id);
  const stranger = await house.as("commune_officer", "ben-lua");
  for (const what of ["nhan", "sua", "tu-choi", "ban-moi", "da-dang"]) {
    const form = { revision: "1", version: "1", choice: "nhan", kind: "ban-tin", ground: "da-co" };
    expect([what, (await stranger.post(`/console/goi-tu-so/${copy?._id}/${what}`, form)).status]).toEqual([what, 404]);
  }
  await officer.post(`/console/goi-tu-so/${copy?._id}/nhan`, { revision: "1" });

  await editor.post(`/console/goi-noi-dung/${id}/sua`, { revision: await revisionOf(id) });
  await ItemModel.updateOne({ _id: item ?? "" }, { $set: { text: "Hạn góp ý đến hết ngày 31/12/2026." } });
  const other = { language: "en", variantTitle: "Have your say", variantText: "Until 31/12/2026." };
  const half = { ...other, variantText: "", revision: await revisionOf(id), act: "cap-nhat" };
  expect((await editor.post(`/console/goi-noi-dung/${id}/muc/BT01`, half)).status).toBe(422);
  const nameless = { ...other, language: "", revision: await revisionOf(id), act: "cap-nhat" };
  expect((await editor.post(`/console/goi-noi-dung/${id}/muc/BT01`, nameless)).status).toBe(422);
  const renewed = { ...other, revision: await revisionOf(id), act: "cap-nhat" };
  expect((await editor.post(`/console/goi-noi-dung/${id}/muc/BT01`, renewed)).status).toBe(303);
  expect(textOf(await editor.get(`/console/goi-noi-dung/${id}/muc/BT01`))).toContain("Tiếng Anh: Have your say");
  await release(house, editor, approver, id);
  await push(editor, id);
  const page = await officer.get(`/console/goi-tu-so/${copy?._id}`);
  expect(textOf(page)).toContain("Sở có bản 2, khác 1 chỗ");
  const held = hidden(page, "revision");
  const old = await ItemModel.findOne({ unitCode: "sao-mai", text: /bài số 1, mời/ }).lean();
  const old2 = (await copies(id))[0]?.items[0];
  expect(old).not.toBeNull();
  const at = `/console/goi-tu-so/${copy?._id}`;
  expect((await officer.post(`${at}/ban-moi`, { revision: held, version: "1", choice: "nhan" })).status).toBe(409);
  expect((await officer.post(`${at}/ban-moi`, { revision: held, version: "2", choice: "nhan" })).status).toBe(303);
  const [now] = await copies(id);
  expect(now).toMatchObject({ version: 2, state: "published", offer: null });
  expect((await ItemModel.findById(now?.items[0]).lean())?.text).toBe("Hạn góp ý đến hết ngày 31/12/2026.");
  expect((await ItemModel.findById(old2).lean())?.state).toBe("withdrawn");
});

test("withdrawn: gone from the commune's news in every state, what went out elsewhere is listed with a correction", async () => {
  const id = await writePackage(editor, await departmentItems(3, { title: "Sai giờ" }));
  await release(house, editor, approver, id);
  await push(editor, id);
  const [one, two] = await copies(id);
  const at = `/console/goi-tu-so/${one?._id}`;
  await officer.post(`${at}/nhan`, { revision: "1" });
  await officer.post(`/console/goi-tu-so/${two?._id}/sua`, { revision: "1", note: "Thôn Đông" });
  const told = { kind: "truyen-thanh", place: "Loa thôn Đông", at: dayAhead(0) + "T00:00", evidence: "time" };
  const early = await officer.post(`${at}/da-dang`, { revision: hidden(await officer.get(at), "revision"), ...told });
  expect(early.status).toBe(422);
  const now = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 16);
  await CopyModel.updateOne({ _id: one?._id ?? "" }, { $set: { pushedAt: new Date(Date.now() - 3_600_000) } });
  const form = { revision: hidden(await officer.get(at), "revision"), ...told, at: now };
  expect((await officer.postFile(`${at}/da-dang`, form)).status).toBe(303);
  const wish = { what: "thu-hoi", codes: "BT01", reason: "Sai giờ phát" };
  const gone = await editor.post(`/console/goi-noi-dung/${id}/thu-hoi`, { revision: await revisionOf(id), ...wish });
  expect(gone.status).toBe(303);
  const all = await CopyModel.find({ packageId: id, code: "BT01" }).lean();
  expect(all.map(({ state }) => state)).toEqual(["withdrawn", "withdrawn"]);
  for (const item of all.flatMap(({ items }) => items))
    expect((await ItemModel.findById(item).lean())?.state).toBe("withdrawn");
  expect((await officer.post(`${at}/nhan`, { revision: "9" })).status).toBe(409);
  expect(textOf(await officer.get(at))).toContain("Đề nghị bà con không sử dụng, không chuyển tiếp");
  expect(textOf(await editor.get(`/console/goi-noi-dung/${id}`))).toContain("Xã Sao Mai: BT01 Sai giờ, Loa thôn Đông");
  expect((await copies(id)).map(({ state }) => state)).toEqual(["withdrawn", "adapted", "waiting"]);
});

test("S2-16: intake asks for organ and day received, and every copy shows its origin organ", async () => {
  const items = await departmentItems(1);
  await expect(writePackage(editor, items, { organ: "" })).rejects.toThrow("422");
  await expect(writePackage(editor, items, { receivedAt: dayAhead(3) })).rejects.toThrow("422");
  const id = await writePackage(editor, items, { organ: "Ban Dân vận" });
  await release(house, editor, approver, id);
  await push(editor, id);
  const [copy] = await copies(id);
  expect(textOf(await officer.get(`/console/goi-tu-so/${copy?._id}`))).toContain("Ban Dân vận");
});

test("S4-30: a publication has exactly one of the eight legal kinds; press and visual works are none of them", async () => {
  const id = await writePackage(editor, await departmentItems(1));
  await release(house, editor, approver, id);
  await push(editor, id);
  const [copy] = await copies(id);
  const at = `/console/goi-tu-so/${copy?._id}`;
  await officer.post(`${at}/nhan`, { revision: "1" });
  await CopyModel.updateOne({ _id: copy?._id ?? "" }, { $set: { pushedAt: new Date(Date.now() - 3_600_000) } });
  const now = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 16);
  const tell = async (kind: string) => {
    const revision = hidden(await officer.get(at), "revision");
    return (await officer.postFile(`${at}/da-dang`, { revision, kind, place: `Nơi ${kind}`, at: now })).status;
  };
  for (const kind of ["bao-chi", "co-dong-truc-quan", "constructor", ""])
    expect(await tell(kind)).toBeGreaterThanOrEqual(400);
  for (const { key } of LEGAL_KINDS) expect([key, await tell(key)]).toEqual([key, 303]);
  const [told] = await copies(id);
  expect(told?.publications.map(({ kind }) => kind)).toEqual(["mang-xa-hoi", ...LEGAL_KINDS.map(({ key }) => key)]);
});
