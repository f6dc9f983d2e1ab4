import { MessageModel } from "../../src/chatbot/conversation.model.ts";
import { setState } from "../../src/chatbot/conversation.store.ts";
import { erasePerson } from "../../src/citizens/erase-person.ts";
import { AttachmentModel, AttachmentPartModel } from "../../src/inbox/attachment.model.ts";
import { uploadAnswer } from "../../src/inbox/upload-answer.ts";
import { eraseDeps } from "../../src/rooms.ts";
import { pack } from "../support/docx-file.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { amr, attaches, INBOX_OA, jpeg, MediaHost, PDF, resident } from "../support/inbox.ts";

/** Pictures, voices, files and places in and out of a conversation. */
let house: House;
let host: MediaHost;
let officer: Visitor;
beforeAll(async () => {
  house = await House.open();
  host = await MediaHost.open();
  officer = await house.as("commune_officer");
});
afterAll(async () => {
  await host.close();
  await house.close();
});

const zip = (name: string): Buffer => Buffer.from(`PK\u0003\u0004${name}`);
const old = (stream: string): Buffer =>
  Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(64), Buffer.from(stream, "utf16le")]);
const odt = (...more: string[]): Buffer =>
  pack({
    mimetype: "application/vnd.oasis.opendocument.text",
    "content.xml": "<x/>",
    ...Object.fromEntries(more.map((name) => [name, "<x/>"])),
  });
const REFUSED =
  /không phải JPEG|chưa ai biết|không được mở ở đây|quá nặng|không nằm ở máy chủ|không còn ở Zalo|bị cắt|hỏng/;

test("what residents send is shown by what its bytes are, or said why not; words stay", async () => {
  const talk = await resident("2468458835291000501", "Ảnh cống sập đây ạ");
  const photo = await jpeg();
  const wave = Buffer.concat([Buffer.from("RIFF0000WAVEfmt "), Buffer.alloc(60)]);
  const cases: [string, Parameters<typeof attaches>[3]["kind"], Buffer | string, string, string][] = [
    ["a photo", "picture", photo, "picture", "image/jpeg"],
    ["a photo sent as a file", "file", photo, "picture", "image/jpeg"],
    ["a moving picture", "picture", Buffer.from("GIF89a0000"), "picture", "image/gif"],
    ["a voice of a phone", "voice", amr(), "voice", "audio/wav"],
    ["a voice in WAV", "voice", wave, "voice", "audio/wav"],
    ["a voice no browser plays", "voice", Buffer.from("#!AMR-WB\n0000"), "file", "audio/amr-wb"],
    ["a PDF", "file", PDF, "file", "application/pdf"],
    ["an old Word file", "file", old("WordDocument"), "file", "application/msword"],
    ["an OpenDocument text", "file", odt(), "file", "application/vnd.oasis.opendocument.text"],
    ["plain words", "file", Buffer.from("Đơn kiến nghị"), "file", "text/plain"],
    ["a voice nobody knows", "voice", Buffer.from("QCELP000"), "refused", ""],
    ["a voice that is empty", "voice", Buffer.from("#!AMR\n"), "refused", ""],
    ["a picture that is a page", "picture", Buffer.from("<svg onload=x>"), "refused", ""],
    ["half a photo", "picture", photo.subarray(0, 300), "refused", ""],
    ["a program", "file", Buffer.from("MZ\u0090\u0000\u0003"), "refused", ""],
    ["a web page", "file", Buffer.from("  <!doctype html><script>"), "refused", ""],
    ["a script", "file", Buffer.from("#!/bin/sh\nrm -rf /"), "refused", ""],
    ["a packed file", "file", zip("a.exe"), "refused", ""],
    ["an installer", "file", old("!Property"), "refused", ""],
    ["a Word file with macros", "file", old("WordDocument_VBA_PROJECT"), "refused", ""],
    ["an OpenDocument text with macros", "file", odt("Basic/Standard/Module1.xml"), "refused", ""],
    ["13 MB", "file", Buffer.concat([PDF, Buffer.alloc(13_000_000)]), "refused", ""],
    ["a picture elsewhere", "picture", "https://example.org/a.jpg", "refused", ""],
    ["a picture that looks like Zalo's", "picture", "https://zdn.vn.example.org/a.jpg", "refused", ""],
    ["a picture that is gone", "picture", `${host.origin}/gone`, "refused", ""],
    ["no address", "picture", "", "refused", ""],
  ];
  const seen = await Promise.all(
    cases.map(async ([name, kind, what]) => {
      const url = typeof what === "string" ? what : host.put(encodeURIComponent(name), what);
      const one = await attaches(house, host, talk, { kind, url, name: "tệp" });
      return { name, state: one?.state === "kept" ? one.kind : one?.state, type: one?.type, why: one?.why ?? "" };
    }),
  );
  expect(seen.map(({ name, state, type }) => [name, state, type])).toEqual(
    cases.map(([name, , , state, type]) => [name, state, type]),
  );
  for (const { name, state, why } of seen)
    if (state === "refused") expect([name, why]).toEqual([name, expect.stringMatching(REFUSED)]);
  const page = await officer.get(`/console/hop-thu/${String(talk._id)}`);
  expect(page.text).toContain("Ảnh cống sập đây ạ");
  expect(textOf(page)).toMatch(/Tin thoại · 2 giây/);
  // nothing of Zalo's hosts stands in the page or in the store
  expect(page.text).not.toContain(host.origin);
  expect(JSON.stringify(await AttachmentModel.find().lean())).not.toContain(host.origin);
});

