import fc from "fast-check";
import {
  calledOn,
  type DatedFacts,
  datedEffects,
  firstParent,
  renamed,
  undoneEffects,
} from "../../src/units/change-effects.ts";
import { faultsOfDraft } from "../../src/units/change.decision.ts";
import { changeFaults, type KnownUnit } from "../../src/units/change-rules.ts";
import { Lineage } from "../../src/units/lineage.ts";
import type { ChangeTerms, Part } from "../../src/units/unit-change.model.ts";

const day = (text: string): Date => new Date(`${text}T00:00:00+07:00`);
const START = day("2025-07-01");
type Known = KnownUnit & Partial<DatedFacts>;
const unit = (code: string, parent = "so", from = START): Known => ({
  _id: code,
  name: `Xã ${code}`,
  kind: "commune",
  from,
  to: null,
  parents: parent === "" ? [] : [{ code: parent, from, to: null }],
});
const UNITS = [unit("so", ""), unit("sao-mai"), unit("ben-lua"), unit("hon-en"), unit("phu-dong")];
const part = (from: string, to: string, share: Part["share"] = "all", ...areas: string[]): Part => ({
  from,
  to,
  share,
  areas,
});
const found = (code: string, name = `Xã ${code}`) => ({ code, name, office: `UBND ${name}`, kind: "commune" });
const change = (on: string, terms: Partial<ChangeTerms>): ChangeTerms => ({
  decision: `${on}/NQ`,
  day: day(on),
  parts: [],
  founds: [],
  renames: [],
  moves: [],
  ...terms,
});

/** The units once a change is recorded, as the store would keep them. */
function after(units: readonly Known[], made: ChangeTerms, changes: readonly ChangeTerms[]): Known[] {
  const fresh = made.founds.map(({ code, name, kind }): Known => {
    const parent = firstParent(code, made, units);
    return { ...unit(code, parent ?? "", made.day), name, kind };
  });
  const all = [...units, ...fresh];
  const facts = new Map(datedEffects(all, made, changes).map((one) => [one._id, one]));
  return all.map((one) => ({ ...one, ...facts.get(one._id) }));
}
const isOn = (one: Pick<Known, "from" | "to">, on: Date): boolean => one.from <= on && (!one.to || on < one.to);

const MERGED = change("2027-01-01", { parts: [part("sao-mai", "ben-lua")] });
const SPLIT = change("2027-01-01", {
  parts: [part("hon-en", "hon-bac", "part", "Thôn Đông"), part("hon-en", "hon-nam", "rest")],
  founds: [found("hon-bac"), found("hon-nam")],
});

