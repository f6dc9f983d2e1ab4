import { readSettings } from "../../src/config/settings.ts";
import { AheadClock, machineMs } from "../../src/kernel/clock.ts";
import { nextMorning } from "../../src/practice/open-house.ts";
import { scoreOf } from "../../src/practice/practise.ts";
import {
  judgeAnswers,
  judgeCopies,
  judgeFigures,
  judgeHiding,
  judgePaper,
  judgeSent,
  type SentRow,
} from "../../src/practice/rules.ts";
import { ADVERT, HARSH, PACKAGE, RESIDENTS, TASKS } from "../../src/practice/tasks.ts";
import type { Check } from "../../src/practice/work.ts";
import { WORKS } from "../../src/practice/works.ts";
import { readMessage } from "../../src/reading/read-message.ts";
import { testEnvironment } from "../support/settings.ts";

const oks = (checks: readonly Check[]): boolean[] => checks.map(({ ok }) => ok);
const at = (n: number): Date => new Date(Date.UTC(2027, 0, 1, 0, n));

describe("judges say yes to what was done and to nothing else", () => {
  const sent = (more: Partial<SentRow> = {}): SentRow => ({
    title: "Lịch cắt điện thôn 3",
    by: "me",
    state: "done",
    approvers: ["leader"],
    arrived: 11,
    ...more,
  });
  test.each<[string, SentRow[], boolean[]]>([
    ["nothing", [], [false, false, false]],
    ["a draft", [sent({ state: "draft", approvers: [], arrived: 0 })], [false, false, false]],
    ["asked for", [sent({ state: "waiting", approvers: [], arrived: 0 })], [true, false, false]],
    ["approved by oneself", [sent({ approvers: ["me"], arrived: 0 })], [true, false, false]],
    ["sent and nowhere yet", [sent({ arrived: 0 })], [true, true, false]],
    ["arrived", [sent()], [true, true, true]],
    ["somebody else's", [sent({ by: "other" })], [false, false, false]],
    ["about something else", [sent({ title: "Lịch tiêm chủng" })], [false, false, false]],
    ["several: the one that came farthest", [sent({ arrived: 0 }), sent()], [true, true, true]],
    ["keyboard without marks", [sent({ title: "lich cat dien thon 3" })], [true, true, true]],
  ])("a message: %s", (_, rows, wanted) => expect(oks(judgeSent(rows, "me", "Lịch cắt điện thôn 3"))).toEqual(wanted));

  test.each<[string, (Date | null)[], boolean[]]>([
    ["nobody", [null, null, null], [false, false, false, false]],
    ["the emergency alone", [at(1), null, null], [true, true, false, false]],
    ["all, the emergency first", [at(1), at(2), at(3)], [true, true, true, true]],
    ["all, the emergency last", [at(3), at(1), at(2)], [true, false, true, true]],
    ["the others only", [null, at(1), at(2)], [false, false, true, true]],
  ])("answers: %s", (_, answered, wanted) => expect(oks(judgeAnswers(answered))).toEqual(wanted));

  const wanted = { code: "P1", stance: "mot-phan", text: "Đề nghị trồng cây." };
  test.each<[string, (typeof wanted)[], boolean[]]>([
    ["nothing", [], [false, false, false]],
    ["word for word", [wanted], [true, true, true]],
    ["corrected", [{ ...wanted, text: "Đề nghị trồng thêm cây." }], [true, true, false]],
    ["another stance", [{ ...wanted, stance: "tan-thanh" }], [true, false, true]],
    ["another place", [{ ...wanted, code: "P2" }], [false, true, true]],
  ])("a paper: %s", (_, rows, right) => expect(oks(judgePaper(rows, wanted))).toEqual(right));

  const copy = (code: string, state: string, note = "", by = "me") => ({ code, state, note, by });
  test.each<[string, ReturnType<typeof copy>[], boolean[]]>([
    ["nothing", [copy("BT01", "waiting"), copy("BT02", "waiting")], [false, false]],
    ["both", [copy("BT01", "taken"), copy("BT02", "adapted", PACKAGE.note)], [true, true]],
    ["published meanwhile", [copy("BT01", "published"), copy("BT02", "published", PACKAGE.note)], [true, true]],
    ["taken without the words", [copy("BT01", "taken"), copy("BT02", "taken")], [true, false]],
    ["a colleague's", [copy("BT01", "taken", "", "x"), copy("BT02", "adapted", PACKAGE.note, "x")], [false, false]],
    ["declined", [copy("BT01", "declined"), copy("BT02", "declined", PACKAGE.note)], [false, false]],
  ])("a package: %s", (_, rows, right) => expect(oks(judgeCopies(rows, "me", PACKAGE))).toEqual(right));

  const row = (more: object = {}) => ({ state: "kept", ground: "", by: "", shown: false, ...more });
  const hidden = (ground: string, by = "me") => row({ state: "hidden", ground, by });
  test.each([
    ["nothing", row(), row(), [false, false, false]],
    ["both right", hidden("quang-cao"), row({ shown: true }), [true, true, true]],
    ["the wrong ground", hidden("xuc-pham-nguoi"), row({ shown: true }), [true, false, true]],
    ["the harsh one hidden", hidden("quang-cao"), hidden("xuc-pham-nguoi"), [true, true, false]],
    ["the advert shown", row({ shown: true }), row({ shown: true }), [false, false, true]],
    ["nothing planted", undefined, undefined, [false, false, false]],
  ])("hiding: %s", (_, advert, harsh, right) => expect(oks(judgeHiding(advert, harsh, "me"))).toEqual(right));

  test.each([
    ["right", { total: "12", accepted: "11" }, [true, true]],
    ["as written in Vietnamese", { total: "1.200", accepted: " 11 " }, [false, true]],
    ["exchanged", { total: "11", accepted: "12" }, [false, false]],
    ["nothing typed is not zero", {}, [false, false]],
    ["words", { total: "mười hai", accepted: "11 người" }, [false, false]],
  ])("figures: %s", (_, typed, right) => expect(oks(judgeFigures(typed, { total: 12, accepted: 11 }))).toEqual(right));
  test("an empty field is no zero either", () => {
    expect(oks(judgeFigures({ total: "", accepted: "" }, { total: 0, accepted: 0 }))).toEqual([false, false]);
  });
});

