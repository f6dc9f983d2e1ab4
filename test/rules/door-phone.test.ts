import fc from "fast-check";
import { decodeQR } from "qr/decode.js";
import type { DoorAnswer, DoorPack } from "../../src/training/phone-contract.ts";
import {
  ageOfRoster,
  type Book,
  factsOf,
  FORGET_MS,
  forgotten,
  heard,
  isNewSight,
  type KeptEvent,
  mustForget,
  newBook,
  saidOnPhone,
} from "../../src/training/phone/door-book.ts";
import { inLine } from "../../src/training/phone/in-line.ts";
import { prover } from "../../src/training/phone/prove.ts";
import { readFrame, WAYS } from "../../src/training/phone/read-frame.ts";
import { classTag, newTicketId, newTicketKeys, signTicket } from "../../src/training/sign-ticket.ts";
import { judgeTicket, typedCode } from "../../src/training/ticket.ts";
import { BLANK, frameOf, ticketFrames } from "../support/ticket-frames.ts";

const keys = newTicketKeys();
const CLASS = classTag("lop-1");
const AT = Date.parse("2026-12-04T07:30:00+07:00");
const DAY = 86_400_000;
const people = Array.from({ length: 121 }, (_, n) => ({ id: newTicketId(), name: `Cán bộ mẫu ${n}` }));
const pack: DoorPack = {
  classId: "lop-1",
  title: "Lớp mẫu",
  door: "A",
  tag: CLASS,
  open: keys.open,
  roster: people.map(({ id, name }, n) => ({ ticket: id, name, unit: `Xã Mẫu ${n}` })),
  revoked: [],
  entered: [],
};
const answer = (more: Partial<DoorAnswer> = {}): DoorAnswer => ({
  state: "open",
  now: AT,
  named: [],
  pack,
  version: "v1",
  until: AT + 8 * DAY,
  ...more,
});
const book = (phoneNow = AT): Book => heard(newBook("lop-1", "k"), answer(), phoneNow);
const codeOf = (id: string): string => signTicket(keys.secret, { class: CLASS, id });

test("tickets are judged one after the other, and one that breaks stops none after it", async () => {
  const seen: string[] = [];
  const faults: string[] = [];
  const judge = inLine<string>(
    async (text) => {
      await Promise.resolve();
      if (text === "hỏng") throw new Error("phone's store");
      seen.push(text);
    },
    (text) => void faults.push(text),
  );
  await Promise.all(["một", "hỏng", "hai"].map(judge));
  await judge("ba");
  expect([seen, faults]).toEqual([["một", "hai", "ba"], ["hỏng"]]);
});

test("every kind of frame is read within two looks, and a blank one holds nothing", async () => {
  // of one ticket's code some modules may lie badly under the thumb: of three tickets no two fail
  const unread: string[] = [];
  for (const { id } of people.slice(0, 3)) {
    const text = codeOf(id);
    for (const [kind, picture] of Object.entries(await ticketFrames(text))) {
      const frame = await frameOf(picture);
      if (!WAYS.some((_, turn) => readFrame(decodeQR, frame, turn) === text)) unread.push(kind);
    }
  }
  expect(unread.filter((kind, n) => unread.indexOf(kind) !== n)).toEqual([]);
  expect(unread.length).toBeLessThanOrEqual(2);
  const blank = await frameOf(await BLANK());
  for (const [turn] of WAYS.entries()) expect(readFrame(decodeQR, blank, turn)).toBeUndefined();
});

test("the phone proves by its own cryptography what the server signed, and nothing else", async () => {
  const facts = factsOf({ pack }, [], 0, prover(keys.open));
  const id = people[5]?.id ?? "";
  expect(await judgeTicket(codeOf(id), facts)).toMatchObject({ kind: "welcome", name: "Cán bộ mẫu 5" });
  const forged = signTicket(newTicketKeys().secret, { class: CLASS, id });
  expect((await judgeTicket(forged, facts)).kind).toBe("forged");
});

test("typed digits stand for a ticket of this class alone, in whatever way they are typed", async () => {
  const id = people[7]?.id ?? "";
  const facts = factsOf({ pack }, [], 0, prover(keys.open));
  const typed = typedCode(id);
  expect(typed).toMatch(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/);
  for (const way of [typed, typed.toLowerCase(), id, typed.replaceAll("-", " "), ` ${typed}\n`])
    expect(await judgeTicket(way, facts)).toMatchObject({ kind: "welcome", ticket: id });
  for (const wrong of ["0123-4567-89AB-CDEF", typed.slice(1), `${typed}0`, "", "----"])
    expect((await judgeTicket(wrong, facts)).kind).toBe("forged");
  const old = { ...pack, roster: [], revoked: [{ ticket: id, at: new Date(AT).toISOString() }] };
  expect((await judgeTicket(typed, factsOf({ pack: old }, [], 0, prover(keys.open)))).kind).toBe("revoked");
});

