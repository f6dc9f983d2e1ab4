import { createHash } from "node:crypto";
import fc from "fast-check";
import { phraseOf, meaningOf, REASON_PHRASES } from "../../src/zalo/error-meanings.ts";
import { eventKeyOf, eventSchema, oaIdOf, timeOf, userIdOf } from "../../src/zalo/events.ts";
import { parseJson } from "../../src/zalo/json.ts";
import { buildArticle, buildArticleBroadcast, buildMessage } from "../../src/zalo/messages.ts";
import { challengeOf } from "../../src/zalo/oauth.ts";
import { isSignedByMiniApp, isSignedByOa } from "../../src/zalo/signature.ts";
import { judgeMiniAppEvent, judgeOaEvent } from "../../webhooks/receive-event.ts";
import { topLevel } from "../../webhooks/top-level.ts";

const BODY_A = `{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730","recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Ổ gà trước số 12 đường Lê Lợi","msg_id":"96d3cdf3af150460909"},"timestamp":"1794560000123"}`;
const MAC_A = "2c8dee4f15af459f9912fb5a0fe7ce063f6d879e0ca3bda06d2c16c0eae4186a";

describe("signatures (zalo/webhook.md, vectors A and B)", () => {
  const check = (header: string, body = BODY_A) =>
    isSignedByOa(header, "360846524940903967", Buffer.from(body), ["1", "1794560000123"], "OA_SECRET_TEST_KEY");
  test("vector A, with and without the prefix", () => {
    expect(Buffer.byteLength(BODY_A)).toBe(301);
    expect(check(`mac=${MAC_A}`)).toBe(true);
    expect(check(MAC_A)).toBe(true);
    expect(check(` mac = ${MAC_A.toUpperCase()} `)).toBe(true);
  });
  test.each([
    "",
    "mac=",
    `mac=${MAC_A.slice(0, -1)}`,
    `mac=${MAC_A.slice(0, -1)}b`,
    `mac=${"0".repeat(64)}`,
    "mac=xyz",
  ])("%s is refused", (header) => expect(check(header)).toBe(false));
  test("one changed byte is refused", () => expect(check(`mac=${MAC_A}`, BODY_A.replace("12", "13"))).toBe(false));
  test("vector B, however the body is written", () => {
    const body = `{"event":"user.revoke.consent","appId":"2646373759294038927","userId":"4047671499938107249","timestamp":1670553442564}`;
    const mac = "cd4f52e04c3ce95155658c6b5771204a8acb9df23ed0a7d7f0a261664c6e3a30";
    const check = (text: string): boolean => isSignedByMiniApp(mac, topLevel(text) ?? new Map(), "API_KEY_TEST");
    expect(check(body)).toBe(true);
    expect(check(body.replaceAll(",", " ,\n ").replaceAll(":", " : "))).toBe(true);
    expect(check(body.replace("4047671499938107249", "1"))).toBe(false);
  });
});