test("every task has a judge, hints and steps; the score is one person's alone", () => {
  expect(Object.keys(WORKS).toSorted()).toEqual(TASKS.map(({ key }) => key).toSorted());
  for (const { hints, steps } of TASKS) expect([hints.length > 0, steps.length > 1]).toEqual([true, true]);
  expect(Object.keys(scoreOf([])).toSorted()).toEqual(["all", "done", "hints"]);
});

test("the residents say what the task says they do: one in danger, two who ask for a person", () => {
  const read = (text: string) => readMessage(text);
  expect(RESIDENTS.map((text) => read(text).emergency)).toEqual([true, false, false]);
  expect(RESIDENTS.slice(1).map((text) => read(text).intents[0]?.intent)).toEqual(["can-bo", "can-bo"]);
  expect([ADVERT, HARSH].map((text) => read(text).emergency)).toEqual([false, false]);
});

describe("settings of a practice", () => {
  const given = (more: Record<string, string>) => readSettings(testEnvironment({ PRACTICE: "on", ...more }));
  test("its keys in Redis are never those of a real house", () => {
    expect(given({ REDIS_PREFIX: "loa" }).REDIS_PREFIX).toBe("loa-practice");
    expect(given({ REDIS_PREFIX: "loa-practice" }).REDIS_PREFIX).toBe("loa-practice");
    expect(() => given({ PRACTICE: "off", REDIS_PREFIX: "loa-practice" })).toThrow("REDIS_PREFIX");
  });
  test.each(["ZALO_OPENAPI_URL", "ZALO_BUSINESS_URL", "ZALO_OAUTH_URL", "ZALO_GRAPH_URL"])(
    "%s is the simulator's",
    (name) => {
      expect(() => given({ [name]: "https://openapi.zalo.me" })).toThrow(`${name}: PRACTICE=on`);
      expect(() => given({ [name]: "https://oauth.zaloapp.com" })).toThrow(`${name}: PRACTICE=on`);
    },
  );
  test("all four are one", () => {
    expect(() => given({ ZALO_GRAPH_URL: "http://127.0.0.1:10" })).toThrow("ZALO_GRAPH_URL: PRACTICE=on");
  });
  test("a send on its way is not old by an hour that passed in a second", () => {
    expect(given({}).SEND_STALE_MS).toBeGreaterThan(86_400_000);
  });
});

test("its clock goes forward only, and begins in the morning", () => {
  const clock = new AheadClock();
  clock.goTo(86_400_000);
  clock.goTo(3_600_000);
  expect(clock.aheadMs).toBe(86_400_000);
  expect(Math.abs(clock.now().getTime() - machineMs() - 86_400_000)).toBeLessThan(1000);
  const eight = (day: string): Date => new Date(`${day}T08:00:00+07:00`);
  expect(nextMorning(new Date("2027-01-05T02:00:00+07:00"))).toEqual(eight("2027-01-05"));
  expect(nextMorning(new Date("2027-01-05T08:00:00+07:00"))).toEqual(eight("2027-01-06"));
  expect(nextMorning(new Date("2027-01-05T23:00:00+07:00"))).toEqual(eight("2027-01-06"));
});
