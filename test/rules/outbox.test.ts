import fc from "fast-check";
import { type Answer, MOST_PAUSE_MS, readAnswer, readRetryAfter, sentenceOf } from "../../miniapp/src/api/answer.ts";
import {
  fromFirstFormat,
  type Item,
  KIND_WORDS,
  KINDS,
  newItem,
  readItem,
  wordsOf,
} from "../../miniapp/src/outbox/item.ts";
import { isDue, judge, pauseAfter, settle, type Settled } from "../../miniapp/src/outbox/judge.ts";
import { readReceipt, receiptIn } from "../../miniapp/src/outbox/receipt.ts";

const NOW = Date.parse("2026-11-26T08:00:00Z");
const KEY = "0b8c6a1e-5a86-4d55-9f7a-3f3cf1f0a001";
const BODY = { position: "P4", stance: "gop-y", text: "Giữ lại chữ này", reason: "" };
const written = newItem(
  { key: KEY, kind: "comment", unit: "sao-mai", path: "/drafts/d1/comments", body: BODY, head: "CT3", as: "" },
  NOW,
);
const refused: Item = { ...written, state: "refused", sentence: "Dự thảo đã đóng." };
const no = (status: number, code = "", retryAfter: string | null = null): Answer =>
  readAnswer({ status, body: { error: { message: "Câu của xã", fields: {}, code } }, retryAfter }, NOW);
const raw = (status: number, body: unknown, retryAfter: string | null = null): Answer =>
  readAnswer({ status, body, retryAfter }, NOW);
const unreached = (why: "offline" | "slow"): Answer => ({ kind: "unreached", why, retryAfterMs: undefined });

/** What each answer makes of a text that waits: the only way off the phone is the receipt of its own key. */
const TABLE: [string, Answer, string][] = [
  ["the receipt of this key", raw(200, { key: KEY, code: "SM-7K2Q-M9XT-4RAB", late: false }), "sent"],
  ["201 with it", raw(201, { key: KEY, code: "SM-7K2Q-M9XT-4RAB", late: true }), "sent"],
  ["the receipt of another key", raw(200, { key: `${KEY}x`, code: "SM-7K2Q-M9XT-4RAB" }), "waiting server"],
  ["this key without a code", raw(200, { key: KEY }), "waiting server"],
  ["an empty answer", raw(200, {}), "waiting server"],
  ["204 without a body", raw(204, undefined), "waiting server"],
  ["a hotel's log-in page", raw(200, undefined), "waiting server"],
  ["a list", raw(200, []), "waiting server"],
  ["a proxy's own 403", raw(403, undefined), "waiting server"],
  ["a proxy's own 404", raw(404, { message: "not here" }), "waiting server"],
  ["a proxy's own 502", raw(502, undefined), "waiting server"],
  ["a proxy's own 503 that says how long", raw(503, undefined, "30"), "waiting busy"],
  ["511, log in to the net first", raw(511, undefined), "waiting server"],
  ["a proxy's own 413", raw(413, undefined), "refused"],
  ["no net", unreached("offline"), "waiting offline"],
  ["no answer in time", unreached("slow"), "waiting server"],
  ["session over", no(401, "session"), "renew"],
  ["401 of an older server", no(401), "renew"],
  ["work of the machine wanted", no(403, "proof"), "prove"],
  ["not allowed", no(403), "refused"],
  ["shape not understood", no(400), "refused"],
  ["no such draft", no(404), "refused"],
  ["closed", no(409), "refused"],
  ["gone", no(410), "refused"],
  ["too long", no(413), "refused"],
  ["packed in a strange way", no(415), "refused"],
  ["fields to mend", no(422), "refused"],
  ["too slow for the server", no(408), "waiting server"],
  ["too early", no(425), "waiting server"],
  ["too many", no(429), "waiting busy"],
  ["too many, for a minute", no(429, "", "60"), "waiting busy"],
  ["our fault", no(500), "waiting server"],
  ["our fault behind a gateway", no(504), "waiting server"],
  ["busy, says how long", no(503, "", "120"), "waiting busy"],
];

