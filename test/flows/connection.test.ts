import { RefusalSecretModel } from "../../src/citizens/refusals.ts";
import { OaModel } from "../../src/zalo/oa.model.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { composeCore } from "../../src/compose.ts";
import { syncFollowers } from "../../src/citizens/sync-followers.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { acceptDeps, requestDeps } from "../../src/compose.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { forgetRequester } from "../../src/requests/keep-and-purge.ts";
import { answerRequest, findByCode as findRequest, takeRequest } from "../../src/requests/take-request.ts";
import { eventually, OA, userNumber, World } from "../support/world.ts";
import { publishDraft } from "../support/publish.ts";

const BY = { id: "1", name: "A" };
let world: World;
beforeAll(async () => {
  world = await World.start({ residents: 130, oa: { type: 4 }, workers: 0, web: false });
});
afterAll(() => world.stop());

test("a state-agency OA is learned to take v2, once, and stays so", async () => {
  const { zalo } = world.core;
  expect(await zalo.sendMessage(OA, userNumber(0), { text: "Thử" })).toMatchObject({ kind: "accepted" });
  expect((await OaModel.findById(OA).lean())?.apiVersion).toBe("v2");
  const before = (await world.counters())["api-calls"] ?? 0;
  await zalo.sendMessage(OA, userNumber(1), { text: "Thử" });
  expect(((await world.counters())["api-calls"] ?? 0) - before).toBe(1);
});

test("two workers refresh one token: one wins, none loses the OA", async () => {
  const others = [
    composeCore(world.core.settings, "a"),
    composeCore(world.core.settings, "b"),
    composeCore(world.core.settings, "c"),
  ];
  const generation = (await OaModel.findById(OA).lean())?.generation ?? 0;
  const calls = (await world.counters())["refresh-calls"] ?? 0;
  const got = await Promise.all(
    [world.core, ...others].flatMap((core) => [core.tokens.renew(OA, generation), core.tokens.renew(OA, generation)]),
  );
  expect(got.every((access) => access.kind === "access" && access.generation === generation + 1)).toBe(true);
  expect(((await world.counters())["refresh-calls"] ?? 0) - calls).toBe(1);
  expect((await world.counters())["refresh-refused"] ?? 0).toBe(0);
  for (const core of others) {
    await core.producer.close();
    core.redis.disconnect();
  }
});

test("an expired token is renewed in the middle of a call and the call goes through once", async () => {
  await world.sim("expire-tokens", {});
  const before = (await world.accepted())[userNumber(2)] ?? 0;
  expect(await world.core.zalo.sendMessage(OA, userNumber(2), { text: "Sau khi hết hạn" })).toMatchObject({
    kind: "accepted",
  });
  expect((await world.accepted())[userNumber(2)]).toBe(before + 1);
});

test("tokens are sealed at rest; nothing readable stands in the database", async () => {
  const row = JSON.stringify(await OaModel.findById(OA).lean());
  expect(row).not.toContain("AT_");
  expect(row).not.toContain("RT_");
});

test("followers are synchronised by pages of 50, with the day they last wrote", async () => {
  const result = await syncFollowers(world.core, OA);
  expect(result).toMatchObject({ read: 130, told: 130, beyondReach: 0 });
  expect(await CitizenModel.countDocuments({ oaId: OA, isFollower: true })).toBe(130);
  expect((await syncFollowers(world.core, OA)).added).toBe(0);
});

test("a picture is uploaded and shown; too long a text is refused before Zalo is asked", async () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  );
  const id = await world.core.zalo.uploadImage(OA, png, "image/png");
  expect(await world.core.zalo.sendMessage(OA, userNumber(3), { text: "Ảnh", imageAttachmentId: id })).toMatchObject({
    kind: "accepted",
  });
  const calls = (await world.counters())["api-calls"] ?? 0;
  await expect(world.core.zalo.sendMessage(OA, userNumber(3), { text: "ậ".repeat(2001) })).rejects.toThrow();
  expect((await world.counters())["api-calls"]).toBe(calls);
});