test("a place is drawn by us, with an address to copy; one without degrees says so", async () => {
  const talk = await resident("2468458835291000502");
  const place = { kind: "place" as const, url: "", name: "" };
  await attaches(house, host, talk, { ...place, latitude: 10.772622, longitude: 106.698233 });
  const page = await officer.get(`/console/hop-thu/${String(talk._id)}`);
  expect(page.text).toContain('value="10.772622, 106.698233"');
  expect(page.text).toContain("10°46′21″B, 106°41′54″Đ");
  expect(page.text).toMatch(/<svg class="place"(?![^]*?<image)/);
  await attaches(house, host, talk, place);
  expect(textOf(await officer.get(`/console/hop-thu/${String(talk._id)}`))).toContain("không đọc được toạ độ");
});

test("an attachment is given to officers of its unit under its own conversation, and goes with the person", async () => {
  const talk = await resident("2468458835291000503");
  const other = await resident("2468458835291000504");
  const one = await attaches(house, host, talk, { kind: "picture", url: host.put("p", await jpeg()), name: "" });
  const file = await attaches(house, host, talk, {
    kind: "file",
    url: host.put("f", PDF),
    name: "Đơn “kiến nghị”.exe",
  });
  const at = (conversation: { _id: unknown }, id = one?._id) =>
    `/console/hop-thu/${String(conversation._id)}/tep/${id}`;
  const picture = await officer.get(at(talk));
  expect([picture.status, picture.headers["content-type"]]).toEqual([200, "image/jpeg"]);
  const size = (picture.body as Buffer).length;
  const part = async (range: string) => {
    const { status, headers, body } = await officer.get(at(talk), { range });
    return [status, headers["content-range"], Buffer.isBuffer(body) ? body.length : 0];
  };
  expect(await part("bytes=0-1")).toEqual([206, `bytes 0-1/${size}`, 2]);
  expect(await part("bytes=-5")).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, 5]);
  expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, 0]);
  expect(await part("bytes=0-1,4-5")).toEqual([200, undefined, size]);
  const given = await officer.get(at(talk, file?._id));
  expect(given.headers["content-disposition"]).toBe('attachment; filename="Don-kien-nghi-.pdf"');
  expect((await officer.get(at(other))).status).toBe(404);
  expect((await (await house.as("commune_officer", "ben-lua")).get(at(talk))).status).toBe(404);
  expect((await (await house.as("commune_approver")).get(at(talk))).status).toBe(403);
  const parts = await AttachmentPartModel.find().lean();
  expect(parts.every(({ sealed }) => sealed.startsWith("v1."))).toBe(true);
  await erasePerson(eraseDeps(house.core), INBOX_OA, talk.userId);
  expect(await AttachmentModel.countDocuments({ userId: talk.userId })).toBe(0);
  expect(await AttachmentPartModel.countDocuments({ attachment: { $in: [one?._id ?? "", file?._id ?? ""] } })).toBe(0);
});

