import { syncFollowersJob } from "../../src/citizens/citizen.jobs.ts";
import { InboundEventModel } from "../../src/citizens/inbound-event.model.ts";
import { DraftModel } from "../../src/drafts/draft.model.ts";
import { dayKey } from "../../src/kernel/send-hours.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { createResidentSessions } from "../../src/web/resident-sessions.ts";
import { formsOf } from "../routes/find-forms.ts";
import { drafts } from "../routes/homes-open.ts";
import { broadcasts } from "../routes/homes.ts";
import { differences, snapshot } from "../routes/snapshot.ts";
import { House, SEED, textOf, type Visitor } from "../support/agent.ts";

/** Presses that no other test refuses what their pages would not offer: the connection, events set aside, the seal. */
let house: House;
let officer: Visitor;
beforeAll(async () => {
  house = await House.open({ API_LIMITS: "off" });
  officer = await house.as("commune_officer");
});
afterAll(() => house.close());

type Post = readonly [who: Visitor, path: string, body?: Record<string, string>];
async function refused(posts: readonly Post[]): Promise<void> {
  const before = await snapshot();
  for (const [who, path, body = {}] of posts) {
    const { status } = await who.post(path, body);
    expect([path, body, status >= 400 && status < 500, status]).toEqual([path, body, true, status]);
  }
  expect(differences(before, await snapshot())).toEqual([]);
}
async function taken(who: Visitor, path: string, body: Record<string, string> = {}): Promise<string> {
  const answer = await who.post(path, body);
  expect([path, answer.status]).toEqual([path, 303]);
  return answer.headers["location"] ?? "";
}

describe("the connection of a channel", () => {
  const at = "/console/ket-noi-oa";

  test("is begun by who may, and ended only by who began it, once", async () => {
    const others = await Promise.all((["commune_approver", "auditor"] as const).map((role) => house.as(role)));
    await refused(others.map((who): Post => [who, at]));
    const before = await snapshot();
    const away = await taken(officer, at, { officialId: "constructor", unitCode: "ben-lua" });
    const state = new URL(away).searchParams.get("state") ?? "";
    expect(state).toMatch(/^[\w-]{24}$/);
    const neighbour = await house.as("commune_officer", "ben-lua");
    const back = (who: Visitor, query: string) => who.get(`${at}/tro-lai?code=x&${query}`);
    expect((await back(neighbour, `state=${state}`)).status).toBe(422);
    // a state that was shown to somebody else is worth nothing any more, to anybody
    for (const query of [`state=${state}`, "state=constructor", "state=", ""])
      expect([query, (await back(officer, query)).status]).toEqual([query, 422]);
    const ignored = /sessions|officials|audit/;
    expect(differences(before, await snapshot()).filter((one) => !ignored.test(one))).toEqual([]);
  });

  test("is checked and read for the own unit only, and where there is one", async () => {
    await broadcasts("ben-lua", "mau", "388613280878808646");
    // the neighbour's channel is not ours, whatever is sent along
    const named = { oaId: "388613280878808646", unitCode: "ben-lua" };
    await refused([
      [officer, `${at}/kiem-tra`, named],
      [officer, `${at}/dong-bo`, named],
    ]);
    const neighbour = await house.as("commune_officer", "ben-lua");
    expect(await taken(neighbour, `${at}/kiem-tra`)).toContain(at);
    const waits = (): Promise<boolean> =>
      house.core.producer.has(syncFollowersJob, { v: 1, oaId: "388613280878808646" });
    expect(await waits()).toBe(false);
    await taken(neighbour, `${at}/dong-bo`);
    expect(await waits()).toBe(true);
  });
});

describe("what one person may hand in", () => {
  const PNG = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  test("an official: so many files a day, and so many bytes; a preview counts for nothing", async () => {
    const one = await house.addOfficial("commune_officer", "nhieu-tep", "sao-mai");
    const visitor = await house.enter(one.email);
    const name = `${house.core.prefix}:uploads:${one.id}:${dayKey(house.core.clock.now())}`;
    const item = {
      kind: "tin",
      title: "Lịch tiêm",
      text: "Mời bà con.",
      source: "Trạm Y tế",
      sourceClass: "cong-khai",
    };
    const send = (path: string) =>
      visitor.postFile(
        `/console/noi-dung/${path}`,
        { ...item, privatePeople: "khong", pictureAlt: "Ảnh" },
        {
          field: "picture",
          name: "a.png",
          type: "image/png",
          bytes: PNG,
        },
      );
    expect((await send("xem-truoc")).status).toBe(200);
    expect(await house.core.visits.hgetall(name)).toEqual({});
    const first = await send("moi");
    expect([first.status, textOf(first).slice(-600)]).toEqual([303, expect.any(String)]);
    expect(await house.core.visits.hgetall(name)).toEqual({ files: "1", bytes: String(PNG.length) });
    for (const full of [{ files: "300" }, { files: "1", bytes: "999999999" }]) {
      await house.core.visits.hset(name, full);
      const before = await snapshot();
      const answer = await send("moi");
      expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining("nhiều nhất cho một ngày")]);
      // what was typed stands there
      expect(answer.text).toContain("Lịch tiêm");
      expect(differences(before, await snapshot())).toEqual([]);
    }
  });

  test("a resident: so many pictures an hour", async () => {
    const { core } = house;
    const session = await createResidentSessions(core.visits, core.prefix).begin({ appUserId: "900001", name: "A" });
    const send = async (): Promise<number> => {
      const post = house.visitor().agent.post("/api/v1/requests/pictures").set({ "x-session": session });
      return (await post.send({}).ok(() => true)).status;
    };
    for (let n = 0; n < 20; n += 1) expect(await send()).toBe(422);
    expect(await send()).toBe(429);
  });
});

