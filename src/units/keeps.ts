import type { Keep } from "../kernel/keep.ts";
import { removeTester } from "./unit.store.ts";

export const unitKeeps: readonly Keep[] = [
  {
    model: "Unit",
    person: ["testers.userId"],
    until: "somebody takes the tester off the list, or the person is erased",
    forgetAt: ({ userId }) => removeTester(userId),
  },
];
