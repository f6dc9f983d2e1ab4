import fc from "fast-check";
import { readDay, readDays, withDays } from "../../src/console/read-days.ts";
import { dayAsTyped, formatLocal, parseLocal } from "../../src/kernel/dates.ts";

test.each([
  ["24/11/2026", false, "2026-11-24"],
  ["3/4/2026", false, "2026-04-03"],
  [" 03 - 04 - 2026 ", false, "2026-04-03"],
  ["3.4.2026", false, "2026-04-03"],
  ["ngày 24 tháng 11 năm 2026", false, "2026-11-24"],
  ["Thứ Ba, 24/11/2026", false, "2026-11-24"],
  ["２４/１１/２０２６", false, "2026-11-24"],
  ["2026-11-24", false, "2026-11-24"],
  ["24/11/2026 19:30", true, "2026-11-24T19:30"],
  ["24/11/2026, 7:05", true, "2026-11-24T07:05"],
  ["24/11/2026 19h30", true, "2026-11-24T19:30"],
  ["24/11/2026 lúc 19h", true, "2026-11-24T19:00"],
  ["24/11/2026 7 giờ 5 phút", true, "2026-11-24T07:05"],
  ["2026-11-24T19:30", true, "2026-11-24T19:30"],
  ["2026-11-24 19:30", true, "2026-11-24T19:30"],
  ["", true, ""],
])("day before month: %s", (typed, withTime, value) => {
  expect(readDay(typed, withTime)).toEqual({ value, fault: "" });
});

test.each([
  ["11/24/2026", false, "Không có tháng 24"],
  ["31/02/2026", false, "Không có ngày 31/2/2026"],
  ["24/11/26", false, "bốn chữ số"],
  ["24/11", false, "Ghi ngày/tháng/năm"],
  ["mai", true, "giờ:phút"],
  ["24/11/2026", true, "Ghi thêm giờ"],
  ["24/11/2026 24:00", true, "Giờ từ 00:00"],
  ["24/11/2026 19:60", true, "Giờ từ 00:00"],
  ["24/11/2026 19:30", false, "chỉ ghi ngày"],
  ["2026-02-31", false, "không có trong lịch"],
  ["0/1/2026", false, "Không có ngày 0/1/2026"],
])("said at the field, and kept as typed: %s", (typed, withTime, fault) => {
  const read = readDay(typed, withTime);
  expect(read.value).toBe(typed);
  expect(read.fault).toContain(fault);
});

test("whatever day stands in a field comes back from it", () => {
  const [min, max] = [new Date("1990-01-01"), new Date("2090-01-01")];
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), fc.boolean(), (at, withTime) => {
      const value = withTime ? formatLocal(at) : formatLocal(at).slice(0, 10);
      expect(readDay(dayAsTyped(value), withTime)).toEqual({ value, fault: "" });
      expect(parseLocal(value)).toBeDefined();
    }),
  );
});

test("only fields the form names as days are read; each row has its own fault", () => {
  const typed = {
    _ngay: ["day", "day"],
    _luc: ["at"],
    day: ["1/2/2026", "x"],
    at: ["1/2/2026 08:00"],
    title: ["1/2/2026"],
  };
  expect(readDays(typed)).toEqual({
    typed: { ...typed, day: ["2026-02-01", "x"], at: ["2026-02-01T08:00"] },
    faults: { "day.1": expect.stringContaining("ví dụ 24/11/2026") },
  });
  expect(readDays({ _ngay: ["_csrf", "none"], _csrf: ["1/2/2026"] }).typed["_csrf"]).toEqual(["1/2/2026"]);
  expect(withDays({ _luc: "at", at: "1/2/2026 08:00", n: "1" })).toEqual({
    _luc: "at",
    at: "2026-02-01T08:00",
    n: "1",
  });
});
