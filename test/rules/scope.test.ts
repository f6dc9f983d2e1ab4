import {
  codeOf,
  holds,
  ownAndAbove,
  ownAndBelow,
  ownCode,
  ownOf,
  type Scope,
  within,
  type Whose,
} from "../../src/kernel/scope.ts";

const sao: Scope = { unit: ownCode("sao-mai"), own: ["sao-mai"], above: ["so"], below: [], after: [] };
const ben: Scope = { ...sao, unit: ownCode("ben-lua"), own: ["ben-lua", "sao-mai"] };

test.each<[string, Whose, ReturnType<typeof within>, string[]]>([
  ["a code of a record means exactly that unit", "sao-mai", "sao-mai", ["sao-mai"]],
  ["a unit alone is one code", sao, "sao-mai", ["sao-mai"]],
  ["a unit others came to holds their facts, too", ben, { $in: ["ben-lua", "sao-mai"] }, ["ben-lua", "sao-mai"]],
  ["nobody's facts are nobody's", { ...sao, own: [] }, { $in: [] }, []],
])("%s", (_, whose, filter, own) => {
  expect(within(whose)).toEqual(filter);
  expect(ownOf(whose)).toEqual(own);
  for (const code of ["sao-mai", "ben-lua", "so"]) expect(holds(whose, code)).toBe(own.includes(code));
});

test("what is written today stands under the unit of today", () => {
  expect(codeOf(ben)).toBe("ben-lua");
  expect(codeOf("sao-mai")).toBe("sao-mai");
  expect(ownAndAbove(ben)).toEqual(["ben-lua", "sao-mai", "so"]);
  expect(ownAndBelow({ ...ben, below: ["hon-en"] })).toEqual(["ben-lua", "sao-mai", "hon-en"]);
});

test("the code of a session is not taken where facts are asked for", () => {
  const ask = (whose: Whose): string[] => ownOf(whose);
  // @ts-expect-error the unit of today leaves out those that came to it: the scope is what is meant
  ask(ben.unit);
});
