import { NO_DETAILS } from "../../src/content/kinds.ts";
import { ContentModel } from "../../src/distribution/content.model.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import { newCopy } from "../../src/distribution/follow-package.ts";
import { type Entry, PackageModel } from "../../src/distribution/package.model.ts";
import { hashOf } from "../../src/distribution/rules.ts";
import { markReleased } from "../support/released-package.ts";
import { at, id, LEADER, WRITER } from "./homes-base.ts";

/** A package of a unit, released and handed to the unit itself. */
export async function packages(unitCode: string, mark: string, pictureId: string) {
  const words = {
    _id: "",
    kind: "tin" as const,
    details: { ...NO_DETAILS, privatePeople: "khong" as const },
    title: `Bài: ${mark}`,
    text: "Mời bà con đọc.",
    pictureAlt: "Ảnh",
    pictureSha: "0",
    source: "Sở",
    sourceClass: "cong-khai" as const,
    free: ["title" as const],
    foreign: false,
    variants: [],
    pictureId,
  };
  const content = await ContentModel.create({ ...words, _id: hashOf(words) });
  const entryOf = (code: string): Entry => ({
    code,
    title: words.title,
    contents: [content._id],
    items: [""],
    origin: { organ: mark, receivedAt: at(-2), dueAt: null },
    added: null,
  });
  const entries = ["BT01", "BT02", "BT03", "BT04", "BT05", "BT06"].map(entryOf);
  const head = {
    unitCode,
    title: `Gói: ${mark}`,
    deadline: at(9),
    revision: 1,
    entries,
    authors: [WRITER],
    createdAt: at(-3),
    updatedAt: at(-1),
  };
  const row = await PackageModel.create({ ...head, state: "draft" });
  await markReleased(id(row), LEADER, at(-1));
  const copies = await CopyModel.insertMany(
    entries.map((entry) => newCopy(row, entry, { version: 1, at: at(-1) }, unitCode)),
  );
  // one is decided about, and a newer version of it is offered
  const gone = { state: "taken", decided: { by: WRITER, at: at(-1), unit: unitCode }, revision: 2 };
  const offer = { version: 2, contents: [content._id], title: words.title, at: at(0) };
  const [copy = "", copyTwo = "", copyThree = "", copyFour = "", copyTaken = "", copyTold = ""] = copies.map(id);
  await CopyModel.updateOne({ _id: copyTaken }, { $set: { ...gone, offer } });
  await CopyModel.updateOne({ _id: copyTold }, { $set: gone });
  return { package: id(row), copy, copyTwo, copyThree, copyFour, copyTaken, copyTold };
}