test("115 come in offline on one phone and are 115, whatever is shown twice and in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(people, { minLength: 115, maxLength: 115 }), async (guests) => {
      const kept: KeptEvent[] = [];
      const twice = [...guests, ...guests.slice(0, 20)];
      for (const [n, { id }] of twice.entries()) {
        const facts = factsOf(book(), kept, 0, () => true);
        const sentence = await judgeTicket(typedCode(id), facts);
        if (sentence.kind === "welcome")
          kept.push({ id: `su-kien-${n}`, classId: "lop-1", ticket: sentence.ticket, at: AT + n });
        else expect([n >= 115, sentence.kind]).toEqual([true, "already-in"]);
      }
      expect(new Set(kept.map(({ ticket }) => ticket)).size).toBe(115);
    }),
    { numRuns: 2 },
  );
});

test("who came in at another door is known from the server, by the hour of the system", async () => {
  const id = people[1]?.id ?? "";
  const there = { ...pack, entered: [{ ticket: id, at: new Date(AT - 60_000).toISOString(), door: "B" }] };
  const facts = factsOf({ pack: there }, [], 0, () => true);
  const sentence = await judgeTicket(codeOf(id), facts);
  expect(saidOnPhone(sentence, book(), new Date(AT))).toBe("Đã vào rồi, hôm nay, lúc 07:29, cửa B.");
});

test("a ticket newer than the list on the phone says so", async () => {
  const facts = factsOf({ pack }, [], 0, prover(keys.open));
  const sentence = await judgeTicket(codeOf(newTicketId()), facts);
  expect(saidOnPhone(sentence, book(), new Date(AT + DAY))).toContain(
    "cấp sau danh sách trên máy (tải hôm qua, lúc 07:30)",
  );
});

test.each([
  ["right", 0],
  ["a day behind", -DAY],
  ["a day ahead", DAY],
  ["at the beginning of time", -AT],
])("names leave a day after all was sent, with the phone's clock %s", (_, off) => {
  const sent = heard(book(AT + off), answer({ now: AT, named: [{ id: "x", as: "in" }] }), AT + off);
  const at = (ms: number, waiting = 0): boolean => mustForget(sent, waiting, AT + off + ms);
  expect([at(0), at(FORGET_MS - 1), at(FORGET_MS), at(FORGET_MS, 1)]).toEqual([false, false, true, false]);
  // a week after the class whatever happened; what waits to be sent holds no name
  expect(at(8 * DAY, 1)).toBe(true);
  expect(mustForget(book(AT + off), 0, AT + off + 2 * DAY)).toBe(false);
  expect(mustForget(forgotten(sent), 0, AT + off + 9 * DAY)).toBe(false);
});

test.each([["revoked"], ["closed"]] as const)("a phone that hears it is %s keeps no name", (state) => {
  const after = heard(book(), answer({ state, pack: null }), AT);
  expect([after.pack, JSON.stringify(after).includes("Cán bộ mẫu")]).toEqual([null, false]);
});

test("the list says its age; a clock that was set back cannot tell it", () => {
  const one = book(AT - DAY);
  const age = (ms: number): string => ageOfRoster(one, AT - DAY + ms);
  expect(age(0)).toBe("Danh sách 121 người, tải hôm nay, lúc 07:30 (vừa xong).");
  expect(age(25 * 60_000)).toContain("(25 phút trước)");
  expect(age(3 * 3_600_000)).toContain("(3 giờ trước)");
  expect(age(DAY)).toContain("tải hôm qua, lúc 07:30 (1 ngày trước)");
  expect(age(-2 * 3_600_000)).toContain("đồng hồ máy đã chỉnh lùi");
  expect(ageOfRoster(forgotten(one), AT)).toBe("Danh sách lớp không còn trên máy này.");
});

test("a code that stays in the picture is one guest; after a blank it is shown again", () => {
  const last = { text: "a", at: AT };
  expect([isNewSight(last, "a", AT + 100), isNewSight(last, "b", AT + 100), isNewSight(last, "a", AT + 1600)]).toEqual([
    false,
    true,
    true,
  ]);
});