test.each<[string, ChangeTerms, readonly RegExp[]]>([
  ["a merger into a unit that stands", MERGED, []],
  [
    "a merger into a new one",
    change("2027-01-01", { parts: [part("sao-mai", "moi"), part("ben-lua", "moi")], founds: [found("moi")] }),
    [],
  ],
  [
    "a new unit with the name of one that ends",
    change("2027-01-01", {
      parts: [part("sao-mai", "moi"), part("ben-lua", "moi")],
      founds: [found("moi", "Xã sao-mai")],
    }),
    [],
  ],
  ["a division by parts", SPLIT, []],
  ["nothing at all", change("2027-01-01", {}), [/chưa ghi đơn vị nào/]],
  ["no number", { ...MERGED, decision: " " }, [/số quyết định/]],
  ["an unknown source", change("2027-01-01", { parts: [part("xa-la", "ben-lua")] }), [/Không có đơn vị mã xa-la/]],
  ["an unknown target", change("2027-01-01", { parts: [part("sao-mai", "xa-la")] }), [/Không có đơn vị mã xa-la/]],
  [
    "a source that is its target",
    change("2027-01-01", { parts: [part("sao-mai", "sao-mai")] }),
    [/Xã sao-mai.*vừa được nhập đi vừa nhận thêm/],
  ],
  [
    "in a ring",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua"), part("ben-lua", "sao-mai")] }),
    [/sao-mai/, /ben-lua/],
  ],
  [
    "a part without its rest",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua", "part", "Thôn 1")] }),
    [/Xã sao-mai.*chưa ghi phần còn lại/],
  ],
  [
    "a rest without a part",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua", "rest")] }),
    [/Xã sao-mai.*chỉ có phần còn lại/],
  ],
  [
    "two rests",
    change("2027-01-01", {
      parts: [
        part("sao-mai", "ben-lua", "part"),
        part("sao-mai", "hon-en", "rest"),
        part("sao-mai", "phu-dong", "rest"),
      ],
    }),
    [/hai lần/],
  ],
  [
    "all and a part",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua"), part("sao-mai", "hon-en", "part")] }),
    [/toàn bộ/],
  ],
  ["all twice", change("2027-01-01", { parts: [part("sao-mai", "ben-lua"), part("sao-mai", "hon-en")] }), [/toàn bộ/]],
  [
    "the same hamlet twice",
    change("2027-01-01", {
      parts: [
        part("sao-mai", "ben-lua", "part", "Thôn Một"),
        part("sao-mai", "hon-en", "part", "thôn một "),
        part("sao-mai", "phu-dong", "rest"),
      ],
    }),
    [/“thôn một” của Xã sao-mai/],
  ],
  [
    "part and rest to one unit",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua", "part"), part("sao-mai", "ben-lua", "rest")] }),
    [/Gộp lại/],
  ],
  [
    "a code used before",
    change("2027-01-01", { parts: [part("sao-mai", "hon-en")], founds: [found("hon-en")] }),
    [/Mã hon-en đã có/],
  ],
  [
    "a new unit out of nothing",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua")], founds: [found("moi")] }),
    [/chưa ghi từ đơn vị nào/],
  ],
  ["before the unit was there", change("2025-07-01", { parts: [part("sao-mai", "ben-lua")] }), [/chỉ có từ/]],
  [
    "a name that stands",
    change("2027-01-01", { renames: [found("sao-mai", "Xã ben-lua")] }),
    [/cùng tên “Xã ben-lua”/],
  ],
  [
    "a name for one that ends",
    change("2027-01-01", { parts: [part("sao-mai", "ben-lua")], renames: [found("sao-mai", "Xã Khác")] }),
    [/không đổi tên/],
  ],
  ["under itself", change("2027-01-01", { moves: [{ code: "so", parent: "sao-mai" }] }), [/theo vòng/]],
  ["a department into its commune", change("2027-01-01", { parts: [part("so", "sao-mai")] }), [/theo vòng/]],
  [
    "a department divided without a word on its communes",
    change("2027-01-01", {
      parts: [part("so", "so-1", "part"), part("so", "so-2", "rest")],
      founds: [found("so-1"), found("so-2")],
    }),
    [/Xã so.*cần ghi cấp trên mới của/],
  ],
])("%s", (_, made, words) => {
  const faults = changeFaults(made, UNITS, []).map(({ vi }) => vi);
  if (words.length === 0) expect(faults).toEqual([]);
  for (const word of words) expect(faults.join("\n")).toMatch(word);
});

test("what was decided stands against a later entry for an earlier day", () => {
  const units = after(UNITS, MERGED, [MERGED]);
  const faults = (made: ChangeTerms): string =>
    changeFaults(made, units, [MERGED])
      .map(({ vi }) => vi)
      .join("\n");
  expect(faults(change("2026-06-01", { parts: [part("ben-lua", "hon-en")] }))).toMatch(
    /Xã ben-lua.*còn đứng trong quyết định 2027-01-01\/NQ/,
  );
  expect(faults(change("2027-01-01", { parts: [part("ben-lua", "hon-en")] }))).toMatch(/còn đứng trong quyết định/);
  expect(faults(change("2027-06-01", { parts: [part("sao-mai", "hon-en")] }))).toMatch(
    /đã kết thúc từ 01\/01\/2027 theo quyết định 2027-01-01\/NQ/,
  );
  expect(faults(change("2027-06-01", { parts: [part("hon-en", "sao-mai")] }))).toMatch(/đã kết thúc/);
  expect(faults(change("2026-06-01", { parts: [part("phu-dong", "sao-mai")] }))).toBe("");
});

