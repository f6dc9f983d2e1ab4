import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { checkMaster } from "../../src/frames/check-master.ts";
import { compositePhoto } from "../../src/frames/composite-photo.ts";
import { countMaker, forgetMakers } from "../../src/frames/count-maker.ts";
import { drawFrame } from "../../src/frames/draw-frame.ts";
import { fetchPhoto, framePhoto, isPictureHost } from "../../src/frames/frame-photo.ts";
import { FrameMarkModel, FrameModel, FrameWishModel } from "../../src/frames/frame.model.ts";
import { addWish, findFrame } from "../../src/frames/frame.store.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { frameApproval, type FrameLook } from "../../src/frames/frame.decision.ts";
import { saveFrame, submitFrame } from "../../src/frames/prepare-frame.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { FRAME_SVG, openFrame } from "../support/frame.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-11-20T08:00:00+07:00"), now: () => new Date(clock.at) };
const deps = { clock, box: createSecretBox(settings.SECRETS_KEY), outside: here };
const WRITER = { id: "w", name: "A" };
const LEADER = { id: "l", name: "B" };
const form = {
  title: "Khung mẫu",
  rules: "Dùng làm ảnh đại diện.",
  startsAt: clock.at,
  endsAt: new Date(clock.at.getTime() + 86_400_000),
  chat: true,
};
const svg = (inner: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${inner}</svg>`);

openStore(settings);
beforeAll(async () => {
  const from = new Date("2025-07-01T00:00:00+07:00");
  const unit = {
    kind: "commune" as const,
    province: "Tỉnh Hồng Sao",
    parents: [],
    from,
    to: null,
    population: 1,
    households: 1,
    hamlets: 1,
    topics: [],
    contact: { address: "", hours: "", phone: "", dutyPhone: "" },
  };
  await saveUnits([
    { ...unit, _id: "sao-mai", name: "Xã Sao Mai", office: "UBND xã Sao Mai" },
    { ...unit, _id: "ben-lua", name: 'Phường "Bến" <Lụa>', office: "UBND phường Bến Lụa" },
  ]);
});

test.each([
  ["a script", svg("<script>1</script>"), "phần tử"],
  ["a handler", svg('<rect width="9" height="9" onload="x()"/>'), "lệnh chạy"],
  ["a remote picture", svg('<image href="https://example.org/a.png"/>'), "trong tệp"],
  ["a local file", svg('<image href="file:///etc/passwd"/>'), "trong tệp"],
  ["an SVG within", svg('<image href="data:image/svg+xml;base64,AAAA"/>'), "trong tệp"],
  ["a remote fill", svg('<rect width="9" height="9" fill="url(https://example.org/a)"/>'), "trong tệp"],
  ["an entity", Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'), "DOCTYPE"],
  ["a style sheet", svg("<style>@import url(//a)</style>"), "phần tử"],
  ["foreign content", svg("<foreignObject/>"), "phần tử"],
  [
    "no square",
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0h9v9z"/></svg>'),
    "vuông",
  ],
  ["a covered face", svg('<rect width="100" height="100" fill="red"/>'), "trong suốt"],
  ["plain text", Buffer.from("khung"), "PNG trong suốt hoặc SVG"],
])("a master with %s is refused in words", async (_name, bytes, words) => {
  await expect(checkMaster(bytes)).rejects.toMatchObject({
    status: 422,
    fields: { master: expect.stringContaining(words) },
  });
});

test("a PNG master is square, 1,080 or more, and lets a face through", async () => {
  const png = (width: number, height: number, alpha: number) =>
    sharp({ create: { width, height, channels: 4, background: { r: 200, g: 0, b: 0, alpha } } })
      .png()
      .toBuffer();
  expect(await checkMaster(await png(1080, 1080, 0))).toBe("png");
  for (const bad of [await png(1000, 1000, 0), await png(1200, 1080, 0), await png(1080, 1080, 1)])
    await expect(checkMaster(bad)).rejects.toMatchObject({ status: 422 });
  const opaque = await sharp({ create: { width: 1080, height: 1080, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  await expect(checkMaster(opaque)).rejects.toMatchObject({
    fields: { master: expect.stringContaining("trong suốt") },
  });
});

test("a layered master carries each unit's own name, as text; 1,080 and 2,048 px, transparent in the middle", async () => {
  const id = await openFrame(deps, "sao-mai", clock.at);
  const frame = await findFrame(id);
  if (!frame) throw new Error("no frame");
  const pictures = await Promise.all(["sao-mai", "ben-lua"].map((unit) => drawFrame(deps, frame, unit, 1080)));
  for (const picture of pictures) {
    const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([1080, 1080, 4]);
    expect(data[(540 * 1080 + 540) * 4 + 3]).toBe(0);
  }
  expect(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0))).toBe(false);
  expect((await sharp(await drawFrame(deps, frame, "sao-mai", 2048)).metadata()).width).toBe(2048);
  // drawn once: the second time it comes from what is kept
  expect((await drawFrame(deps, frame, "sao-mai", 1080)).equals(pictures[0] ?? Buffer.alloc(0))).toBe(true);
});

test("a picture is kept under the hash of the master it was drawn from", async () => {
  const file = (text: string) => ({ name: "a.svg", mimeType: "image/svg+xml", bytes: Buffer.from(text) });
  const id = await saveFrame(deps, "sao-mai", form, file(FRAME_SVG), WRITER);
  const before = await findFrame(id);
  await saveFrame(deps, "sao-mai", form, file(FRAME_SVG.replace("#b00020", "#0020b0")), WRITER, id);
  const after = await findFrame(id);
  if (!before || !after) throw new Error("no frame");
  const colour = async (picture: Buffer) => [...(await sharp(picture).raw().toBuffer()).subarray(0, 3)];
  await expect(drawFrame(deps, before, "sao-mai", 1080)).rejects.toMatchObject({ status: 409 });
  expect(await colour(await drawFrame(deps, after, "sao-mai", 1080))).toEqual([0x00, 0x20, 0xb0]);
  // brought back, it is drawn from its own
  await saveFrame(deps, "sao-mai", form, file(FRAME_SVG), WRITER, id);
  expect(await colour(await drawFrame(deps, before, "sao-mai", 1080))).toEqual([0xb0, 0x00, 0x20]);
});

test("it opens only after another looked at emblem and circle", async () => {
  const file = { name: "a.svg", mimeType: "image/svg+xml", bytes: Buffer.from(FRAME_SVG) };
  const id = await saveFrame(deps, "sao-mai", form, file, WRITER);
  await submitFrame(deps, "sao-mai", id, WRITER);
  const look = { emblem: true, circle: true };
  const approve = (wish: FrameLook, by: typeof WRITER) =>
    lookAndDecide(frameApproval, deps, { unitCode: "sao-mai", id, by, wish });
  await expect(approve(look, WRITER)).rejects.toMatchObject({ status: 403 });
  for (const half of [
    { ...look, emblem: false },
    { ...look, circle: false },
  ])
    await expect(approve(half, LEADER)).rejects.toMatchObject({ status: 422 });
  await approve(look, LEADER);
  await expect(saveFrame(deps, "sao-mai", form, file, WRITER, id)).rejects.toMatchObject({ status: 409 });
  expect((await FrameModel.findById(id))?.chat).toBe(true);
});

test("people and not clicks: one person is one, no list of who is kept, and marks go when it is over", async () => {
  const id = await openFrame(deps, "sao-mai", clock.at);
  const frame = await findFrame(id);
  if (!frame) throw new Error("no frame");
  for (let n = 0; n < 5; n += 1) await countMaker(deps, frame, "zalo:2468458835296999999");
  await countMaker(deps, frame, "phone:0123456789abcdef");
  expect(await findFrame(id)).toMatchObject({ people: 1, phones: 1 });
  expect(JSON.stringify(await FrameMarkModel.find({ campaignId: id }).lean())).not.toMatch(/2468458|0123456789/);
  const before = clock.at;
  clock.at = new Date(clock.at.getTime() + 40 * 86_400_000);
  expect(await forgetMakers(deps)).toBeGreaterThan(0);
  expect(await FrameMarkModel.countDocuments({ campaignId: id })).toBe(0);
  expect(await findFrame(id)).toMatchObject({ people: 1, phones: 1, countKey: "" });
  clock.at = before;
});

test.each([
  ["https://photo.zdn.vn/a/o.jpg", true],
  ["https://zdn.vn/a.jpg", true],
  ["https://f1-zpg.zadn.vn/x.jpg?y=1", true],
  ["http://photo.zdn.vn/a.jpg", false],
  ["https://photo.zdn.vn:8443/a.jpg", false],
  ["https://zdn.vn.evil.example/a.jpg", false],
  ["https://evilzdn.vn/a.jpg", false],
  ["https://user:secret@photo.zdn.vn/a.jpg", false],
  ["https://photo.zdn.vn@evil.example/a.jpg", false],
  ["https://127.0.0.1/a.jpg", false],
  ["https://[::1]/a.jpg", false],
  ["http://169.254.169.254/latest/meta-data", false],
  ["file:///etc/passwd", false],
  ["data:image/png;base64,AAAA", false],
  ["không phải địa chỉ", false],
])("only Zalo's picture hosts: %s", (address, allowed) => {
  expect(isPictureHost(address, ["zdn.vn", "zadn.vn"])).toBe(allowed);
});

describe("photos sent to the OA", () => {
  let server: Server;
  let origin = "";
  const asked: string[] = [];
  beforeAll(async () => {
    const photo = await sharp({ create: { width: 1600, height: 900, channels: 3, background: "#2060c0" } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      if (request.url === "/o.jpg") response.end(photo);
      else if (request.url === "/away") response.writeHead(302, { Location: `${origin}/o.jpg` }).end();
      else if (request.url === "/huge") {
        const pump = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
          if (!response.destroyed) response.once("drain", pump);
        };
        pump();
      } else if (request.url === "/text") response.end("không phải ảnh");
      else response.writeHead(request.url === "/ill" ? 500 : 404).end();
    });
    // a machine that is busy for seconds must not lose the connection a client still holds
    server.keepAliveTimeout = 0;
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done).closeAllConnections()));

  test("no redirect is followed, size is bounded, another host is never asked", async () => {
    expect((await fetchPhoto(`${origin}/o.jpg`, [origin])).length).toBeGreaterThan(1000);
    await expect(fetchPhoto(`${origin}/away`, [origin])).rejects.toThrow();
    await expect(fetchPhoto(`${origin}/huge`, [origin])).rejects.toMatchObject({ status: 422 });
    asked.length = 0;
    await expect(fetchPhoto(`${origin}/o.jpg`, ["zdn.vn"])).rejects.toMatchObject({ status: 422 });
    expect(asked).toEqual([]);
  });

  test("framed, upright, 1,080 px, nothing of the camera in it; answered once; nothing is stored", async () => {
    const id = await openFrame(deps, "sao-mai", clock.at);
    const sent: { picture: Buffer | undefined; text: string }[] = [];
    let [uploaded, broken] = [undefined as Buffer | undefined, true];
    const words: string[] = [];
    const photos = {
      ...deps,
      pictureHosts: [origin],
      async uploadPicture(_oa: string, picture: Buffer) {
        if (broken) throw new Error("Zalo is away");
        uploaded = picture;
        return "attachment";
      },
      async sendPicture(_oa: string, _user: string, _attachment: string, text: string) {
        sent.push({ picture: uploaded, text });
        return true;
      },
      sendText: async (_oa: string, _user: string, text: string) => words.push(text) > 0,
    };
    const wish = (name: string, path: string) =>
      addWish({
        _id: name,
        campaignId: id,
        unitCode: "sao-mai",
        oaId: "1",
        userId: "2",
        appUserId: "3",
        url: deps.box.seal(`${origin}${path}`),
        state: "waiting",
        at: clock.at,
      });
    await wish("one", "/o.jpg");
    await expect(framePhoto(photos, "one")).rejects.toThrow("Zalo is away");
    broken = false;
    await framePhoto(photos, "one");
    await framePhoto(photos, "one");
    expect(sent).toHaveLength(1);
    const meta = await sharp(sent[0]?.picture).metadata();
    expect([meta.width, meta.height, meta.format, meta.exif, meta.orientation]).toEqual([
      1080,
      1080,
      "jpeg",
      undefined,
      undefined,
    ]);
    expect(sent[0]?.picture?.length).toBeLessThanOrEqual(1_048_576);
    expect(sent[0]?.text).toContain("không lưu ảnh");
    expect(await findFrame(id)).toMatchObject({ people: 1 });
    await wish("two", "/text");
    await framePhoto(photos, "two");
    expect(words[0]).toContain("chưa ghép được ảnh này");
    // Zalo's picture host is ill: the photo is not at fault, and is tried again for a while
    await wish("ill", "/ill");
    await expect(framePhoto(photos, "ill")).rejects.toThrow("500");
    expect([words.length, await FrameWishModel.countDocuments({ state: "waiting" })]).toEqual([1, 1]);
    await framePhoto({ ...photos, clock: { now: () => new Date(clock.at.getTime() + 16 * 60_000) } }, "ill");
    expect(words[1]).toContain("chưa ghép được ảnh này");
    // cut after the answer may have gone out: it is not sent again
    await wish("three", "/o.jpg");
    await FrameWishModel.updateOne({ _id: "three" }, { $set: { state: "sending" } });
    await framePhoto(photos, "three");
    expect(sent).toHaveLength(1);
    expect(await FrameWishModel.countDocuments()).toBe(0);
  });

  test("a bomb of pixels and an SVG are refused before they are drawn", async () => {
    const frame = Buffer.alloc(1080 * 1080 * 4);
    const bomb = await sharp({
      create: { width: 9000, height: 9000, channels: 3, background: "#fff" },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    await expect(compositePhoto(bomb, frame)).rejects.toMatchObject({ status: 422 });
    await expect(compositePhoto(svg("<rect/>"), frame)).rejects.toMatchObject({ status: 422 });
  });
});