test("an article is made, waited for and broadcast once; quota, tags and profile are read", async () => {
  const { zalo } = world.core;
  const token = await zalo.createArticle(OA, {
    title: "Tin tuần",
    author: "UBND xã Sao Mai",
    description: "Tóm tắt",
    coverUrl: "https://example.gov.vn/a.jpg",
    body: [{ type: "text", content: "<p>Nội dung</p>" }],
  });
  expect(await zalo.verifyArticle(OA, token)).toBeUndefined();
  const id = await eventually(
    "the article",
    () => zalo.verifyArticle(OA, token),
    (found) => found !== undefined,
  );
  const hour = (new Date().getUTCHours() + 7) % 24;
  await world.sim("clock", { skewMs: (12 - hour) * 3_600_000 });
  expect(await zalo.broadcastArticles(OA, [id ?? ""])).toMatchObject({ kind: "accepted" });
  await world.sim("clock", { skewMs: (23 - hour) * 3_600_000 });
  expect(await zalo.broadcastArticles(OA, [id ?? ""])).toMatchObject({ kind: "retry", reason: "night" });
  await world.sim("clock", { skewMs: 0 });
  await zalo.tagUser(OA, userNumber(4), "thôn 5");
  expect(await zalo.listTags(OA)).toEqual(["thôn 5"]);
  expect((await zalo.quota(OA))[0]).toMatchObject({ product: "cs", total: 2000 });
  expect(await zalo.getOa(OA)).toMatchObject({ oaId: OA, oaType: 4 });
  expect((await zalo.userDetail(OA, userNumber(4))).displayName).toBe("Người dân mẫu 0005");
});

test("Zalo's limit at two levels is held exactly over three processes, and nearly all of it is used", async () => {
  await world.sim("oas", { id: OA, name: "UBND xã Sao Mai", type: 4, package: "Growth" });
  await world.core.redis.del(...(await world.core.redis.keys(`${world.core.prefix}:limit:*`)), "none");
  const cores = [world.core, composeCore(world.core.settings, "a"), composeCore(world.core.settings, "b")];
  const started = Date.now();
  let granted = 0;
  const lanes = cores.map(async ({ limits }) => {
    while (Date.now() - started < 12_000) {
      const turn = await limits.take("limit-test", 5);
      granted += turn.granted;
      if (turn.granted === 0) await new Promise((resolve) => setTimeout(resolve, Math.min(turn.waitMs, 200)));
    }
  });
  await Promise.all(lanes);
  const allowance = (100 * (Date.now() - started)) / 60_000;
  expect(granted).toBeLessThanOrEqual(Math.ceil(allowance));
  expect(granted).toBeGreaterThanOrEqual(Math.floor(allowance * 0.95));
  for (const core of cores.slice(1)) {
    await core.producer.close();
    core.redis.disconnect();
  }
});

