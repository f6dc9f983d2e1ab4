import { defineDecision } from "../../src/decisions/decision.ts";
import { finishDue } from "../../src/decisions/decide.ts";
import { eachAlone } from "../../src/kernel/each-alone.ts";

test("one that fails keeps no other from its turn, and its failure is told at the end", async () => {
  const done: number[] = [];
  const work = async (n: number): Promise<void> => {
    if (n % 3 === 0) throw new Error(`no ${n}`);
    done.push(n);
  };
  await expect(eachAlone([3, 1, 2, 6, 4], work)).rejects.toThrow("no 3");
  expect(done).toEqual([1, 2, 4]);
  expect(await eachAlone([1, 2], work)).toBe(2);
  expect(await eachAlone([], work)).toBe(0);
});

test("what follows a decision that cannot be finished leaves the others theirs", async () => {
  const finished: string[] = [];
  const decision = defineDecision<{ id: string }, { clock: { now(): Date } }>({
    name: "x",
    what: "việc này",
    may: "broadcasts.approve",
    sixDigits: async () => true,
    keys: () => 1,
    given: () => [],
    notBy: () => [],
    notByWords: "",
    load: async () => null,
    isOpen: () => true,
    closedWords: "",
    covers: () => ({}),
    check: async () => undefined,
    apply: async () => true,
    follow: {
      due: async () => ["poisoned", "a", "b"],
      finish: async (_, id) => {
        if (id === "poisoned") throw new Error("cannot be finished");
        finished.push(id);
      },
    },
  });
  await expect(finishDue(decision, { clock: { now: () => new Date() } })).rejects.toThrow("cannot be finished");
  expect(finished).toEqual(["a", "b"]);
});