test("events set aside are decided by name and reason, and only what waits", async () => {
  const at = "/console/dich-vu/su-kien";
  const event = { oaId: "1", line: "l", seq: "1", tries: 5, receivedAt: new Date() };
  await InboundEventModel.create([
    { ...event, _id: "a", name: "user_send_text", state: "waiting", why: "failed", body: "sealed" },
    { ...event, _id: "b", name: "user_send_text", state: "recorded", why: "", body: "sealed" },
    { ...event, _id: "c", name: "user_seen_message", state: "kept", why: "unknown-name" },
    { ...event, _id: "d", name: "follow", state: "waiting", why: "unreadable", line: "", seq: "" },
  ]);
  const admin = await house.as("sys_admin", "so");
  const good = { name: "user_send_text", why: "failed", decision: "retry" };
  const asks = (body: Record<string, string>): Post => [admin, at, { ...good, ...body }];
  await refused([
    ...["constructor", "", "user_seen_message", "$ne"].map((name) => asks({ name })),
    ...["constructor", "", "unreadable", "unknown-name", "too-old"].map((why) => asks({ why })),
    ...["constructor", "", "kept"].map((decision) => asks({ decision })),
    asks({ "name[$ne]": "", name: "" }),
    [officer, at, good],
    [await house.as("dept_coordinator", "so"), at, good],
  ]);
  await taken(admin, at, good);
  await taken(admin, at, { name: "follow", why: "unreadable", decision: "let-be" });
  const rows = await InboundEventModel.find().sort({ _id: 1 }).lean();
  expect(rows.map(({ _id, state, tries, body }) => [_id, state, tries, body])).toEqual([
    ["a", "recorded", 0, "sealed"],
    ["b", "recorded", 5, "sealed"],
    ["c", "kept", 5, undefined],
    ["d", "kept", 5, undefined],
  ]);
  await refused([asks({})]);
});

test("a draft is sealed by who may, over what was on the screen, with own digits, once", async () => {
  const [own, away] = [await drafts(house.core, "sao-mai", "mau"), await drafts(house.core, "ben-lua", "mau")];
  const leader = await house.as("commune_approver");
  const page = (id: string): string => `/console/du-thao/${id}/bao-cao`;
  const at = (id: string): string => `${page(id)}/niem-phong`;
  const shown = formsOf((await leader.get(page(own.draftClosed))).text, page(own.draftClosed));
  const fields = shown.find(({ action }) => action === at(own.draftClosed))?.fields ?? [];
  const seen = fields.find(({ name }) => name === "seen")?.value ?? "";
  expect(seen).not.toBe("");
  await house.freshCodes("commune-approver@sao-mai.loaso.test");
  const code = currentCode(SEED, house.core.clock.now());
  const good = {
    seen,
    code,
    number: "12",
    signerTitle: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    signerName: "Nguyễn Văn Mẫu",
    proposals: "",
  };
  const asks = (body: Record<string, string>): Post => [leader, at(own.draftClosed), { ...good, ...body }];
  await refused([
    ...[away.draftClosed, own.draftOpen, own.draft, own.draftSealed, "constructor", "6a0000000000000000000000"].map(
      (id): Post => [leader, at(id), good],
    ),
    asks({ seen: "" }),
    asks({ seen: "0".repeat(64) }),
    asks({ number: "-1" }),
    asks({ number: "constructor" }),
    asks({ signerName: " " }),
    asks({ signerTitle: "" }),
    asks({ code: "" }),
    asks({ code: code === "000000" ? "000001" : "000000" }),
    [officer, at(own.draftClosed), good],
    [await house.as("auditor"), at(own.draftClosed), good],
  ]);
  await taken(leader, at(own.draftClosed), good);
  expect(await DraftModel.findById(own.draftClosed).lean()).toMatchObject({ state: "sealed", seal: { number: 12 } });
  // the same press, whose answer was lost, is told the same; one that asks for something else is not
  await taken(leader, at(own.draftClosed), good);
  await refused([asks({ proposals: "Đề nghị tỉnh xem xét." }), asks({ number: "13" })]);
});