test("keys rotate: everything sealed opens under the new key, and under the old one no more", async () => {
  const old = world.env["SECRETS_KEY"] ?? "";
  const fresh = Buffer.alloc(32, 9).toString("base64");
  const upload = { name: "a.txt", bytes: Buffer.from("1. Một\nĐoạn văn.\n"), note: "" };
  const fields = { title: "Dự thảo", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const draftId = await startDraft(world.core, "sao-mai", fields, upload, { id: "1", name: "A" });
  const period = { openAt: new Date(Date.now() - 1000), closeAt: new Date(Date.now() + 86_400_000) };
  await publishDraft(world.core, "sao-mai", draftId, period);
  const signed = { oaId: OA, userId: userNumber(1), name: "A" };
  const said = {
    draftId,
    position: "",
    stance: "gop-y" as const,
    text: "Ý kiến kín",
    reason: "",
    channel: "web" as const,
  };
  await acceptComment(acceptDeps(world.core), { ...said, once: "r", rateBy: "", signed });
  // a report whose sender was forgotten has nothing sealed any more
  const reach = { oaId: OA, userId: userNumber(2) };
  const report = { unitCode: "sao-mai", what: "Đèn đường hỏng", where: "", contact: "", channel: "web" as const };
  const { code: tracking } = await takeRequest(requestDeps(world.core), { ...report, once: "f", rateBy: "", reach });
  await answerRequest(requestDeps(world.core), "sao-mai", String((await findRequest(tracking))._id), "Đã sửa.", BY);
  await forgetRequester(world.core, world.core.requests.mark(`owner:${OA}:${userNumber(2)}`));
  const { code, out } = await world.loa(["keys", "rotate", "--json"], old, { SECRETS_KEY: fresh });
  // two tokens, a comment, a report, and the secret of refusals once a worker asked for one
  const resealed = 4 + (await RefusalSecretModel.countDocuments());
  expect([code, JSON.parse(out)]).toEqual([0, { resealed }]);
  // cut off and run again: what has the new key already is left alone
  expect((await world.loa(["keys", "rotate"], old, { SECRETS_KEY: fresh })).code).toBe(0);
  expect((await findRequest(tracking)).body).toBe("");
  const comment = await CommentModel.findOne({ draftId }).lean();
  const freshBox = createCommentBox(fresh);
  expect(freshBox.openWords(comment?.body ?? "").text).toBe("Ý kiến kín");
  expect(comment?.owner).toBe(freshBox.mark("owner", `${OA}:${userNumber(1)}`));
  expect(() => world.core.comments.openWords(comment?.body ?? "")).toThrow("another key");
  const sealed = (await OaModel.findById(OA).lean())?.accessToken ?? "";
  expect(createSecretBox(fresh).open(sealed)).toMatch(/^AT_/);
  expect(() => world.core.box.open(sealed)).toThrow("another key");
  expect((await world.loa(["keys", "rotate"], fresh)).code).toBe(0);
  expect(world.core.box.open((await OaModel.findById(OA).lean())?.accessToken ?? "")).toMatch(/^AT_/);
});

test("a dead grant becomes a task for a person and not a loop", async () => {
  await world.sim("tokens", { oa: OA }); // the simulator gives the OA another pair: ours is dead
  const { OaModel: model } = await import("../../src/zalo/oa.model.ts");
  const sealed = world.core.box.seal("RT_unknown");
  await model.updateOne({ _id: OA }, { $set: { refreshToken: sealed } });
  const generation = (await model.findById(OA).lean())?.generation ?? 0;
  const access = await world.core.tokens.renew(OA, generation);
  expect(access.kind).toBe("no-access");
  expect(await model.findById(OA).lean()).toMatchObject({
    state: "needs-reconnect",
    stateReason: expect.stringContaining("-14014"),
  });
  const calls = (await world.counters())["refresh-calls"] ?? 0;
  expect(await world.core.zalo.sendMessage(OA, userNumber(0), { text: "Thử" })).toMatchObject({
    kind: "retry",
    reason: "no-access",
  });
  expect((await world.counters())["refresh-calls"]).toBe(calls);
});

test("the operator connects again by command line; the token comes on standard input", async () => {
  const pair = (await world.sim("tokens", { oa: OA })) as { refresh_token: string };
  const { code, out } = await world.loa(["oa", "connect", "--unit", "sao-mai", "--json"], `${pair.refresh_token}\n`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ connected: OA, unit: "sao-mai" });
  expect((await world.loa(["oa", "connect"])).code).toBe(2);
  expect((await world.loa(["nonsense"])).code).toBe(2);
  expect((await world.loa(["oa", "connect", "--unit", "sao-mai"], "wrong")).code).toBe(1);
  expect(
    (
      await world.loa(
        [
          "officials",
          "add",
          "--email",
          "moi@xa.gov.vn",
          "--name",
          "Mới",
          "--role",
          "commune_officer",
          "--unit",
          "sao-mai",
        ],
        "mot-mat-khau-dai",
      )
    ).code,
  ).toBe(0);
});
