import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConsoleSession } from "../support/console-session.ts";
import { docx, noise, paragraph, ring } from "../support/hostile.ts";
import { userNumber, World } from "../support/world.ts";

const fixtures = join(process.cwd(), "test/fixtures");
const read = (name: string): Buffer => readFileSync(join(fixtures, name));
let world: World;
let officer: ConsoleSession;
beforeAll(async () => {
  world = await World.start({ residents: 5, workers: 0, settings: { API_LIMITS: "off" } });
  officer = new ConsoleSession(world.webUrl);
  await officer.enter((await world.addOfficial("commune_officer", "can-bo")).email);
});
afterAll(() => world.stop());

const draft = (name: string, bytes: Buffer) =>
  officer.upload("/console/du-thao/moi", { field: "file", name, bytes }, { title: "Dự thảo" });
const frame = (name: string, bytes: Buffer) =>
  officer.upload("/console/khung/moi", { field: "master", name, bytes }, FRAME_FORM);
const FRAME_FORM = { title: "Khung", rules: "Dùng.", startsAt: "2026-11-20T08:00", endsAt: "2027-11-20T08:00" };
const QUESTION_FORM = { text: "Câu hỏi mẫu?", options: ["a", "b"], right: "0", pictureAlt: "Ảnh" };
const healthy = async (): Promise<boolean> => (await fetch(`${world.webUrl}/healthz`)).ok;

test("every bomb at once: each page says why, the door and other pages answer meanwhile", async () => {
  const names = readdirSync(join(fixtures, "bombs"));
  const bombs = names.map((name) => (name.endsWith(".svg") ? frame : draft)(name, read(`bombs/${name}`)));
  for (let n = 0; n < 5; n += 1) {
    await world.say(userNumber(0), `tin ${n}`);
    expect(await healthy()).toBe(true);
  }
  const answers = await Promise.all(bombs);
  expect(answers.map((one) => one.status)).toEqual(names.map(() => 422));
  expect(answers.map((one) => /ngoài giới hạn|nhiều hơn|lớn hơn|cần viewBox/.test(one.text))).toEqual(
    names.map(() => true),
  );
  // and what comes after them is read as ever
  expect((await draft("tot.docx", docx(paragraph("Điều 1. Phạm vi")))).status).toBe(303);
  expect((await frame("tot.svg", ring())).status).toBe(303);
});

const truncated = read("pictures/truncated.jpg");
test.each<[string, string, string, Record<string, string | string[]>, string]>([
  ["an item", "/console/noi-dung/moi", "picture", { title: "Tin", pictureAlt: "Ảnh" }, "cắt ngang"],
  ["a question", "/console/thi/cau-hoi/moi", "media", QUESTION_FORM, "cắt ngang"],
  ["a frame", "/console/khung/moi", "master", FRAME_FORM, "PNG trong suốt hoặc SVG"],
])(
  "a picture that is cut off is a sentence on the page of %s, never a fault",
  async (_name, action, field, fields, words) => {
    const { status, text } = await officer.upload(action, { field, name: "a.jpg", bytes: truncated }, fields);
    expect([status, text.includes(words)]).toEqual([422, true]);
  },
);

test("residents are told the same about a picture, and one that is whole is kept", async () => {
  const send = async (bytes: Buffer, type = "image/jpeg") => {
    const answer = await fetch(`${world.webUrl}/api/v1/requests/pictures`, {
      method: "POST",
      headers: { "content-type": type },
      body: Uint8Array.from(bytes),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const whole = await noise(300, 200).jpeg().toBuffer();
  expect(await send(whole)).toMatchObject({ status: 200, body: { picture: expect.any(String) } });
  const words = { error: { fields: { picture: expect.stringContaining("cắt ngang") } } };
  expect(await send(truncated)).toMatchObject({ status: 422, body: words });
  // a type that lies, and a body that says it is packed in a way nobody knows
  expect(await send(ring(), "image/png")).toMatchObject({ status: 422 });
  const odd = await fetch(`${world.webUrl}/api/v1/requests/pictures`, {
    method: "POST",
    headers: { "content-type": "image/png", "content-encoding": "zzz" },
    body: Uint8Array.from(whole),
  });
  expect(odd.status).toBe(415);
});

test("a form that is cut off, has no boundary or too many parts is the sender's fault, never ours", async () => {
  const page = "/console/du-thao/moi";
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';
  const bodies: [string, string][] = [
    [
      `${part}--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf`,
      "multipart/form-data; boundary=x",
    ],
    ["nothing", "multipart/form-data"],
    [`${part.repeat(100)}--x--`, "multipart/form-data; boundary=x"],
  ];
  for (const [body, type] of bodies) expect((await officer.post(page, Buffer.from(body), type)).status).toBe(400);
  const large = await draft("lon.docx", Buffer.alloc(12_000_001));
  expect([large.status, large.text.includes("dưới 12 MB")]).toEqual([413, true]);
});

test("more uploads than are held at one time are told to come back, and none is lost without a word", async () => {
  const one = docx(paragraph("Điều 1. Phạm vi"));
  const answers = await Promise.all(Array.from({ length: 24 }, () => draft("a.docx", one)));
  // both come about: some are taken, and some are told
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([303, 503]));
  expect(answers.filter((answer) => answer.status === 503).every((answer) => answer.text.includes("đang bận"))).toBe(
    true,
  );
  expect(world.readLog()).not.toContain("request-failed");
});
