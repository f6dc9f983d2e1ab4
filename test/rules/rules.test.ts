import { Writable } from "node:stream";
import { noCounts } from "../../src/broadcasts/broadcast.model.ts";
import { presentRow } from "../../src/broadcasts/present.ts";
import { endOf, MOST_MARKS, nextCourse, nextPace, speedOf } from "../../src/broadcasts/rules.ts";
import { replyWindow, wayTo } from "../../src/citizens/rules.ts";
import { BadSettings, readSettings } from "../../src/config/settings.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { composeMessage, fingerprintOf, problemsOf } from "../../src/content/rules.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { formatDate, formatDuration, formatNumber, formatOfficialDate, formatShare } from "../../src/kernel/dates.ts";
import { createLogger, personHash } from "../../src/kernel/logger.ts";
import { formatLunar } from "../../src/kernel/lunar.ts";
import { byVietnamese, clip, fold, graphemes } from "../../src/kernel/vietnamese.ts";
import { PERMISSIONS } from "../../src/kernel/permissions.ts";
import { mayApprove, mayDo, ROLES } from "../../src/officials/rules.ts";

const at = (text: string): Date => new Date(text);

describe("Vietnamese text (domain.md §4.5)", () => {
  test.each([
    ["Đắk Lắk", "dak lak"],
    ["góp ý".normalize("NFD"), "gop y"],
    ["ÐÀ NẴNG", "da nang"],
    ["  Hòa   Bình! ", "hoa binh"],
    ["hoà", "hoa"],
    ["H'Mia Niê, Y Ayŭn", "h mia nie y ayun"],
  ])("fold(%s) = %s", (text, folded) => expect(fold(text)).toBe(folded));
  test("length is counted in graphemes, and nothing is cut inside a character", () => {
    expect(graphemes("ệ".normalize("NFD").repeat(2000))).toBe(2000);
    expect(clip("Nguyễn".normalize("NFD"), 4)).toBe("Ngu…");
    expect(graphemes("👨‍👩‍👧 ok")).toBe(4);
  });
  test("names sort by the Vietnamese alphabet", () => {
    expect(["cắt", "bà", "cả", "anh", "cá", "áo", "ba"].toSorted(byVietnamese)).toEqual([
      "anh",
      "áo",
      "ba",
      "bà",
      "cả",
      "cá",
      "cắt",
    ]);
  });
});

describe("dates and numbers (domain.md §4.2)", () => {
  test.each([
    ["2025-06-05T03:00:00Z", "05/6/2025"],
    ["2025-02-10T03:00:00Z", "10/02/2025"],
    ["2025-09-26T03:00:00Z", "26/9/2025"],
  ])("official date of %s is %s", (iso, text) => expect(formatOfficialDate(at(iso))).toBe(text));
  test.each([
    ["2026-02-17", "1 tháng 1 âm lịch"],
    ["2027-02-06", "1 tháng 1 âm lịch"],
    ["2028-01-26", "1 tháng 1 âm lịch"],
    ["2026-04-26", "10 tháng 3 âm lịch"],
    ["2027-04-16", "10 tháng 3 âm lịch"],
    ["2028-04-04", "10 tháng 3 âm lịch"],
    ["2026-08-27", "15 tháng 7 âm lịch"],
    ["2027-08-16", "15 tháng 7 âm lịch"],
    ["2028-09-03", "15 tháng 7 âm lịch"],
    ["2026-09-25", "15 tháng 8 âm lịch"],
    ["2027-09-15", "15 tháng 8 âm lịch"],
    ["2028-10-03", "15 tháng 8 âm lịch"],
  ])("%s is %s", (day, lunar) => expect(formatLunar(at(`${day}T12:00:00+07:00`))).toBe(lunar));
  test("a Vietnamese day begins at 17:00 UTC", () => {
    expect(formatDate(at("2026-11-20T16:59:59Z"))).toBe("20/11/2026");
    expect(formatDate(at("2026-11-20T17:00:00Z"))).toBe("21/11/2026");
  });
  test("numbers carry their form", () => {
    expect([formatNumber(1_234_567), formatShare(0.6131, 2), formatDuration(4_320_000), formatDuration(0)]).toEqual([
      "1.234.567",
      "61,31 %",
      "1 giờ 12 phút",
      "0 giây",
    ]);
  });
});

