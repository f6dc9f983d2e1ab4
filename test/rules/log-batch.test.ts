import { closes } from "../../src/comments/log-batch.ts";

const at = (time: string): Date => new Date(`2026-11-20T${time}:00+07:00`);
const CLOSE = at("20:00");

test.each([
  ["five, but the hour is not over", "08:00", true, 5, "09:59", false],
  ["an hour at least, whatever minute of its hour the first came in", "08:00", true, 5, "10:00", true],
  ["four wait for a fifth, however long", "08:00", true, 4, "19:00", false],
  ["the draft closes: what came before is said, however little", "19:00", true, 1, "20:01", true],
  ["the closing minute itself is still open", "19:00", true, 1, "20:00", false],
  ["late ones wait for one another as well", "20:00", false, 1, "23:00", false],
  ["late ones, enough and long enough", "20:00", false, 5, "22:00", true],
])("%s", (_, opened, beforeClose, waiting, now, closed) => {
  expect(closes({ opened: at(opened), beforeClose }, waiting, CLOSE, at(now))).toBe(closed);
});