test.each(TABLE)("%s", (_name, answer, wanted) => {
  const verdict = judge(answer, written, NOW, 0.5);
  expect(verdict.is === "waiting" ? `waiting ${verdict.why}` : verdict.is).toBe(wanted);
  if (verdict.is === "renew" || verdict.is === "prove") return;
  const next = settle(written, verdict, NOW);
  if (wanted === "sent") return expect(next).toBe("gone");
  // every word is still there, and there is a sentence for its owner
  expect(next).toMatchObject({ key: KEY, body: BODY, tries: 1, state: wanted.split(" ")[0] });
  const { sentence, nextAt } = next as Item;
  expect(sentence.length).toBeGreaterThan(5);
  expect(nextAt > NOW).toBe(wanted !== "refused");
});

test("answers × states: what its owner refused to wait for, edited or dropped is not touched by a late answer; a receipt ends all", () => {
  const verdicts = TABLE.map(([, answer]) => judge(answer, written, NOW, 0.5)).filter(
    (one): one is Settled => one.is !== "renew" && one.is !== "prove",
  );
  for (const verdict of verdicts)
    for (const state of [refused, undefined])
      expect([verdict.is, settle(state, verdict, NOW)]).toEqual([
        verdict.is,
        verdict.is === "sent" ? "gone" : undefined,
      ]);
});

test("pauses grow to a quarter of an hour; the server's own word is kept to when it is longer, for a day at most", () => {
  const pauses = Array.from({ length: 12 }, (_one, tries) => pauseAfter(tries, 0.5));
  expect(pauses.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000]);
  expect(pauses.at(-1)).toBe(900_000);
  expect([pauseAfter(0, 0), pauseAfter(0, 1), pauseAfter(1e9, 1)]).toEqual([4000, 6000, 1_080_000]);
  const waits = (retryAfter: string, tries = 0): number => {
    const verdict = judge(no(429, "", retryAfter), { ...written, tries }, NOW, 0.5);
    return verdict.is === "waiting" ? verdict.pauseMs : -1;
  };
  expect([waits("60"), waits("1"), waits("1", 6), waits("Thu, 26 Nov 2026 08:10:00 GMT")]).toEqual([
    60_000, 5000, 320_000, 600_000,
  ]);
  const table: [string | null, number | undefined][] = [
    [null, undefined],
    ["", undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["0", 1000],
    ["99999999999999999999", MOST_PAUSE_MS],
    ["Thu, 26 Nov 2020 08:10:00 GMT", 1000],
  ];
  for (const [text, ms] of table) expect([text, readRetryAfter(text, NOW)]).toEqual([text, ms]);
});

test("a net that came back ends pauses, not the server's own nor a missing session; a clock set back holds nothing up", () => {
  const until = (why: Item["why"], ms: number): Item => ({ ...written, why, nextAt: NOW + ms });
  const rows: [Item, boolean, boolean][] = [
    [written, false, true],
    [until("offline", 60_000), false, false],
    [until("offline", 60_000), true, true],
    [until("server", 60_000), true, true],
    [until("busy", 60_000), true, false],
    [until("busy", -1), false, true],
    [until("session", 60_000), true, false],
    [until("busy", MOST_PAUSE_MS + 1), false, true],
    [refused, true, false],
  ];
  for (const [item, back, due] of rows) expect([item.why, back, isDue(item, NOW, back)]).toEqual([item.why, back, due]);
});