test("whole units are held, divided ones stand on a line of their own, links lead on", () => {
  const first = change("2026-01-01", { parts: [part("phu-dong", "sao-mai")] });
  const lineage = new Lineage([first, MERGED, SPLIT]);
  expect(lineage.heldBy("ben-lua")).toEqual([
    { code: "sao-mai", from: MERGED.day },
    { code: "phu-dong", from: MERGED.day },
  ]);
  expect(lineage.heldBy("hon-nam")).toEqual([]);
  expect(lineage.dividedInto("hon-nam")).toEqual([{ code: "hon-en", from: SPLIT.day }]);
  expect(lineage.leadsOn("phu-dong", day("2026-06-01"))).toEqual(["sao-mai"]);
  expect(lineage.leadsOn("phu-dong", day("2027-01-01"))).toEqual(["ben-lua"]);
  expect(lineage.leadsOn("hon-en", day("2027-01-01"))).toEqual(["hon-bac", "hon-nam"]);
  expect(lineage.leadsOn("hon-en", day("2026-12-31"))).toEqual([]);
});

test("names have days; one entered late stands where it belongs", () => {
  const born = { name: "Xã Cũ", office: "UBND xã Cũ", kind: "commune", from: START };
  const ward = { name: "Phường Mới", office: "UBND phường Mới", kind: "ward" };
  const once = { ...born, ...renamed(born, ward, day("2027-01-01")) };
  const late = { ...once, ...renamed(once, { ...born, name: "Xã Giữa" }, day("2026-01-01")) };
  expect(["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"].map((on) => calledOn(late, day(on)).name)).toEqual([
    "Xã Cũ",
    "Xã Giữa",
    "Xã Giữa",
    "Phường Mới",
  ]);
  expect(renamed(once, ward, day("2027-01-01"))).toEqual({ ...ward, formerNames: once.formerNames });
});

/** Whatever has days of a unit; what nothing happened to says so in one way. */
const dated = ({ _id, to, parents, held = [], divided = [], became = [] }: Known): string =>
  JSON.stringify([_id, to, parents, held, divided, became.map(({ areas = [], ...one }) => ({ ...one, areas }))]);

const ONE = fc.record({
  kind: fc.constantFrom("merge", "found", "split", "rename", "move"),
  month: fc.integer({ min: 1, max: 40 }),
  picks: fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }),
});
const monthAfter = (n: number): Date => new Date(Date.UTC(2025, 6 + n, 1) - 7 * 3_600_000);

