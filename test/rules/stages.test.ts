import { Types } from "mongoose";
import type { Campaign, Phase, Settlement } from "../../src/content/campaign.model.ts";
import { stagesOf } from "../../src/period-reports/stages.ts";

const at = (text: string): Date => new Date(`${text}+07:00`);
const edge = (day: string) => ({ day, event: "", offsetDays: 0 });
const phase = (key: string, from: string, ...ends: string[]): Phase => ({
  key,
  name: key,
  start: edge(from),
  ends: ends.map((day) => ({ ...edge(day), document: day })),
});
const campaign = (phases: Phase[], settlements: Settlement[] = []): Campaign => ({
  _id: new Types.ObjectId(),
  unitCode: "so",
  parentId: "",
  level: "province",
  name: "Chiến dịch",
  officialName: "",
  events: [],
  phases,
  topics: [],
  settlements,
  createdAt: at("2026-01-01T00:00"),
});
const settled = (subject: string, choice: string): Settlement => ({
  subject,
  choice,
  reason: "theo kế hoạch",
  by: { id: "x", name: "X" },
  at: at("2026-01-01T00:00"),
});
const shown = (one: Campaign, now: string) =>
  stagesOf(one, at(now)).map(({ key, spans }) => [key, spans.map(({ from, to }) => [from, to])]);

test("a day counts in one stage: the last moment of one is the one before the first of the next", () => {
  const three = campaign([
    phase("a", "2026-06-01", "2026-06-30"),
    phase("b", "2026-07-01", "2026-07-02"),
    phase("c", "2026-07-05", "2026-07-31"),
  ]);
  expect(shown(three, "2026-12-01T08:00")).toEqual([
    ["a", [[at("2026-06-01T00:00"), at("2026-07-01T00:00")]]],
    ["b", [[at("2026-07-01T00:00"), at("2026-07-03T00:00")]]],
    ["c", [[at("2026-07-05T00:00"), at("2026-08-01T00:00")]]],
  ]);
});

test("a stage within another takes its days out of it, and an open end counts through today", () => {
  const phases = [
    phase("a", "2026-06-01", "2026-06-10"),
    phase("b", "2026-06-04", "2026-06-05"),
    phase("c", "2026-06-11"),
  ];
  const three = campaign(phases, [settled("overlap:a:b", "b")]);
  expect(shown(three, "2026-06-12T23:59")).toEqual([
    [
      "a",
      [
        [at("2026-06-01T00:00"), at("2026-06-04T00:00")],
        [at("2026-06-06T00:00"), at("2026-06-11T00:00")],
      ],
    ],
    ["b", [[at("2026-06-04T00:00"), at("2026-06-06T00:00")]]],
    ["c", [[at("2026-06-11T00:00"), at("2026-06-13T00:00")]]],
  ]);
});

test("a stage that has not begun counts nothing yet", () => {
  const three = campaign([
    phase("a", "2026-06-01", "2026-06-10"),
    phase("b", "2026-06-11", "2026-06-12"),
    phase("c", "2027-01-01", "2027-02-01"),
  ]);
  expect(shown(three, "2026-06-11T00:00").map(([key, spans]) => [key, spans?.length])).toEqual([
    ["a", 1],
    ["b", 1],
    ["c", 0],
  ]);
});

test("two documents that name different ends are chosen between first", () => {
  const phases = [
    phase("a", "2026-06-01", "2026-06-10"),
    phase("b", "2026-06-11", "2026-06-12", "2026-06-13"),
    phase("c", "2026-07-01"),
  ];
  expect(() => stagesOf(campaign(phases), at("2026-08-01T00:00"))).toThrow("2 ngày kết thúc khác nhau");
  const chosen = campaign(phases, [settled("end:b:2026-06-12,2026-06-13", "2026-06-12")]);
  expect(shown(chosen, "2026-08-01T00:00")[1]).toEqual(["b", [[at("2026-06-11T00:00"), at("2026-06-13T00:00")]]]);
  const slip = [phase("a", "0206-06-01", "2026-06-10"), ...phases.slice(2), phase("d", "2026-06-11", "2026-06-12")];
  expect(() => stagesOf(campaign(slip), at("2026-08-01T00:00"))).toThrow("dài quá mười năm");
});