describe("the top level of a body, whatever stands below it", () => {
  test.each([
    ['{"a":1,"b":{"c":[1,2,{"d":"}"}]},"e":"x\\"y"}', { a: "1", b: '{"c":[1,2,{"d":"}"}]}', e: '"x\\"y"' }],
    [" { } ", {}],
    [
      `{"a":${"[".repeat(90_000)}${"]".repeat(90_000)},"b":2}`,
      { a: `${"[".repeat(90_000)}${"]".repeat(90_000)}`, b: "2" },
    ],
  ])("%.40s", (text, wanted) => expect(Object.fromEntries(topLevel(text) ?? [])).toEqual(wanted));
  test.each(["", "[]", "null", '{"a"', '{"a":', '{"a":1', "{a:1}", '{"a":1,}', '"{}"', '{"a":"'])(
    "%s is no object",
    (text) => expect(topLevel(text)).toBeUndefined(),
  );
  test("any object's members are found as they stand", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.json()), (members) => {
        const text = `{${Object.entries(members)
          .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
          .join(",")}}`;
        const found = topLevel(text);
        for (const [key, value] of Object.entries(members))
          expect(found?.get(JSON.stringify(key).slice(1, -1))).toBe(value.trim());
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

test("nobody without the key makes the door take apart more than 200 members", () => {
  const settings = { appId: "", oaSecretKey: "", miniAppId: "", miniAppApiKey: "api" };
  const judge = (members: number, miniAppApiKey = "api") => {
    const body = Object.fromEntries(Array.from({ length: members }, (_, n) => [`k${String(n).padStart(6, "0")}`, n]));
    const mac = createHash("sha256")
      .update(`${Object.values(body).join("")}${miniAppApiKey}`)
      .digest("hex");
    return judgeMiniAppEvent({ ...settings, miniAppApiKey }, Buffer.from(JSON.stringify(body)), mac).kind;
  };
  expect([judge(1), judge(200), judge(201), judge(60_000), judge(1, "")]).toEqual([
    "put",
    "put",
    "refused",
    "refused",
    "refused",
  ]);
});

describe("what the door takes", () => {
  const settings = { appId: "360846524940903967", oaSecretKey: "K".repeat(8), miniAppId: "2", miniAppApiKey: "api" };
  const signed = (body: string, stamp: string): string =>
    `mac=${createHash("sha256").update(`${settings.appId}${body}${stamp}${settings.oaSecretKey}`).digest("hex")}`;
  const judge = (body: string, stamp: string, header?: string) =>
    judgeOaEvent(settings, Buffer.from(body), signed(body, stamp), header);
  test.each([
    ['{"event_name":"user_send_text","message":{"text":null},"timestamp":"12"}', "12", "residents"],
    ['{"event_name":"user_seen_message","timestamp":12}', "12", "receipts"],
    ['{"event_name":"oa_send_text","sender":{"id":"1"},"timestamp":"12"}', "12", "receipts"],
    ['{"event_name":"oa_send_text","sender":{"id":"1","admin_id":"7"},"timestamp":"12"}', "12", "residents"],
    ['{"event_name":{"$gt":""},"timestamp":"12"}', "12", "residents"],
    ['{"timestamp":null}', "", "residents"],
    ['{"timestamp":["m"]}', "m", "residents"],
    ['{"timestamp":1e308}', "1e+308", "residents"],
    ['{"timestamp":"\\u0031"}', "1", "residents"],
    [`{"a":${"[".repeat(5000)}${"]".repeat(5000)},"timestamp":"12"}`, "12", "residents"],
    ['{"timestamp":"12"', "12", "residents"],
    ["[]", "", "residents"],
    ['"text"', "", "residents"],
  ])("%.60s signed with %s waits in line %s", (body, stamp, line) =>
    expect(judge(body, stamp)).toEqual({ kind: "put", line }),
  );
  test("a body without a timestamp is signed with the header's", () =>
    expect(judge('{"event_name":"follow"}', "77", "77")).toEqual({ kind: "put", line: "residents" }));
  test.each(['{"app_id":"1","timestamp":"12"}', '{"app_id":1,"timestamp":"12"}'])("%s is another app's", (body) =>
    expect(judge(body, "12")).toEqual({ kind: "refused", reason: "another app's event" }),
  );
  test.each([undefined, "", "  "])("a signature of “%s” is none: only an empty body is a probe", (header) => {
    expect(judgeOaEvent(settings, Buffer.from(" {} "), header, undefined)).toEqual({ kind: "probe" });
    expect(judgeOaEvent(settings, Buffer.from('{"a":1}'), header, undefined).kind).toBe("refused");
    expect(judgeMiniAppEvent(settings, Buffer.from("{}"), header)).toEqual({ kind: "probe" });
  });
});

test("JSON never loses a digit of an id", () => {
  expect(parseJson('{"user_id":246845883529197922,"n":12,"x":1.5}')).toEqual({
    user_id: "246845883529197922",
    n: 12,
    x: 1.5,
  });
});

describe("events", () => {
  const parse = (value: unknown) => eventSchema.parse(value);
  test.each([
    [{ event_name: "user_send_text", sender: { id: "u" }, recipient: { id: "oa" } }, "oa", "u"],
    [{ event_name: "oa_send_text", sender: { id: "oa" }, recipient: { id: "u" } }, "oa", "u"],
    [{ event_name: "user_received_message", sender: { id: "oa" }, recipient: { id: "u" } }, "oa", "u"],
    [{ event_name: "user_seen_message", sender: { id: "oa" }, recipient: { id: "u" } }, "oa", "u"],
    [{ event_name: "follow", oa_id: "oa", follower: { id: "u" } }, "oa", "u"],
    [{ event_name: "user_click_chatnow", oa_id: "oa", user_id: "u" }, "oa", "u"],
    [{ event_name: "change_oa_daily_quota", oaId: "oa" }, "oa", ""],
  ])("%o: OA %s, person %s", (event, oa, user) => {
    expect(oaIdOf(parse(event))).toBe(oa);
    expect(userIdOf(parse(event))).toBe(user);
  });
  test("a retry has the same key, another message another one; a number and a string of time are the same", () => {
    const base = { event_name: "follow", oa_id: "oa", follower: { id: "u" } };
    expect(eventKeyOf(parse({ ...base, timestamp: 1_794_560_000_123 }))).toBe(
      eventKeyOf(parse({ ...base, timestamp: "1794560000123" })),
    );
    expect(eventKeyOf(parse({ ...base, timestamp: "1794560000124" }))).not.toBe(
      eventKeyOf(parse({ ...base, timestamp: "1794560000123" })),
    );
    const message = {
      event_name: "user_send_text",
      sender: { id: "u" },
      recipient: { id: "oa" },
      message: { msg_id: "m1" },
    };
    expect(eventKeyOf(parse({ ...message, timestamp: "1" }))).toBe(eventKeyOf(parse({ ...message, timestamp: "2" })));
  });
  test("a nonsense time is replaced by the time of arrival", () => {
    const arrived = new Date("2026-11-21T00:00:00Z");
    for (const timestamp of ["abc", "0", "99999999999999", undefined])
      expect(timeOf(parse({ event_name: "x", timestamp }), arrived)).toEqual(arrived);
  });
});

describe("messages that Zalo would refuse are refused before", () => {
  const button = { title: "Tin xã", type: "oa.query.hide" as const, payload: "#tin" };
  test("what is allowed", () => {
    expect(buildMessage({ text: "ậ".normalize("NFD").repeat(2000), buttons: Array(5).fill(button) })).toMatchObject({
      attachment: { type: "template", payload: { buttons: Array(5).fill(button) } },
    });
    expect(buildMessage({ text: "x", imageAttachmentId: "a" })).toMatchObject({
      attachment: { payload: { template_type: "media", elements: [{ media_type: "image", attachment_id: "a" }] } },
    });
  });
  test.each([
    [{ text: "" }],
    [{ text: "ậ".repeat(2001) }],
    [{ text: "x", buttons: Array(6).fill(button) }],
    [{ text: "x", buttons: [{ ...button, title: "t".repeat(101) }] }],
    [{ text: "x", buttons: [{ ...button, payload: "p".repeat(1001) }] }],
    [{ text: "x", buttons: [{ title: "x", type: "oa.open.url" as const, payload: { url: "http://plain.example" } }] }],
  ])("%# is refused", (message) => expect(() => buildMessage(message)).toThrow());
  test("articles and broadcasts", () => {
    const article = {
      title: "T",
      author: "A",
      description: "D",
      coverUrl: "https://x.gov.vn/a.jpg",
      body: [{ type: "text" as const, content: "<p>x</p>" }],
    };
    expect(buildArticle(article)).toMatchObject({ cover: { status: "show" }, status: "show" });
    expect(() => buildArticle({ ...article, title: "t".repeat(151) })).toThrow();
    expect(() => buildArticleBroadcast([])).toThrow();
    expect(() => buildArticleBroadcast(["1", "2", "3", "4", "5", "6"])).toThrow();
  });
});

describe("error numbers", () => {
  test.each([
    [-32, "retry-later"],
    [-201, "fail-person"],
    [-213, "fail-person"],
    [-216, "refresh-token"],
    [-220, "refresh-token"],
    [-224, "stop-oa"],
    [-230, "fail-person"],
    [-234, "retry-later"],
    [-235, "switch-version"],
    [-240, "switch-version"],
    [-200, "doubt"],
    [-98_765, "doubt"],
  ])("%d: %s", (code, next) => expect(meaningOf(code).next).toBe(next));
  test("-223 has two meanings", () => {
    expect(meaningOf(-223, "Your OA has reach the limit quota create article").meaning).toBe("article-limit");
    expect(meaningOf(-223, "Official Account has not authorized this API").meaning).toBe("not-authorised");
  });
  test("every meaning that ends in the ledger has words and something to do", () => {
    for (const [reason, words] of Object.entries(REASON_PHRASES))
      expect([reason, words.phrase.length > 3, words.todo.length > 3]).toEqual([reason, true, true]);
    expect(phraseOf("brand-new").phrase).toContain("brand-new");
  });
});

test("PKCE: the challenge is the S256 of the verifier", () => {
  expect(challengeOf("abc")).toBe(createHash("sha256").update("abc").digest("base64url"));
});
