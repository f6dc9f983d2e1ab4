import type { Person } from "../../src/decisions/decision.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { addEntries, mustFindPackage, type PackageDeps, startPackage } from "../../src/distribution/save-package.ts";
import { departmentItems } from "./packages.ts";

/** What stands in the catalogue becomes a version, as the one write of a release makes it; who pressed is no matter here. */
export async function markReleased(id: string, by: Person, at: Date): Promise<void> {
  const { version = 0, entries = [], versions = [] } = (await PackageModel.findById(id).lean()) ?? {};
  const fresh = { n: version + 1, by, at, fingerprint: "f", entries };
  const $set = { state: "released", version: fresh.n, versions: [...versions, fresh] };
  await PackageModel.updateOne({ _id: id }, { $set });
}

/** A package of the department of so many items, written and released. */
export async function releasedPackage(
  deps: PackageDeps,
  given: { title: string; items: number; writer: Person; leader: Person },
): Promise<string> {
  const now = deps.clock.now();
  const deadline = new Date(now.getTime() + 7 * 86_400_000);
  const id = await startPackage(deps, "so", { title: given.title, note: "", deadline }, given.writer);
  const items = await departmentItems(given.items, { author: given.writer, updatedAt: now, createdAt: now });
  const entry = { asGroup: false, title: "", organ: "Sở", receivedAt: now, dueAt: null, free: [], foreign: false };
  await addEntries(deps, "so", await mustFindPackage("so", id), { ...entry, reason: "", items }, given.writer);
  await markReleased(id, given.leader, now);
  return id;
}
