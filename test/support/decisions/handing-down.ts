import { ItemModel } from "../../../src/content/item.model.ts";
import { NO_DETAILS } from "../../../src/content/kinds.ts";
import { packageRelease } from "../../../src/distribution/release.decision.ts";
import { PackageModel } from "../../../src/distribution/package.model.ts";
import {
  addEntries,
  dropEntry,
  mustFindPackage,
  reopenPackage,
  startPackage,
  submitPackage,
} from "../../../src/distribution/save-package.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

/** A catalogue of two entries is released as a version. */
export const packageScenario = (cast: Cast): Scenario => {
  const item = async (title: string): Promise<string> =>
    String(
      (
        await ItemModel.create({
          unitCode: UNIT,
          kind: "tin",
          details: { ...NO_DETAILS, privatePeople: "khong" },
          title,
          text: "Mời bà con đọc.",
          source: "Sở VHTTDL",
          sourceClass: "cong-khai",
          state: "draft",
          author: WRITER,
          version: 1,
          updatedAt: cast.clock.now(),
          createdAt: cast.clock.now(),
        })
      )._id,
    );
  const add = async (id: string, title: string): Promise<void> => {
    const wish = {
      items: [await item(title)],
      asGroup: false,
      title: "",
      organ: "Ban Tuyên giáo",
      receivedAt: cast.clock.now(),
      dueAt: null,
      free: [],
      foreign: false,
      reason: "",
    };
    await addEntries(cast.deps, UNIT, await mustFindPackage(UNIT, id), wish, WRITER);
  };
  return {
    ...cast.presses(packageRelease, cast.deps, undefined),
    async arrange() {
      const deadline = new Date(cast.clock.at.getTime() + 7 * 86_400_000);
      const id = await startPackage(cast.deps, UNIT, { title: "Gói 11", note: "", deadline }, WRITER);
      for (const title of ["Một", "Hai"]) await add(id, title);
      await submitPackage(cast.deps, await mustFindPackage(UNIT, id));
      return { unitCode: UNIT, id };
    },
    async swap({ id }) {
      await reopenPackage(cast.deps, await mustFindPackage(UNIT, id));
      await dropEntry(cast.deps, await mustFindPackage(UNIT, id), "BT02", WRITER);
      await add(id, "Ba");
      await submitPackage(cast.deps, await mustFindPackage(UNIT, id));
      return /BT02: trước “Hai.*nay “Ba/;
    },
    async shown({ id }) {
      const read = await PackageModel.findById(id).lean();
      return read?.version ? JSON.stringify(read.versions.map(({ entries }) => entries.map(({ title }) => title))) : "";
    },
    async whole({ id }) {
      const read = await PackageModel.findById(id).lean();
      expect(read).toMatchObject({ state: "released", version: 1 });
      expect(read?.versions[0]?.by.id).toBe(cast.leader.id);
      expect(read?.versions[0]?.entries).toHaveLength(2);
    },
  };
};
