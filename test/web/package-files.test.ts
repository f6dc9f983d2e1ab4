import { unzipSync, zipSync } from "fflate";
import { pushByOperator, verifyByOperator } from "../../src/cli/distribution.ts";
import { NO_DETAILS } from "../../src/content/kinds.ts";
import { ContentModel } from "../../src/distribution/content.model.ts";
import { CopyModel } from "../../src/distribution/copy.model.ts";
import { followCopies } from "../../src/distribution/follow-copy.ts";
import { PackageModel } from "../../src/distribution/package.model.ts";
import { readPackage } from "../../src/distribution/package.store.ts";
import { verifyPackage } from "../../src/distribution/verify-package.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { House, textOf, type Visitor } from "../support/agent.ts";
import { departmentItems, release, revisionOf, writePackage } from "../support/packages.ts";
import { markReleased } from "../support/released-package.ts";

let house: House;
let editor: Visitor;
let other: Visitor;
let zip: Buffer;
let id: string;
const FROM = new Date("2025-07-01T00:00:00+07:00");

beforeAll(async () => {
  house = await House.open();
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const facts = { province: "Tỉnh Bắc", from: FROM, to: null, population: 1, households: 1, hamlets: 1, topics: [] };
  await saveUnits([
    { ...facts, _id: "so-bac", name: "Sở Bắc", office: "Sở Bắc", kind: "department", parents: [], contact },
  ]);
  editor = await house.as("dept_editor", "so");
  other = await house.as("dept_editor", "so-bac");
  const press = {
    privatePeople: "khong",
    signer: "Nguyễn Văn A",
    series: "Bão",
    embargoAt: new Date("2027-01-01T00:00:00Z"),
  };
  const items = [
    ...(await departmentItems(2)),
    ...(await departmentItems(1, { kind: "thong-cao", details: { ...NO_DETAILS, ...press } })),
  ];
  id = await writePackage(editor, items);
  await release(house, editor, await house.as("dept_approver", "so"), id);
  zip = await download(editor, id);
});
afterAll(() => house.close());

const download = async (who: Visitor, packageId: string): Promise<Buffer> => {
  const answer = await who.agent.get(`/console/goi-noi-dung/${packageId}/goi.zip`).responseType("blob");
  return answer.body as Buffer;
};
const bring = (bytes: Buffer, who = other) =>
  who.postFile("/console/goi-noi-dung/nhap", {}, { field: "file", name: "goi.zip", type: "application/zip", bytes });
const opened = () => Object.fromEntries(Object.entries(unzipSync(zip)));
const changed = (work: (parts: Record<string, Uint8Array>) => void): Buffer => {
  const parts = opened();
  work(parts);
  return Buffer.from(zipSync(parts));
};
const manifest = (
  parts: Record<string, Uint8Array>,
  work: (read: { version: number; entries: { title: string }[] }) => void,
) => {
  const read = JSON.parse(Buffer.from(parts["manifest.json"] ?? []).toString()) as {
    version: number;
    entries: { title: string }[];
  };
  work(read);
  parts["manifest.json"] = Buffer.from(JSON.stringify(read));
};

test("S2-07: a package goes out as ZIP with a manifest, comes in identically, and twice is once", async () => {
  const made = await bring(zip);
  expect([made.status, textOf(made).slice(0, 300)]).toEqual([303, expect.anything()]);
  const at = made.headers["location"] ?? "";
  expect((await bring(zip)).headers["location"]).toBe(at);
  expect(await PackageModel.countDocuments({ unitCode: "so-bac" })).toBe(1);
  const brought = await PackageModel.findOne({ unitCode: "so-bac" }).lean();
  const sent = await PackageModel.findById(id).lean();
  expect(brought?.entries.map(({ code, title, contents }) => [code, title, contents])).toEqual(
    sent?.entries.map(({ code, title, contents }) => [code, title, contents]),
  );
  const broughtId = String(brought?._id);
  const approver = await house.as("dept_approver", "so-bac");
  await other.post(`/console/goi-noi-dung/${broughtId}/trinh`, { revision: await revisionOf(broughtId) });
  const page = await approver.get(`/console/goi-noi-dung/${broughtId}`);
  expect(page.status).toBe(200);
  await markReleased(broughtId, { id: "a", name: "A" }, new Date());
  expect((await download(other, broughtId)).equals(zip)).toBe(true);
  // and back where it came from: nothing new
  expect((await bring(zip, editor)).headers["location"]).toBe(`/console/goi-noi-dung/${id}`);
});