describe("the reply window (zalo/openapi.md §6.2)", () => {
  const last = at("2026-11-20T00:00:00Z");
  const after = (minutes: number): Date => new Date(last.getTime() + minutes * 60_000);
  test.each([
    [48 * 60 - 1, "free"],
    [48 * 60, "free"],
    [48 * 60 + 1, "charged"],
    [7 * 1440 - 1, "charged"],
    [7 * 1440, "charged"],
    [7 * 1440 + 1, "closed"],
  ])("%d minutes after: %s", (minutes, window) => expect(replyWindow(last, after(minutes))).toBe(window));
  test("never interacted is closed", () => expect(replyWindow(null, last)).toBe("closed"));
  test.each([
    [undefined, "erased"],
    [{ isFollower: true, receiving: false, lastInteractionAt: last }, "stopped"],
    [{ isFollower: false, receiving: true, lastInteractionAt: last }, "not-following"],
    [{ isFollower: true, receiving: true, lastInteractionAt: null }, "window-closed"],
    [{ isFollower: true, receiving: true, lastInteractionAt: last }, undefined],
  ])("%o may not be sent to because %s", (person, why) =>
    expect(wayTo(person, after(1), { urgent: false, template: false })).toEqual(
      why ? { not: why } : { way: "consultation" },
    ),
  );
  test.each([
    [
      "an emergency reaches who wrote DUNG",
      { isFollower: true, receiving: false, lastInteractionAt: last },
      { urgent: true, template: false },
      { way: "consultation" },
    ],
    [
      "but nobody who left",
      { isFollower: false, receiving: true, lastInteractionAt: last },
      { urgent: true, template: true },
      { not: "not-following" },
    ],
    [
      "a template needs no window",
      { isFollower: true, receiving: true, lastInteractionAt: null },
      { urgent: false, template: true },
      { way: "template" },
    ],
    [
      "a template never reaches who wrote DUNG",
      { isFollower: true, receiving: false, lastInteractionAt: null },
      { urgent: false, template: true },
      { not: "stopped" },
    ],
  ])("%s", (_what, person, terms, answer) => expect(wayTo(person, after(1), terms)).toEqual(answer));
});

describe("a broadcast ends only when everybody has a final state", () => {
  test.each([
    [{ accepted: 10 }, 10, "done"],
    [{ accepted: 8, skipped: 2 }, 10, "done"],
    [{ accepted: 9, failed: 1 }, 10, "done-with-errors"],
    [{ accepted: 9, unknown: 1 }, 10, "done-with-errors"],
    [{ accepted: 9, planned: 1 }, 10, undefined],
    [{ accepted: 9, sending: 1 }, 10, undefined],
    [{ accepted: 9 }, 10, undefined],
    [{}, 0, "done"],
  ])("%o of %d: %s", (counts, total, end) => expect(endOf({ ...noCounts(), ...counts }, total)).toBe(end));
  test.each(["received", "seen"] as const)("a single person's %s never leaves", (s) => {
    const row = presentRow({ _id: "b:1", b: null as never, u: "1", s, at: at("2026-11-20T00:00:00Z") });
    expect(row).toEqual({ userId: "1", state: "accepted", reason: "", at: "" });
  });
});

test("the speed is that of the last one to two minutes, whatever stood still before", () => {
  const start = at("2026-11-21T00:00:00Z");
  const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
  let pace = nextPace(null, 0, start);
  expect(speedOf(pace, 16, later(9))).toBe(0);
  expect(speedOf(pace, 50, later(30))).toBe(100);
  // half an hour in which nothing moved, then 100 a minute again
  pace = nextPace(pace, 50, later(1830));
  pace = nextPace(pace, 150, later(1890));
  expect(speedOf(pace, 200, later(1920))).toBe(100);
});

test.each([
  [2, 30],
  [2, 10_800],
  [600, 864_000],
])(
  "a course counted every %d s for %d s stays short, ends with the newest count and is never behind by much",
  (every, whole) => {
    const began = at("2026-11-21T00:00:00Z");
    const later = (seconds: number): Date => new Date(began.getTime() + seconds * 1000);
    let course = nextCourse(undefined, 0, began, began);
    for (let seconds = every; seconds <= whole; seconds += every) {
      course = nextCourse(course, seconds, later(seconds), began);
      expect(course.length).toBeLessThanOrEqual(MOST_MARKS);
      expect(course.at(-1)).toEqual({ at: later(seconds), settled: seconds });
    }
    expect(course[0]).toEqual({ at: began, settled: 0 });
    for (const [index, mark] of course.entries()) {
      expect(mark.settled * 1000).toBe(mark.at.getTime() - began.getTime());
      const before = course[index - 1];
      if (before) expect(mark.settled - before.settled).toBeLessThanOrEqual(Math.max(every, whole / 9));
    }
  },
);

