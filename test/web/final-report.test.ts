import { Readable } from "node:stream";
import { CampaignModel } from "../../src/content/campaign.model.ts";
import { RequestModel } from "../../src/requests/request.model.ts";
import { House, noteOf, textOf, type Visitor } from "../support/agent.ts";
import { unpack } from "../support/office-file.ts";

/** What a campaign came to, as a department reaches it: a page, and files that say the same. */
const at = (text: string): Date => new Date(`${text}+07:00`);
const clock = { at: at("2026-09-10T08:00"), now: () => new Date(clock.at) };
let house: House;
let coordinator: Visitor;
let path = "";
const edge = (day: string) => ({ day, event: "", offsetDays: 0, document: "Kế hoạch" });
const phase = (key: string, name: string, from: string, to: string) => ({
  key,
  name,
  start: edge(from),
  ends: to === "" ? [] : [edge(to)],
});
const STAGES = [
  phase("truoc", "Trước Đại hội", "2026-06-01", "2026-06-30"),
  phase("trong", "Trong Đại hội", "2026-07-01", "2026-07-15"),
  phase("sau", "Sau Đại hội", "2026-07-16", ""),
];
const campaign = async (unitCode: string, phases: object[]): Promise<string> => {
  const fields = { unitCode, level: "province" as const, name: `Chiến dịch của ${unitCode}`, createdAt: clock.at };
  return String((await CampaignModel.create({ ...fields, topics: [{ key: "a", name: "Chủ đề A" }], phases }))._id);
};

beforeAll(async () => {
  house = await House.open({}, { clock });
  const days = ["05-31T23:59", "06-01T00:00", "06-30T23:59", "07-01T00:00", "07-16T00:00", "09-10T07:59"];
  for (const [n, day] of days.entries())
    await RequestModel.create({
      unitCode: n % 2 === 0 ? "sao-mai" : "ben-lua",
      tracking: `t${n}`,
      once: `o${n}`,
      channel: "web",
      body: "x",
      state: "received",
      receivedAt: at(`2026-${day}`),
      dueAt: at("2026-12-01T00:00"),
    });
  path = `/console/bao-cao/chien-dich/${await campaign("so", STAGES)}`;
  coordinator = await house.as("dept_coordinator", "so");
});
afterAll(() => house.close());

async function bytesOf(address: string): Promise<Buffer> {
  const answer = await coordinator.agent
    .get(`${path}${address}`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => done(null, Buffer.concat(parts)));
    });
  expect([address, answer.status]).toEqual([address, 200]);
  return answer.body as Buffer;
}

test("S4-24: from the list of reports to three columns, each figure unit by unit and never as a rank", async () => {
  expect((await coordinator.get("/console/bao-cao")).text).toContain(`href="${path}"`);
  const page = textOf(await coordinator.get(path));
  for (const words of [
    "Trước Đại hội : từ 01/6/2026 đến hết 30/6/2026",
    "Sau Đại hội : từ 16/7/2026, chưa kết thúc",
    "Chỉ tiêu Trước Đại hội Trong Đại hội Sau Đại hội Cộng",
  ])
    expect(page.replace(/\s*:\s*/g, " : ")).toContain(words);
  expect(page).toMatch(/Phản ánh đã nhận 2 1 2 5/);
  const chosen = textOf(await coordinator.get(`${path}?muc=requests.received`));
  expect(chosen).toMatch(/Phường Bến Lụa 1 1 1 3 .*Xã Sao Mai 1 0 1 2/);
  expect(chosen).toContain("không xếp hạng");
});

test("the files say what the page says: words, sheets, figures by code; none bears a hash nobody sealed", async () => {
  const parts = await unpack(Readable.from([await bytesOf("/bao-cao.docx")]));
  const words = (parts["word/document.xml"] ?? "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  for (const one of ["Độc lập - Tự do - Hạnh phúc", "Tổng kết Chiến dịch của so", "chưa niêm phong", "./."])
    expect(words).toContain(one);
  expect(words).toMatch(/Phản ánh đã nhận 2 1 2 5/);
  expect(words).not.toContain("SHA-256");
  expect((await bytesOf("/bao-cao.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  const sheets = await unpack(Readable.from([await bytesOf("/bao-cao.xlsx")]));
  expect(sheets["xl/workbook.xml"]).toMatch(/Tổng kết.*1\. Trước Đại hội.*2\. Trong Đại hội.*3\. Sau Đại hội/);
  const data = JSON.parse((await bytesOf("/bao-cao.json")).toString()) as {
    lines: { code: string; n: number[] }[];
    units: { code: string; figures: Record<string, number[]> }[];
  };
  expect(data.lines.find(({ code }) => code === "requests.received")?.n).toEqual([2, 1, 2]);
  expect(data.units.map(({ code, figures }) => [code, figures["requests.received"]])).toEqual([
    ["so", [0, 0, 0]],
    ["ben-lua", [1, 1, 1]],
    ["sao-mai", [1, 0, 1]],
  ]);
});

test("a commune sums up a campaign of its own; nobody opens another's", async () => {
  const officer = await house.as("commune_officer", "sao-mai");
  expect((await officer.get(path)).status).toBe(404);
  expect((await officer.get(`${path}/bao-cao.xlsx`)).status).toBe(404);
  const own = `/console/bao-cao/chien-dich/${await campaign("sao-mai", STAGES)}`;
  expect(textOf(await officer.get(own))).toMatch(/Phản ánh đã nhận 1 0 1 2/);
  expect((await coordinator.get(own)).status).toBe(404);
});

test("a campaign without its three stages, or with days that contradict, is told what it lacks", async () => {
  const lacks: [object[], RegExp][] = [
    [STAGES.slice(0, 2), /có 2 giai đoạn; báo cáo tổng kết cần đủ ba/],
    [[...STAGES.slice(0, 2), { ...STAGES[2], start: edge("") }], /“Sau Đại hội” chưa có ngày bắt đầu/],
    [
      [...STAGES.slice(0, 2), { ...STAGES[2], start: edge("2026-07-10") }],
      /có ngày trùng nhau\. Chọn ở trang chiến dịch/,
    ],
  ];
  for (const [phases, why] of lacks) {
    const answer = await coordinator.get(`/console/bao-cao/chien-dich/${await campaign("so", phases)}`);
    expect([answer.status, noteOf(answer) + textOf(answer)]).toEqual([409, expect.stringMatching(why)]);
  }
});
