import { decide, lookAt } from "../../../src/decisions/decide.ts";
import { importRef, unitsImport } from "../../../src/units/import.decision.ts";
import { UnitImportModel } from "../../../src/units/unit-import.model.ts";
import { findUnits, listImportsDue, type NamedUnit, saveUnits } from "../../../src/units/unit.store.ts";
import { replyApproval } from "../../../src/chatbot/reply.decision.ts";
import { listHistory, newestReplies, saveVersion } from "../../../src/chatbot/reply.store.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

export const replyScenario = (cast: Cast): Scenario => {
  const save = async (unitCode: string, text: string): Promise<void> =>
    saveVersion({
      unitCode,
      name: "gio",
      version: ((await listHistory(unitCode, "gio"))[0]?.version ?? 0) + 1,
      text,
      buttons: [],
      keywords: ["chợ phiên"],
      examples: [],
      by: WRITER.name,
      byId: WRITER.id,
      at: cast.clock.now(),
      state: "waiting",
    });
  let units = 0;
  return {
    ...cast.presses(replyApproval, cast.deps, undefined),
    async arrange() {
      units += 1;
      const unitCode = `${UNIT}-${units}`;
      await save(unitCode, "Xã làm việc từ 7 giờ 30.");
      return { unitCode, id: "gio" };
    },
    async swap({ unitCode }) {
      await save(unitCode, "Gọi 1900 xxxx để được giảm giá.");
      return /Nội dung: trước “Xã làm việc từ 7 giờ 30.”, nay “Gọi 1900/;
    },
    shown: async ({ unitCode }) => (await newestReplies(unitCode)).get("gio")?.text ?? "",
    async whole({ unitCode }) {
      const [newest] = await listHistory(unitCode, "gio");
      expect(newest).toMatchObject({ state: "decided", decided: { by: { id: cast.leader.id } } });
    },
  };
};

const UNIT_FACTS = { kind: "commune" as const, province: "Tỉnh Hồng Sao", population: 1, households: 1, hamlets: 1 };
/** Two communes that a list renames together. */
export const unitsScenario = (cast: Cast): Scenario => {
  let lists = 0;
  const rowsOf = (id: string, name: string): NamedUnit[] =>
    id.split(",").map((code) => ({
      ...UNIT_FACTS,
      _id: code,
      name: `${name} ${code}`,
      office: `UBND ${name} ${code}`,
      parents: [],
      from: cast.clock.at,
      to: null,
      topics: [],
      contact: { address: "", hours: "", phone: "", dutyPhone: "" },
    }));
  const namesOf = async (id: string): Promise<string[]> =>
    (await findUnits(id.split(","))).map((unit) => unit.name.split(" ")[0] ?? "");
  return {
    look: ({ unitCode, id }) => lookAt(unitsImport, cast.deps, unitCode, id),
    press: (place, seen) =>
      decide(unitsImport, cast.deps, { ...place, seen, by: cast.leader, wish: rowsOf(place.id, "Phường") }),
    pressWrong: null,
    async arrange() {
      lists += 1;
      const id = `cu-${lists},moi-${lists}`;
      await saveUnits(rowsOf(id, "Xã"));
      return { unitCode: "", id };
    },
    async swap({ id }) {
      await saveUnits(rowsOf(id, "Thị-trấn"));
      return /Đơn vị cu-\d+: trước “.*Xã.*nay “.*Thị-trấn/;
    },
    // decided with the list; the units follow
    async shown({ id }) {
      const taken = await UnitImportModel.find().lean();
      return taken.some((one) => importRef(one.rows) === id) ? "taken" : "";
    },
    async whole({ id }) {
      expect(new Set(await namesOf(id))).toEqual(new Set(["Phường"]));
      expect(await listImportsDue()).toEqual([]);
    },
  };
};