describe("an officer answers", () => {
  const send = (id: string, text: string, name: string, bytes: Buffer) =>
    officer.postFile(
      `/console/hop-thu/${id}/tra-loi`,
      { text, _last: "" },
      { field: "tep", name, type: "application/octet-stream", bytes },
    );
  const answers = (userId: string) => MessageModel.find({ userId, author: "officer" }).sort({ at: 1 }).lean();

  test("with a picture in one message, with a file behind the words; Zalo is given both", async () => {
    const talk = await resident("2468458835291000505");
    await officer.post(`/console/hop-thu/${String(talk._id)}/nhan`);
    expect((await send(String(talk._id), "Sơ đồ đây ạ.", "so do.png", await jpeg())).status).toBe(303);
    expect((await send(String(talk._id), "Mẫu đơn đây ạ.", "Mẫu đơn.pdf", PDF)).status).toBe(303);
    const all = await answers(talk.userId);
    expect(all.map(({ text, kind }) => [text, kind])).toEqual([
      ["Sơ đồ đây ạ.", "ảnh"],
      ["Mẫu đơn đây ạ.", ""],
      ["", "tệp"],
    ]);
    const told: unknown[] = [];
    const zalo = {
      uploadImage: (_oa: string, bytes: Buffer, type: string) => (
        told.push([type, bytes.length > 100]), Promise.resolve("i1")
      ),
      uploadFile: (_oa: string, _bytes: Buffer, name: string, type: string) => (
        told.push([name, type]), Promise.resolve("f1")
      ),
    };
    const put = (id = "") => uploadAnswer({ box: house.core.box, zalo }, INBOX_OA, id);
    expect([await put(all[0]?.attachment), await put(all[2]?.attachment), await put("gone")]).toEqual([
      { imageAttachmentId: "i1" },
      { fileToken: "f1" },
      undefined,
    ]);
    expect(told).toEqual([
      ["image/jpeg", true],
      ["Mẫu đơn.pdf", "application/pdf"],
    ]);
    expect(textOf(await officer.get(`/console/hop-thu/${String(talk._id)}`))).toContain("Mẫu đơn.pdf");
  });

  test.each([
    ["a program", "don.pdf", () => Buffer.from("MZ\u0090\u0000"), 422, "Zalo chỉ nhận"],
    ["a sheet", "a.csv", () => Buffer.from("a,b"), 422, "Zalo chỉ nhận"],
    ["a moving picture", "a.gif", () => Buffer.from("GIF89a0000"), 422, "Zalo chỉ nhận"],
    ["6 MB", "a.pdf", () => Buffer.concat([PDF, Buffer.alloc(6_000_000)]), 422, "Zalo nhận tối đa 5 MB"],
    ["30 MB", "a.pdf", () => Buffer.concat([PDF, Buffer.alloc(30_000_000)]), 413, "Tệp quá lớn"],
  ])("with %s: refused at the file, the words stay", async (_what, name, bytes, status, words) => {
    const talk = await resident(`24684588352910006${String(bytes().length % 97).padStart(2, "0")}`);
    await setState(String(talk._id), ["bot"], "bot", null);
    await officer.post(`/console/hop-thu/${String(talk._id)}/nhan`);
    const answer = await send(String(talk._id), "Kính gửi Ông/Bà bản đồ.", name, bytes());
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    expect(/<textarea id="tra-loi"[^>]*>\s*([^<]*)/.exec(answer.text)?.[1]).toBe("Kính gửi Ông/Bà bản đồ.");
    expect(await answers(talk.userId)).toHaveLength(0);
  });
});