test("each kind has its own receipt", () => {
  for (const kind of KINDS) {
    const item = { ...written, kind };
    const named = kind === "turn" ? { id: KEY } : { key: KEY };
    const coded = ["comment", "report", "question"].includes(kind);
    expect([kind, receiptIn({ ...named, code: "PA-7K2Q-M9XT-4RAB" }, item, NOW)?.key]).toEqual([kind, KEY]);
    expect([kind, receiptIn(named, item, NOW) === undefined]).toEqual([kind, coded]);
    expect([kind, receiptIn({ code: "PA-7K2Q-M9XT-4RAB" }, item, NOW)]).toEqual([kind, undefined]);
    expect(KIND_WORDS[kind].name).not.toBe("");
  }
  expect(
    readReceipt({ code: "SM-7K2Q-M9XT-4RAB", late: true, draftId: "d", draft: "D", place: "CT3", sentAt: 5 }),
  ).toEqual({
    key: "SM-7K2Q-M9XT-4RAB",
    kind: "comment",
    code: "SM-7K2Q-M9XT-4RAB",
    head: "CT3",
    sentAt: 5,
    late: true,
    dueAt: "",
    way: "",
  });
  for (const broken of [undefined, null, 5, "x", {}, { sentAt: 1 }, { code: 3, sentAt: 1 }])
    expect(readReceipt(broken)).toBeUndefined();
});

test("what an earlier app kept comes over with every word, under its own key", () => {
  const old = { key: KEY, draftId: "d1", draft: "D", place: "CT3", ...BODY, reason: "Vì vậy", signed: true };
  const item = fromFirstFormat(old, "sao-mai", 5);
  expect(item).toMatchObject({ key: KEY, path: "/drafts/d1/comments", as: "*", at: 5, state: "waiting", head: "CT3" });
  expect(item?.body).toEqual({ ...BODY, version: undefined, reason: "Vì vậy", signed: true, consent: true });
  expect(readItem(structuredClone(item))).toEqual(item);
  for (const broken of [
    undefined,
    null,
    "",
    3,
    [],
    {},
    { ...old, key: 5 },
    { ...old, draftId: "" },
    { ...old, text: null },
  ])
    expect(fromFirstFormat(broken, "sao-mai", 5)).toBeUndefined();
});

test("a broken entry is never taken for an item, and a good one is read as it was written", () => {
  expect(readItem(structuredClone(written))).toEqual(written);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readItem(value)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
  for (const name of Object.keys(written).filter((one) => one !== "photo"))
    expect([name, readItem({ ...written, [name]: name === "body" ? 3 : null })]).toEqual([name, undefined]);
  expect(readItem({ ...written, photo: "den.jpg" })).toBeUndefined();
  expect(readItem({ ...written, photo: new Blob(["x"]) })).toBeDefined();
  for (const wrong of [
    { v: 1 },
    { v: 3 },
    { kind: "poem" },
    { state: "sent" },
    { path: "https://evil.example" },
    { key: "short" },
  ])
    expect(readItem({ ...written, ...wrong })).toBeUndefined();
});

test("any answer at all: the words stay, or the receipt of this key is there", () => {
  const answers = fc.record({
    status: fc.integer({ min: 100, max: 599 }),
    body: fc.anything(),
    retryAfter: fc.option(fc.string(), { nil: null }),
  });
  fc.assert(
    fc.property(
      answers,
      fc.integer({ min: 0, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (one, tries, random) => {
        const verdict = judge(readAnswer(one, NOW), { ...written, tries }, NOW, random);
        if (verdict.is === "renew" || verdict.is === "prove") return;
        const next = settle({ ...written, tries }, verdict, NOW);
        if (next === "gone") return expect((one.body as { key: string }).key).toBe(KEY);
        expect((next as Item).body).toBe(BODY);
        if (verdict.is === "waiting") expect(verdict.pauseMs).toBeLessThanOrEqual(MOST_PAUSE_MS);
      },
    ),
    { numRuns: 500 },
  );
});

test("sentences and words for people", () => {
  expect(sentenceOf({ message: "Có 1 chỗ cần sửa", fields: { text: "Ông/Bà vui lòng viết câu hỏi." } })).toBe(
    "Có 1 chỗ cần sửa. Ông/Bà vui lòng viết câu hỏi.",
  );
  expect(wordsOf(written)).toBe("Giữ lại chữ này");
});
