import { decide, lookAt } from "../../../src/decisions/decide.ts";
import { importRef, unitsImport } from "../../../src/units/import.decision.ts";
import { UnitImportModel } from "../../../src/units/unit-import.model.ts";
import { findUnits, listImportsDue, type NamedUnit, saveUnits } from "../../../src/units/unit.store.ts";
import { placeApproval } from "../../../src/gate/place.decision.ts";
import { findPlace, listAllowed } from "../../../src/gate/place.store.ts";
import { closePlace, proposePlace } from "../../../src/gate/propose-place.ts";
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

/** A place a unit asks to point to. */
export const placeScenario = (cast: Cast): Scenario => {
  let places = 0;
  return {
    ...cast.presses(placeApproval, cast.deps, undefined),
    async arrange() {
      places += 1;
      const address = await proposePlace(cast.deps, UNIT, `bao-${places}.vn`, "Báo của xã", WRITER);
      return { unitCode: UNIT, id: `${UNIT} ${address}` };
    },
    async swap({ id }) {
      const [revision, decision] = [(await findPlace(id))?.revision ?? -1, "refused" as const];
      await closePlace(cast.deps, { _id: id }, { revision, decision, reason: "Ghi rõ hơn" }, cast.leader);
      await proposePlace(cast.deps, UNIT, id.split(" ")[1] ?? "", "Trang bán hàng", WRITER);
      return /Lý do đề xuất: trước “Báo của xã”, nay “Trang bán hàng”/;
    },
    async shown({ id }) {
      const host = id.split(" ")[1];
      return (await listAllowed([UNIT])).some((one) => one.host === host) ? "allowed" : "";
    },
    async whole({ id }) {
      expect(await findPlace(id)).toMatchObject({ state: "approved", decidedBy: { id: cast.leader.id }, reason: "" });
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