describe("content", () => {
  const words = {
    title: "Lịch họp",
    text: "Mời bà con dự họp.",
    pictureId: "",
    pictureAlt: "",
    source: "Văn phòng",
    sourceClass: "cong-khai" as const,
    kind: "tin" as const,
    details: { ...NO_DETAILS, privatePeople: "khong" as const },
  };
  const now = at("2026-11-21T00:00:00Z");
  test("safeguard 1: source, issuer and date stand in every message; without source it cannot be submitted", () => {
    const text = composeMessage(words, "UBND xã Sao Mai", now);
    for (const part of ["Nguồn: Văn phòng", "Ban hành: UBND xã Sao Mai", "21/11/2026"]) expect(text).toContain(part);
    expect(problemsOf({ ...words, source: " " }, "UBND xã", now)).toHaveProperty("source");
  });
  test.each([
    [{ title: "" }, "title"],
    [{ title: "ậ".repeat(101) }, "title"],
    [{ text: "" }, "text"],
    [{ text: "ậ".repeat(1950) }, "text"],
    [{ sourceClass: "" as const }, "sourceClass"],
    [{ sourceClass: "noi-bo" as const }, "sourceClass"],
    [{ pictureId: "p" }, "pictureAlt"],
  ])("%o is refused at %s", (change, field) =>
    expect(Object.keys(problemsOf({ ...words, ...change }, "UBND xã", now))).toEqual([field]),
  );
  test("one changed letter, mark or picture changes the fingerprint; NFD does not", () => {
    const print = fingerprintOf(words, "UBND xã", "");
    expect(fingerprintOf({ ...words, text: "Mời bà con dự họp!" }, "UBND xã", "")).not.toBe(print);
    expect(fingerprintOf({ ...words, title: "Lich họp" }, "UBND xã", "")).not.toBe(print);
    expect(fingerprintOf(words, "UBND xã", "abc")).not.toBe(print);
    expect(fingerprintOf({ ...words, text: words.text.normalize("NFD") }, "UBND xã", "")).toBe(print);
  });
});

describe("safeguard 18: four eyes", () => {
  test("S2-14: nobody approves what he or she wrote", () => {
    expect(mayApprove("a", "a")).toBe(false);
    expect(mayApprove("a", "b")).toBe(true);
  });
  test("no role may both write and approve; the administrator reads no resident", () => {
    for (const role of ROLES) expect(mayDo(role, "content.write") && mayDo(role, "content.approve")).toBe(false);
    for (const permission of ["inbox.use", "content.view", "broadcasts.view", "demand.view"] as const)
      expect(mayDo("sys_admin", permission)).toBe(false);
  });
  test("every permission is somebody's", () => {
    for (const permission of PERMISSIONS) expect(ROLES.some((role) => mayDo(role, permission))).toBe(true);
  });
});

describe("secrets", () => {
  const key = Buffer.alloc(32, 1).toString("base64");
  test("a sealed value opens under its key only, and not when it was changed", () => {
    const box = createSecretBox(key);
    const sealed = box.seal("RT_bí mật");
    expect(sealed).not.toContain("RT_");
    expect(box.open(sealed)).toBe("RT_bí mật");
    expect(box.seal("RT_bí mật")).not.toBe(sealed);
    expect(() => createSecretBox(Buffer.alloc(32, 2).toString("base64")).open(sealed)).toThrow("another key");
    expect(() => box.open(sealed.replace(/.$/, (last) => (last === "A" ? "Q" : "A")))).toThrow();
  });
  test("bad settings are all named at once and no value is printed", () => {
    const attempt = (): unknown =>
      readSettings({
        PORT: "seventy",
        ZALO_APP_SECRET: "hunter2",
        MONGODB_URI: "mongodb://x/y",
        SECRETS_KEY: "short-secret",
      });
    expect(attempt).toThrow(BadSettings);
    try {
      attempt();
    } catch (error) {
      const text = String(error);
      for (const name of [
        "PORT",
        "REDIS_URL",
        "ZALO_APP_ID",
        "ZALO_APP_SECRET",
        "ZALO_OA_SECRET_KEY",
        "SECRETS_KEY",
        "SESSION_SECRET",
      ])
        expect(text).toContain(name);
      for (const value of ["seventy", "hunter2", "short-secret"]) expect(text).not.toContain(value);
    }
  });
  test("logs hold no secret and no person, at any usual depth", () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = createLogger("info", "test", sink);
    const secret = {
      access_token: "AT_1",
      refreshToken: "RT_1",
      password: "mk",
      text: "tôi ở thôn 5",
      userId: "2468",
      phone: "0900",
      code: "123456",
    };
    log.info({ ...secret, deep: { ...secret, deeper: secret }, person: personHash("oa", "2468") }, "one");
    const printed = lines.join("");
    for (const value of ["AT_1", "RT_1", '"mk"', "thôn 5", '"2468"', "0900", "123456"])
      expect(printed).not.toContain(value);
    expect(printed).toContain(personHash("oa", "2468"));
  });
});
