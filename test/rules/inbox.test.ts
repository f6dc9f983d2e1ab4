import { isOnlySigns } from "../../src/chatbot/only-signs.ts";
import { attachmentsOf } from "../../src/inbox/attachments-of.ts";
import { drawPlace } from "../../src/inbox/draw-place.ts";
import { closedSince, isOnDuty, minuteOfDay, nextDuty } from "../../src/inbox/duty.ts";
import { fillBlanks, openBlanks, piecesOf } from "../../src/inbox/phrase-blanks.ts";
import { quantile, weekOf } from "../../src/inbox/response-times.ts";
import { termsOf, wantedTerms } from "../../src/kernel/search-terms.ts";
import { eventSchema } from "../../src/zalo/events.ts";

test.each([
  ["👍👍", true],
  ["❤️", true],
  ["👨‍👩‍👧 🙏🏽", true],
  ["/-strong /-heart", true],
  [":> :-((", true],
  ["=))", true],
  ["🆘", false],
  ["ok 👍", false],
  ["???", false],
  ["👍 ?", false],
  ["1️⃣", false],
  ["113", false],
  ["12:30", false],
  ["nhà số 8)", false],
  ["...", false],
  ["", false],
])("“%s” is nothing but signs: %s", (text, only) => {
  expect(isOnlySigns(text)).toBe(only);
});

test.each([
  ["07:30", 450],
  ["7:05", 425],
  ["24:00", 1440],
  ["24:01", undefined],
  ["7h30", undefined],
  ["7:60", undefined],
  ["", undefined],
])("“%s” is minute %s of the day", (text, minute) => {
  expect(minuteOfDay(text)).toBe(minute);
});

const DUTY = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 450, to: 1020 }));
test.each([
  ["2026-11-27T07:29:59+07:00", false, "2026-11-27T07:30:00+07:00", "2026-11-26T17:00:00+07:00"],
  ["2026-11-27T07:30:00+07:00", true, "2026-11-30T07:30:00+07:00", "2026-11-26T17:00:00+07:00"],
  ["2026-11-27T17:00:00+07:00", false, "2026-11-30T07:30:00+07:00", "2026-11-27T17:00:00+07:00"],
  ["2026-11-29T23:59:00+07:00", false, "2026-11-30T07:30:00+07:00", "2026-11-27T17:00:00+07:00"],
])("at %s on duty: %s; next %s, closed since %s", (moment, on, next, since) => {
  const at = new Date(moment);
  expect([isOnDuty(DUTY, at), nextDuty(DUTY, at), closedSince(DUTY, at)]).toEqual([
    on,
    new Date(next),
    new Date(since),
  ]);
  expect([isOnDuty([], at), nextDuty([], at), closedSince([], at)]).toEqual([false, undefined, undefined]);
});

test("blanks: known ones are filled however they are typed, the others stay and are named", () => {
  const text = "Chào [ten]. [CƠ QUAN] tới [nơi], [nơi] [tên].";
  expect(fillBlanks(text, { tên: "Bà Ánh", "cơ quan": "UBND xã" })).toBe(
    "Chào Bà Ánh. UBND xã tới [nơi], [nơi] Bà Ánh.",
  );
  // a name that nobody knows is asked for, never left out
  expect(fillBlanks(text, { tên: "" })).toBe(text);
  expect(openBlanks(text)).toEqual(["[ten]", "[CƠ QUAN]", "[nơi]", "[tên]"]);
  expect(openBlanks("một [] hai [\n] [[x]")).toEqual(["[x]"]);
  expect(piecesOf("a [ten] b")).toEqual([
    { words: "a ", blank: "" },
    { words: "", blank: "tên" },
    { words: " b", blank: "" },
  ]);
});

test("searched words have no marks and nothing a pattern means", () => {
  expect(termsOf("Đèn ĐƯỜNG, đèn hỏng!")).toEqual(["den", "duong", "hong"]);
  expect(wantedTerms(".* ^a$ (thôn)")).toEqual(["thon", "a"]);
  expect(wantedTerms("*** ---")).toEqual([]);
  expect(wantedTerms("một hai ba bốn năm sáu bảy tám")).toHaveLength(6);
});

test("weeks begin on Monday in Vietnam; a quantile is a wait somebody had", () => {
  expect([weekOf(new Date("2026-11-29T23:59:00+07:00")), weekOf(new Date("2026-11-30T00:00:00+07:00"))]).toEqual([
    "2026-11-23",
    "2026-11-30",
  ]);
  expect([quantile([], 0.5), quantile([7], 0.9), quantile([1, 2, 3, 4], 0.5)]).toEqual([0, 7, 2]);
});

const sent = (name: string, payload: Record<string, unknown>, text = "") =>
  attachmentsOf(
    eventSchema.parse({ event_name: name, message: { msg_id: "1", text, attachments: [{ type: "x", payload }] } }),
  );
test("what comes beside words is read as Zalo writes it, nonsense too", () => {
  const at = (latitude: unknown, longitude: unknown) =>
    sent("user_send_location", { coordinates: { latitude, longitude } })[0];
  expect(at("10.772622", "106.698233")).toMatchObject({ kind: "place", latitude: 10.772622, longitude: 106.698233 });
  for (const [lat, long] of [
    ["91", "0"],
    ["", ""],
    ["NaN", "1"],
    [null, {}],
    ["1e9", "x"],
  ])
    expect([lat, at(lat, long)?.latitude]).toEqual([lat, undefined]);
  const card = { description: '{"phone":"84900000000"}', url: "https://x" };
  expect(sent("user_send_business_card", card, "Nguyễn Văn A")).toMatchObject([
    { kind: "card", name: "Nguyễn Văn A", phone: "84900000000", url: "" },
  ]);
  expect(sent("user_send_business_card", { description: "{" })).toMatchObject([{ kind: "card", phone: "" }]);
  expect(sent("user_send_text", { url: "https://x" })).toEqual([]);
  const many = {
    event_name: "user_send_image",
    message: { attachments: Array.from({ length: 40 }, () => ({ payload: { url: "u" } })) },
  };
  expect(attachmentsOf(eventSchema.parse(many))).toHaveLength(12);
});

test.each([
  [10.772622, 106.698233, true],
  [-33.86, 151.2, false],
  [90, 180, false],
  [0, 0, false],
])("a place at %s, %s is drawn within its frame", (latitude, longitude, here) => {
  const { lines, labels, ...place } = drawPlace(latitude, longitude);
  expect(place.here).toBe(here);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.length).toBeLessThan(40);
  for (const { x1, x2, y1, y2 } of lines)
    expect([x1 >= 0 && x2 <= 208.1, y1 >= 0 && y2 <= 140.1]).toEqual([true, true]);
  expect(labels).toHaveLength(2);
});