test("the same number with other bytes, an older version, strange parts, macros and bombs are refused by name", async () => {
  const before = [await PackageModel.countDocuments(), await ContentModel.countDocuments()];
  const bomb = Buffer.alloc(70_000_000);
  const cases: [Buffer, RegExp][] = [
    [
      changed((parts) => manifest(parts, (read) => (read.entries[0] ? (read.entries[0].title = "Khác") : undefined))),
      /đã nhập với nội dung khác/,
    ],
    [changed((parts) => void (parts["../../etc/passwd"] = Buffer.from("x"))), /dẫn ra ngoài gói/],
    [changed((parts) => void (parts["word/vbaProject.bin"] = Buffer.from("x"))), /macro/],
    [changed((parts) => void (parts["cai-dat.exe"] = Buffer.from("x"))), /chương trình/],
    [
      changed((parts) => void (parts[`noi-dung/${"0".repeat(64)}.json`] = Buffer.from("{}"))),
      /không có trong danh mục/,
    ],
    [
      changed((parts) => {
        for (const name of Object.keys(parts)) if (name.startsWith("noi-dung/")) parts[name] = Buffer.from("{}");
      }),
      /không đúng dấu/,
    ],
    [
      changed((parts) => void (parts[Object.keys(parts).find((one) => one.startsWith("noi-dung/")) ?? ""] = bomb)),
      /lớn hơn|không đúng dấu/,
    ],
    [changed((parts) => void delete parts["manifest.json"]), /manifest\.json/],
    [zip.subarray(0, 200), /hỏng|ZIP/],
    [Buffer.from("không phải zip"), /không phải gói ZIP/],
  ];
  for (const [bytes, say] of cases) {
    const answer = await bring(bytes);
    expect([say.source, answer.status === 422 || answer.status === 409, say.test(textOf(answer))]).toEqual([
      say.source,
      true,
      true,
    ]);
  }
  const newer = changed((parts) => manifest(parts, (read) => void (read.version = 2)));
  await PackageModel.updateOne({ unitCode: "so-bac" }, { $set: { state: "waiting" } });
  expect(textOf(await bring(newer))).toContain("đang chờ duyệt");
  await PackageModel.updateOne({ unitCode: "so-bac" }, { $set: { "imported.version": 5 } });
  expect(textOf(await bring(zip))).toContain("Đang giữ bản 5");
  expect([await PackageModel.countDocuments(), await ContentModel.countDocuments()]).toEqual(before);
});

test("verify: everything adds up; a copy that is missing, too many or changed by hand is named", async () => {
  const officer = await house.as("commune_officer", "sao-mai");
  await expect(pushByOperator(house.core, id, "khong-co")).rejects.toThrow();
  expect(await pushByOperator(house.core, id, "all")).toMatchObject({ version: 1, units: 2, entries: 3, copies: 6 });
  expect(await pushByOperator(house.core, id, "sao-mai")).toMatchObject({ units: 1 });
  expect(await verifyByOperator(id)).toMatchObject({ addsUp: true, sent: 6, waiting: 6 });
  await officer.post(`/console/goi-tu-so/sao-mai.${id}.BT01/nhan`, { revision: "1" });
  await officer.post(`/console/goi-tu-so/sao-mai.${id}.BT02/tu-choi`, { revision: "1", ground: "da-co" });
  await editor.post(`/console/goi-noi-dung/${id}/thu-hoi`, {
    revision: await revisionOf(id),
    what: "thu-hoi",
    codes: "BT01",
    reason: "Sai",
  });
  await followCopies({ clock: house.core.clock, cancelBroadcasts: async () => undefined });
  const verdict = async () => {
    const read = await readPackage(id);
    if (!read) throw new Error("no package");
    return verifyPackage(read);
  };
  const good = await verdict();
  expect(good).toMatchObject({ problems: [], sent: 6, received: 6, withdrawn: 2, declined: 1, waiting: 3 });
  expect((await editor.get(`/console/goi-noi-dung/${id}/thu-hoi`)).text).toContain("từ chối 1");
  await CopyModel.deleteOne({ _id: `ben-lua.${id}.BT03` });
  await CopyModel.updateOne({ _id: `ben-lua.${id}.BT02` }, { $set: { contents: ["0".repeat(64)] } });
  expect((await verdict()).problems).toEqual([
    `ben-lua.${id}.BT03: pushed and not received`,
    `ben-lua.${id}.BT02: holds what no version says`,
  ]);
});
