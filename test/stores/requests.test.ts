import sharp from "sharp";
import { forgetRequester, KEEP_DAYS, purgeRequests } from "../../src/requests/keep-and-purge.ts";
import { purgeOrphanPictures } from "../../src/requests/orphan-pictures.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { keepPicture, RequestPictureModel, usePicture } from "../../src/requests/request-picture.ts";
import { listBetween } from "../../src/requests/request.store.ts";
import { countRequests } from "../../src/requests/rules.ts";
import {
  answerRequest,
  createRequestBox,
  findByCode,
  openWords,
  type RequestDeps,
  takeRequest,
} from "../../src/requests/take-request.ts";
import { here } from "../../src/outside/perform.ts";
import type { Outside } from "../../src/outside/task.ts";
import { importUnits } from "../../src/units/import-units.ts";
import { testSettings } from "../support/settings.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const START = new Date("2026-01-05T08:00:00+07:00");
const DAY = 86_400_000;
const clock = { at: START, now: () => clock.at };
const told: string[] = [];
const deps: RequestDeps & { outside: Outside } = {
  clock,
  outside: here,
  requests: createRequestBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  async tell(_oaId, userId, text) {
    told.push(`${userId}: ${text}`);
    return true;
  },
};
const CLERK = { id: "clerk", name: "Cán bộ A" };

openStore(settings);
beforeAll(async () => {
  const head = "code,name,office,kind,province,parent,from,to,population,households,hamlets";
  await importUnits(deps, `${head}\r\nsao-mai,Xã Sao Mai,UBND xã Sao Mai,commune,Hồng Sao,,2025-07-01,,12900,3480,12`);
});
beforeEach(async () => {
  clock.at = START;
  await RequestModel.deleteMany({});
  await RequestPictureModel.deleteMany({});
});

let keys = 0;
async function send(what: string, userId = "1"): Promise<string> {
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#0b4ea2" } })
    .jpeg()
    .toBuffer();
  keys += 1;
  const { code } = await takeRequest(deps, {
    unitCode: "sao-mai",
    what,
    where: "Ngã ba thôn 2",
    contact: "0900 000 002",
    picture: await usePicture(await keepPicture(deps, photo), "report"),
    channel: "mini-app",
    once: `key-${keys}`,
    rateBy: "",
    reach: { oaId: "1", userId },
  });
  return code;
}
const answer = async (code: string): Promise<boolean> =>
  answerRequest(deps, "sao-mai", String((await findByCode(code))._id), "Đã thay bóng đèn sáng nay.", CLERK);
const owner = (userId: string): string => deps.requests.mark(`owner:1:${userId}`);

test("words, contact, picture and answer of what ended go after a year; what waits stays; the counts stay", async () => {
  const ended = await send("Đèn đường thôn 2 hỏng");
  const accusing = await send("Tôi tố cáo ông A lấy tiền quỹ");
  const waiting = await send("Ổ gà trước cổng trường");
  expect(await answer(ended)).toBe(true);
  clock.at = new Date(START.getTime() + (KEEP_DAYS - 1) * DAY);
  expect(await purgeRequests(deps)).toBe(0);
  clock.at = new Date(START.getTime() + (KEEP_DAYS + 1) * DAY);
  const figures = async () =>
    countRequests(await listBetween("sao-mai", START, new Date(START.getTime() + DAY)), clock.at);
  const before = await figures();
  expect(await purgeRequests(deps)).toBe(2);
  for (const code of [ended, accusing]) {
    const row = await findByCode(code);
    expect(row).toMatchObject({ body: "", answer: "", owner: "", reach: "" });
    expect(openWords(deps.requests, row)).toMatchObject({ contact: "", picture: "", where: "" });
  }
  expect(openWords(deps.requests, await findByCode(waiting))).toMatchObject({
    what: "Ổ gà trước cổng trường",
    contact: "0900 000 002",
  });
  expect(await RequestPictureModel.countDocuments()).toBe(1);
  expect(await figures()).toEqual(before);
  expect(before.received).toBe(3);
  expect(await purgeRequests(deps)).toBe(0);
});

test("who asks to be forgotten leaves no contact, picture or tie; the office keeps the matter it still has to see to", async () => {
  const ended = await send("Đèn đường thôn 2 hỏng");
  const waiting = await send("Ổ gà trước cổng trường");
  const neighbour = await send("Rác ở bãi đất thôn 3", "2");
  await answer(ended);
  await forgetRequester(deps, owner("1"));
  expect(await findByCode(ended)).toMatchObject({ body: "", answer: "", owner: "", reach: "", state: "answered" });
  const left = await findByCode(waiting);
  expect(left).toMatchObject({ owner: "", reach: "", state: "received" });
  expect(openWords(deps.requests, left)).toEqual({
    what: "Ổ gà trước cổng trường",
    where: "Ngã ba thôn 2",
    contact: "",
    picture: "",
  });
  const before = told.length;
  expect(await answer(waiting)).toBe(false);
  expect(told).toHaveLength(before);
  expect(openWords(deps.requests, await findByCode(neighbour)).contact).toBe("0900 000 002");
  expect(await RequestPictureModel.countDocuments()).toBe(1);
  await forgetRequester(deps, "");
  expect((await findByCode(neighbour)).owner).toBe(owner("2"));
});

test("a picture whose report was never stored, or was stored with another, goes after a day; one that is named stays", async () => {
  const keep = async (): Promise<string> => {
    const id = `picture-${(keys += 1)}`;
    await RequestPictureModel.create({ _id: id, sealed: deps.requests.box.seal("x"), at: clock.at, used: false });
    return id;
  };
  const report = {
    unitCode: "sao-mai",
    what: "Đèn đường thôn 2 hỏng",
    where: "",
    contact: "",
    channel: "web" as const,
  };
  const tied = (id: string, once: string) => usePicture(id, deps.requests.mark(`sao-mai:${once}`));
  const [named, lost, second] = [await keep(), await keep(), await keep()];
  await takeRequest(deps, { ...report, once: "stored", rateBy: "", picture: await tied(named, "stored") });
  await tied(lost, "ended in between");
  await tied(second, "stored");
  expect(await purgeOrphanPictures(deps)).toBe(0);
  clock.at = new Date(START.getTime() + 2 * DAY);
  expect(await purgeOrphanPictures(deps)).toBe(2);
  expect((await RequestPictureModel.find().lean()).map((one) => one._id)).toEqual([named]);
  expect(await purgeOrphanPictures(deps)).toBe(0);
});
