import { unitChange } from "../../../src/units/change.decision.ts";
import { changeOfDraft, createChangeDraft, listChangesDue, saveChangeDraft } from "../../../src/units/change.store.ts";
import { findUnit, saveUnits } from "../../../src/units/unit.store.ts";
import type { Part } from "../../../src/units/unit-change.model.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const FROM = new Date("2025-07-01T00:00:00+07:00");
const DAY = new Date("2026-11-10T00:00:00+07:00");

/** One commune comes whole to another, which is called otherwise from the same day on. */
export const unitChangeScenario = (cast: Cast): Scenario => {
  let changes = 0;
  /** to whom the commune comes since the swap, by the department that decides */
  const swapped = new Map<string, string>();
  const whole = (from: string, to: string): Part => ({ from, to, share: "all", areas: [] });
  return {
    ...cast.presses(unitChange, cast.deps, undefined, null),
    async arrange() {
      changes += 1;
      const [so, old, next] = [`so-${changes}`, `cu-${changes}`, `moi-${changes}`];
      const facts = { province: "", from: FROM, to: null, population: 1, households: 1, hamlets: 1, topics: [] };
      const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
      await saveUnits(
        [so, old, next, `khac-${changes}`].map((code) => ({
          ...facts,
          _id: code,
          name: `Xã ${code}`,
          office: `UBND xã ${code}`,
          kind: code === so ? "department" : "commune",
          parents: code === so ? [] : [{ code: so, from: FROM, to: null }],
          contact,
        })),
      );
      const id = await createChangeDraft({
        unitCode: so,
        decision: `${changes}/NQ`,
        day: "2026-11-10",
        clause: "",
        parts: [whole(old, next)],
        founds: [],
        renames: [{ code: next, name: `Phường ${next}`, office: `UBND phường ${next}`, kind: "ward" }],
        moves: [],
        doubts: [],
        by: WRITER,
        at: cast.clock.now(),
      });
      return { unitCode: so, id };
    },
    async swap({ unitCode, id }) {
      const n = unitCode.split("-")[1];
      swapped.set(unitCode, `khac-${n}`);
      await saveChangeDraft(id, { parts: [whole(`cu-${n}`, `khac-${n}`)] });
      return /Các phần: trước “toàn bộ của cu-\d+ về moi-\d+”, nay “toàn bộ của cu-\d+ về khac-\d+”/;
    },
    shown: async ({ id }) => ((await changeOfDraft(id)) ? "decided" : ""),
    async whole({ unitCode }) {
      const n = unitCode.split("-")[1];
      expect((await findUnit(`cu-${n}`))?.to).toEqual(DAY);
      expect(await findUnit(`moi-${n}`)).toMatchObject({
        name: `Phường moi-${n}`,
        formerNames: [{ name: `Xã moi-${n}`, from: FROM, to: DAY }],
      });
      const holder = await findUnit(swapped.get(unitCode) ?? `moi-${n}`);
      expect(holder?.held).toMatchObject([{ code: `cu-${n}`, from: DAY }]);
      expect(await listChangesDue(cast.clock.now(), cast.clock.now())).toEqual([]);
    },
  };
};