function must(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

function checkDay(units: readonly Known[], lineage: Lineage, on: Date): void {
  const there = units.filter(({ from }) => from <= on);
  const standing = new Map(there.filter((one) => isOn(one, on)).map((one) => [one._id, one]));
  const parentsOf = (one: Known) => one.parents.filter((period) => isOn(period, on));
  for (const one of standing.values()) {
    must(parentsOf(one).length === Math.min(1, one.parents.length), `${one._id}: ${parentsOf(one).length} parents`);
    const way = new Set<string>();
    for (let at: Known | undefined = one; at; ) {
      must(!way.has(at._id), `${at._id}: under itself`);
      way.add(at._id);
      const parent: string | undefined = parentsOf(at)[0]?.code;
      must(parent === undefined || standing.has(parent), `${at._id}: under ${parent}, which does not stand`);
      at = standing.get(parent ?? "");
    }
  }
  // rows + divided rows = the whole: whoever ever began is counted exactly once
  const held = (one: Known): string[] => [
    one._id,
    ...(one.held ?? []).flatMap(({ code, from }) => (from <= on ? [code] : [])),
  ];
  const divided = there.filter(({ _id }) => lineage.isDivided(_id, on));
  const counted = [...standing.values(), ...divided].flatMap(held).toSorted();
  must(String(counted) === String(there.map(({ _id }) => _id).toSorted()), `counted ${String(counted)}`);
  for (const gone of there.filter((one) => !standing.has(one._id))) {
    const to = lineage.leadsOn(gone._id, on);
    must(to.length > 0 && to.every((code) => standing.has(code)), `${gone._id} leads to ${String(to)}`);
  }
}

test("1,000 histories: one tree on every day, every fact counted once, every old link leads on, each entry can be undone", () => {
  fc.assert(
    fc.property(fc.array(ONE, { minLength: 1, maxLength: 12 }), (wishes) => {
      let units: Known[] = [...UNITS];
      const changes: ChangeTerms[] = [];
      for (const [n, { kind, month, picks }] of wishes.entries()) {
        const [a = "", b = "", c = ""] = picks.map((pick) => units[pick % units.length]?._id ?? "");
        const [x, y] = [`u${n}a`, `u${n}b`];
        const terms = {
          merge: { parts: [part(a, b)] },
          found: { parts: [part(a, x), part(b, x)], founds: [found(x)] },
          split: { parts: [part(a, x, "part"), part(a, y, "rest")], founds: [found(x), found(y)] },
          rename: { renames: [found(a, `Xã đổi ${n}`)] },
          move: { moves: [{ code: a, parent: b === a ? c : b }] },
        }[kind];
        const made = { ...change("2027-01-01", terms), day: monthAfter(month) };
        if (changeFaults(made, units, changes).length > 0) continue;
        changes.push(made);
        const before = units;
        units = after(units, made, changes);
        // what stood is not written anew: an end that was there stays
        const was = before.map(({ _id, to, parents }) => ({ _id, to, parents }));
        const without = changes.filter((one) => one !== made);
        const undone = new Map(undoneEffects(units, { ...made, was }, without).map((one) => [one._id, one]));
        const back = units
          .map((one) => ({ ...one, ...undone.get(one._id) }))
          .filter(({ _id }) => before.some((one) => one._id === _id));
        must(String(back.map(dated)) === String(before.map(dated)), `cancelled ${kind}: ${String(back.map(dated))}`);
        for (const old of before)
          if (old.to) must(+(units.find(({ _id }) => _id === old._id)?.to ?? 0) === +old.to, `${old._id}: another end`);
      }
      for (let month = 0; month <= 41; month += 1) checkDay(units, new Lineage(changes), monthAfter(month));
    }),
    { numRuns: 1000 },
  );
});

test.each<[string, Partial<Known>, readonly (ChangeTerms & { undated?: boolean })[], RegExp | undefined]>([
  ["its own unit", {}, [], undefined],
  ["one that left it that very day", { parents: [{ code: "so", from: START, to: day("2027-01-01") }] }, [], undefined],
  [
    "one that answers to another by then",
    {
      parents: [
        { code: "so", from: START, to: day("2026-09-01") },
        { code: "so-2", from: day("2026-09-01"), to: null },
      ],
    },
    [],
    /^Đơn vị mã sao-mai không thuộc quản lý của Ông\/Bà$/,
  ],
  ["before an earlier decision stands on the units", {}, [{ ...SPLIT, undated: true }], /Thử lại sau một phút$/],
])("a department decides about %s", (_name, given, changes, wanted) => {
  const units = [unit("so", ""), unit("so-2", ""), { ...unit("sao-mai"), ...given }, unit("ben-lua"), unit("hon-en")];
  const faults = faultsOfDraft({ draft: { unitCode: "so" }, terms: MERGED, units, changes }).map(({ vi }) => vi);
  expect(faults).toEqual(wanted ? [expect.stringMatching(wanted)] : []);
});
