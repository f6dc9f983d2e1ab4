import { readXlsx } from "hucre";
import { commentsRoutes } from "../../src/comments/comments.console.ts";
import { checkChain } from "../../src/comments/append-log.ts";
import { purgeComments } from "../../src/comments/keep-and-purge.ts";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { answerRef, positionAnswer } from "../../src/comments/answer.decision.ts";
import { commentHiding } from "../../src/comments/hiding.decision.ts";
import { finishDue, lookAt } from "../../src/decisions/decide.ts";
import { AnswerModel, CommentModel, LogBlockModel } from "../../src/comments/comment.model.ts";
import { addIntake } from "../../src/comments/comment.store.ts";
import { leafOf, receiptOf } from "../../src/comments/rules.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode, sortComment, withdrawComment } from "../../src/comments/steer-comment.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { countNotComment, findDraft } from "../../src/drafts/draft.store.ts";
import { addDraftVersion, startDraft } from "../../src/drafts/prepare-draft.ts";
import { here } from "../../src/outside/perform.ts";
import type { Skin } from "../../src/drafts/draft.model.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { maskPii } from "../../src/kernel/pii.ts";
import { placeAndDate } from "../../src/reports/form-words.ts";
import { countFigures } from "../../src/reports/gather-report.ts";
import { followProof } from "../../src/reports/merkle.ts";
import { findReport, readFile } from "../../src/reports/report.store.ts";
import { packReport } from "../../src/reports/pack-report.ts";
import { proveMembership, type ReportDeps, writeReport } from "../../src/reports/seal-report.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { GOLD, NO_COMMENTS, WITHDRAWN } from "../fixtures/gold-comments.ts";
import { paragraphsOf, tablesOf, unpack } from "../support/office-file.ts";
import { stillUnanswered } from "../support/unanswered.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { sealDraft } from "../support/seal.ts";
import { answerPosition, hideComment } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";

const settings = testSettings();
const clock = { at: new Date("2026-06-05T08:00:00+07:00"), now: () => clock.at };
const queued: string[] = [];
const comments = createCommentBox(settings.SECRETS_KEY);
const deps: ReportDeps & { box: ReturnType<typeof createSecretBox>; takeTurn(): Promise<boolean> } = {
  clock,
  comments,
  publicUrl: "https://loaso.example",
  box: createSecretBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  enqueueReport: async (id) => void queued.push(id),
  pack: (wish) => packReport(deps, wish),
};
const CLERK = { id: "clerk", name: "Cán bộ A", role: "commune_officer" };
const LEADER = { id: "leader", name: "Lãnh đạo" };
const WISH = {
  number: 5,
  signer: { title: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", name: "Cán bộ mẫu A" },
  proposals: "Đề nghị tiếp thu.",
};
const codes = new Map<string, string>();

openStore(settings);
beforeAll(async () => {
  const from = new Date("2025-07-01T00:00:00+07:00");
  await saveUnits([
    {
      _id: "sao-mai",
      name: "Xã Sao Mai",
      office: "UBND xã Sao Mai",
      kind: "commune",
      province: "Tỉnh Hồng Sao",
      parents: [],
      from,
      to: null,
      population: 12_900,
      households: 3480,
      hamlets: 12,
      topics: [],
      contact: { address: "", hours: "", phone: "", dutyPhone: "" },
    },
  ]);
});

/** The whole story of domain.md §6.5 up to the sealed report. */
async function goldDraft(skin: Skin): Promise<string> {
  const upload = { name: "du-thao.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin, questions: [...DEMO_DRAFT.questions] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload, LEADER);
  const openAt = new Date(clock.at.getTime() - 1000);
  await publishDraft(deps, "sao-mai", id, { openAt, closeAt: new Date(clock.at.getTime() + 3_600_000) });
  const intake = {
    draftId: id,
    unitCode: "sao-mai",
    number: "",
    heldAt: clock.at,
    file: null,
    fileName: "",
    by: CLERK,
    at: clock.at,
  };
  const meeting = await addIntake({
    ...intake,
    once: "meeting",
    kind: "meeting",
    title: "Thôn 3",
    present: 38,
    speakers: 11,
    opinions: 11,
  });
  const paper = await addIntake({
    ...intake,
    once: "paper",
    kind: "paper",
    title: "",
    present: 0,
    speakers: 0,
    opinions: 0,
  });
  for (const _ of NO_COMMENTS.slice(0, 1)) await countNotComment(id);
  const send = async (gold: (typeof GOLD)[number]): Promise<void> => {
    for (let n = 0; n < (gold.times ?? 1); n += 1) {
      const { code } = await acceptComment(deps, {
        draftId: id,
        position: gold.position,
        stance: gold.stance,
        text: gold.text,
        reason: "",
        gist: gold.gist ?? "",
        channel: gold.channel,
        once: `${skin}-${gold.id}-${n}`,
        rateBy: "",
        intake: gold.channel === "meeting" ? meeting : gold.channel === "paper" ? paper : "",
      });
      if (n === 0) codes.set(`${skin}:${gold.id}`, code);
      const comment = String((await findByCode(code))._id);
      if (gold.kind) await sortComment(deps, id, comment, gold.kind, gold.kind === "off-scope" ? "Sở NNMT" : "");
      if (gold.hide)
        await hideComment(deps, id, comment, { ground: gold.hide, article: "Luật", note: "nêu rõ người" }, CLERK);
    }
  };
  for (const gold of GOLD) if (!gold.late) await send(gold);
  clock.at = new Date(clock.at.getTime() + 2 * 3_600_000);
  for (const gold of GOLD) if (gold.late) await send(gold);
  return id;
}

const answerAll = async (id: string): Promise<void> => {
  for (const position of await stillUnanswered(id))
    await answerPosition(deps, id, position, "mot-phan", "Xã sẽ bổ sung vào kế hoạch năm 2027.", LEADER);
};

describe("the gold fixture, state skin", () => {
  let id = "";
  let files: { docx: Record<string, string>; tables: string[][][] };
  beforeAll(async () => {
    id = await goldDraft("state");
  });

  test("66 published; after C05 is taken back 65; hidden 3, late 1, question 1", async () => {
    const draft = await findDraft(id);
    if (!draft) throw new Error("no draft");
    expect(await countFigures(draft)).toMatchObject({ opinions: 66, hidden: 3, late: 1, questions: 1, notComments: 1 });
    await withdrawComment(deps, codes.get(`state:${WITHDRAWN}`) ?? "");
    expect(await countFigures(draft)).toMatchObject({
      opinions: 65,
      hidden: 3,
      late: 1,
      questions: 1,
      withdrawn: 1,
      meetings: 1,
      present: 38,
      speakers: 11,
      spoken: 11,
      byChannel: { paper: 1, meeting: 3, field: 1 },
    });
  });

  test("safeguard 16: no seal while a place with comments has no answer", async () => {
    await expect(sealDraft(deps, "sao-mai", id, WISH, LEADER)).rejects.toThrow(/vị trí có ý kiến mà chưa trả lời/);
    await answerAll(id);
    await sealDraft(deps, "sao-mai", id, WISH, LEADER);
    clock.at = new Date(clock.at.getTime() + 60_000);
    await writeReport(deps, id);
    expect(await findReport(id)).toMatchObject({ state: "ready", reason: "" });
    const docx = await unpack(readFile(id, "docx"));
    files = { docx, tables: tablesOf(docx["word/document.xml"] ?? "") };
  });

  test("safeguard 19: what came on paper stands in the same table, with its channel", () => {
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    expect(table.find((row) => row[3] === "thiếu phần cho người khuyết tật ở P3.3")?.[6]).toBe("phiếu giấy");
    expect(table.filter((row) => row[6] === "hội nghị")).toHaveLength(3);
  });

  test("DOCX: the table of ten columns holds every published comment once, word for word; sums add up", () => {
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    expect(table[0]).toEqual(
      expect.arrayContaining(["TT", "Nội dung góp ý (nguyên văn)", "Hướng", "Số ý kiến giống nhau"]),
    );
    const rows = table.slice(2);
    const published = GOLD.filter((gold) => !gold.hide && !gold.late && gold.id !== WITHDRAWN);
    for (const gold of published) {
      const words = gold.gist ? `${gold.text}\n(Lược dịch: ${gold.gist})` : maskPii(gold.text);
      const found = rows.filter((row) => row[3] === words);
      expect([gold.id, found.length, found[0]?.[5]]).toEqual([gold.id, 1, String(gold.times ?? 1)]);
    }
    expect(rows).toHaveLength(published.length);
    const sum = (kind: (row: string[]) => boolean): number =>
      rows.filter(kind).reduce((n, row) => n + Number(row[5]), 0);
    expect([sum((row) => row[4] !== "Hỏi"), sum((row) => row[4] === "Hỏi")]).toEqual([65, 1]);
    expect(rows.every((row) => row[8]?.startsWith("Tiếp thu một phần. "))).toBe(true);
    expect(rows.find((row) => row[3]?.startsWith("CT3"))?.[1]).toMatch(/^P2\.2-CT3, trang \d+, dòng \d+/);
  });

  test("DOCX: hidden words stand nowhere, their grounds in annex 3; personal data is masked; each excerpt leads to its row", () => {
    const xml = files.docx["word/document.xml"] ?? "";
    const all = paragraphsOf(xml).join("\n");
    for (const gold of GOLD.filter((one) => one.hide || one.id === WITHDRAWN)) expect(all).not.toContain(gold.text);
    expect(all).not.toContain("0900 000 001");
    expect(
      files.tables
        .at(-1)
        ?.slice(1)
        .map((row) => row[1]),
    ).toHaveLength(3);
    const anchors = [...xml.matchAll(/w:anchor="(yk\d+)"/g)].map((match) => match[1]);
    const marks = new Set([...xml.matchAll(/w:name="(yk\d+)"/g)].map((match) => match[1]));
    expect(anchors.length).toBeGreaterThan(10);
    expect(anchors.every((anchor) => marks.has(anchor))).toBe(true);
    const table = files.tables.find((rows) => rows[0]?.length === 10) ?? [];
    for (const sentence of paragraphsOf(xml).filter((one) => /“.*” \[dòng \d+\]/s.test(one))) {
      const [, quote = "", row = ""] = /“(.*)” \[dòng (\d+)\]/s.exec(sentence) ?? [];
      // an excerpt stands in one line; which comment of a day comes first is drawn, also one of two lines
      const words = table.find((cells) => cells[0] === row)?.[3]?.replaceAll("\n", " ") ?? "";
      expect([row, words.slice(0, quote.replace(/…$/, "").length)]).toEqual([row, quote.replace(/…$/, "")]);
    }
  });

  test("NĐ 30/2020 in the XML: page, margins, one font, Quốc hiệu, page numbers, date rule, ./.", () => {
    const xml = files.docx["word/document.xml"] ?? "";
    const sections = [...xml.matchAll(/<w:sectPr.*?<\/w:sectPr>/gs)].map(([one]) => one);
    expect(sections.length).toBe(6);
    for (const one of sections) {
      const margin = (side: string): number =>
        Number(new RegExp(`w:${side}="(\\d+)"`).exec(/<w:pgMar[^>]*>/.exec(one)?.[0] ?? "")?.[1]) / 56.7;
      expect(margin("top")).toBeGreaterThanOrEqual(19.9);
      expect(margin("top")).toBeLessThanOrEqual(25);
      expect(margin("left")).toBeGreaterThanOrEqual(29.9);
      expect(margin("left")).toBeLessThanOrEqual(35);
      expect(margin("right")).toBeGreaterThanOrEqual(14.9);
      expect(margin("right")).toBeLessThanOrEqual(20);
      expect(one).toMatch(/w:headerReference w:type="default"/);
    }
    expect(sections.map((one) => /w:orient="landscape"/.test(one))).toEqual([false, true, false, false, false, false]);
    expect(sections[0]).toMatch(/<w:pgSz[^>]*w:w="11906"[^>]*w:h="16838"/);
    expect(sections[1]).toMatch(/<w:pgSz[^>]*w:w="16838"[^>]*w:h="11906"/);
    expect(sections.map((one) => one.includes("<w:titlePg"))).toEqual([true, false, false, false, false, false]);
    const fonts = new Set([...xml.matchAll(/w:ascii="([^"]+)"/g)].map((match) => match[1]));
    expect([...fonts]).toEqual(["Times New Roman"]);
    const runs = [...xml.matchAll(/<w:r>.*?<\/w:r>/gs)].map(([run]) => run).filter((run) => run.includes("<w:t"));
    expect(runs.filter((run) => !run.includes("Times New Roman"))).toEqual([]);
    const texts = paragraphsOf(xml);
    expect(texts).toEqual(
      expect.arrayContaining([
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "Sao Mai, ngày 05 tháng 6 năm 2026",
        "BÁO CÁO",
        "ỦY BAN NHÂN DÂN XÃ SAO MAI",
      ]),
    );
    expect(texts.some((text) => text.endsWith("./."))).toBe(true);
    const headers = Object.entries(files.docx)
      .filter(([name]) => /^word\/header\d/.test(name))
      .map(([, one]) => one);
    expect(headers.some((one) => one.includes("PAGE") && one.includes('w:val="center"'))).toBe(true);
    expect(placeAndDate("Sao Mai", new Date("2026-02-10T00:30:00+07:00"))).toBe("Sao Mai, ngày 10 tháng 02 năm 2026");
  });

  test("XLSX: the same rows and sums", async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of readFile(id, "xlsx")) chunks.push(chunk as Buffer);
    const book = await readXlsx(new Uint8Array(Buffer.concat(chunks)));
    expect(book.sheets.map((sheet) => sheet.name)).toEqual([
      "Tổng số",
      "Bảng tổng hợp",
      "PL1 Vị trí và hướng",
      "PL2 Nguyên văn",
      "PL3 Không đăng",
    ]);
    const rows = book.sheets[1]?.rows.slice(1) ?? [];
    expect(rows.reduce((sum, row) => sum + Number(row[5]), 0)).toBe(66);
    for (const gold of GOLD.filter((one) => !one.hide && !one.late && one.id !== WITHDRAWN && !one.gist))
      expect(rows.filter((row) => row[3] === maskPii(gold.text))).toHaveLength(1);
    const sum = book.sheets[2]?.rows.at(-1);
    expect([sum?.[0], sum?.at(-1)]).toEqual(["Cộng", 65]);
    expect(book.sheets[3]?.rows.filter((row) => row[6] === "ngoài thời hạn")).toHaveLength(1);
    expect(book.sheets[4]?.rows.slice(1)).toHaveLength(3);
  });

  test("safeguard 17: the root is on page 1; a receipt proves its comment; other words prove nothing", async () => {
    const report = await findReport(id);
    expect(paragraphsOf(files.docx["word/document.xml"] ?? "").some((text) => text.includes(report?.root ?? "-"))).toBe(
      true,
    );
    for (const gold of GOLD.filter((one) => one.id !== WITHDRAWN)) {
      const receipt = receiptOf(codes.get(`state:${gold.id}`) ?? "");
      const proof = await proveMembership(id, receipt);
      const { position, version } = await findByCode(codes.get(`state:${gold.id}`) ?? "");
      const mine = leafOf({ receipt, position, version, stance: gold.stance, text: gold.text, reason: "" });
      expect([gold.id, proof && followProof(mine, proof.steps) === report?.root]).toEqual([gold.id, true]);
      const other = leafOf({ receipt, position, version, stance: gold.stance, text: `${gold.text}!`, reason: "" });
      expect(proof && followProof(other, proof.steps)).not.toBe(report?.root);
    }
    expect(await proveMembership(id, receiptOf(codes.get(`state:${WITHDRAWN}`) ?? ""))).toBeUndefined();
  });
});

test("safeguard 11: links go 30 days after the close, words a year after the report; totals, log and proofs stay", async () => {
  const id = await goldDraft("state");
  const signed = { oaId: "1", userId: "2468458835290000001", name: "A" };
  clock.at = new Date(clock.at.getTime() + 1000);
  await acceptComment(deps, {
    draftId: id,
    position: "",
    stance: "gop-y",
    text: "Muộn, có ký",
    reason: "",
    channel: "web",
    once: "s",
    rateBy: "",
    signed,
  });
  await answerAll(id);
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  const before = await findReport(id);
  const code = codes.get("state:C01") ?? "";
  expect(await purgeComments(deps)).toEqual({ links: 0, words: 0 });
  clock.at = new Date(clock.at.getTime() + 31 * 86_400_000);
  expect(await purgeComments(deps)).toEqual({ links: 1, words: 0 });
  expect(await CommentModel.countDocuments({ draftId: id, owner: { $ne: "" } })).toBe(0);
  clock.at = new Date(clock.at.getTime() + 366 * 86_400_000);
  expect((await purgeComments(deps)).words).toBeGreaterThan(60);
  expect(await CommentModel.countDocuments({ draftId: id, body: { $ne: "" } })).toBe(0);
  const draft = await findDraft(id);
  expect(draft && (await countFigures(draft))).toEqual(before?.figures);
  expect(await checkChain(id)).toMatchObject({ brokenAt: 0 });
  const proof = await proveMembership(id, receiptOf(code));
  expect(proof && followProof(proof.leaf, proof.steps)).toBe(before?.root);
});

test("the report waits for what was decided and is not in the log yet", async () => {
  const id = await goldDraft("state");
  await answerAll(id);
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  // the machine ended between these decisions and their entries
  const comment = await CommentModel.findOne({ draftId: id, state: "kept" }).lean();
  if (!comment) throw new Error("no comment");
  const steered = { what: "hidden:hate", digest: comment.leaf, after: 0, at: clock.at };
  await CommentModel.updateOne({ _id: comment._id }, { $set: { steered } });
  await AnswerModel.updateOne({ draftId: id, position: comment.position }, { $set: { due: 0 } });
  await expect(writeReport(deps, id)).rejects.toThrow("2 decisions");
  expect((await findReport(id))?.state).toBe("writing");
  clock.at = new Date(clock.at.getTime() + 60_000);
  await finishDue(commentHiding, deps);
  await finishDue(positionAnswer, deps);
  await writeReport(deps, id);
  expect((await findReport(id))?.state).toBe("ready");
  const entries = (await LogBlockModel.find({ draftId: id }).sort({ n: 1 }).lean()).flatMap((block) => block.entries);
  const at = (what: string) => entries.findIndex((entry) => entry.what.startsWith(what));
  expect(at("hidden:hate")).toBeGreaterThan(0);
  expect(at("hidden:hate")).toBeLessThan(at("sealed"));
});

test("the Party's skin: no Quốc hiệu, its own title and mark", async () => {
  const id = await goldDraft("party");
  await answerAll(id);
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  const texts = paragraphsOf((await unpack(readFile(id, "docx")))["word/document.xml"] ?? "");
  expect(texts).toEqual(expect.arrayContaining(["ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG ỦY XÃ SAO MAI", "Số 05-BC/ĐU"]));
  expect(texts.join()).not.toContain("CỘNG HÒA XÃ HỘI");
});

test("totals that do not reconcile are refused with the difference named, and the seal is taken back", async () => {
  const id = await goldDraft("state");
  await answerAll(id);
  // a comment at a place no version has: it is counted, and no row of the table can hold it
  await CommentModel.updateOne(
    { draftId: id, position: { $ne: "" }, kind: "opinion", late: false },
    { $set: { position: "NOWHERE" } },
  );
  const answer = await AnswerModel.findOne({ draftId: id }, { _id: 0 }).lean();
  await AnswerModel.create({ ...answer, _id: `${id}:NOWHERE`, position: "NOWHERE" });
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  const report = await findReport(id);
  expect(report).toMatchObject({ state: "refused" });
  expect(report?.reason).toContain("tổng ý kiến 66 khác cộng trong bảng tổng hợp 65 (lệch 1)");
  expect((await findDraft(id))?.state).toBe("published");
  await LogBlockModel.updateOne({ draftId: id, n: 1 }, { $set: { "entries.0.digest": "00" } });
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
  expect((await findReport(id))?.reason).toContain("nhật ký nối chuỗi không khớp");
});

test("a place that a later version drops stays in the queue, is answered and sealed under its own text", async () => {
  clock.at = new Date("2026-07-01T08:00:00+07:00");
  const upload = (text: string) => ({ name: "du-thao.txt", bytes: Buffer.from(text), note: "" });
  const first = "Điều 1. Phạm vi\nĐiều 2. Chợ cũ được giữ nguyên\nĐiều 3. Thi hành";
  const fields = { title: "Quy ước", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft({ ...deps, outside: here }, "sao-mai", fields, upload(first), LEADER);
  const period = { openAt: new Date(clock.at.getTime() - 1000), closeAt: new Date(clock.at.getTime() + 3_600_000) };
  await publishDraft(deps, "sao-mai", id, period);
  const words = { text: "Nên giữ chợ cũ.", reason: "", stance: "tan-thanh" as const, channel: "web" as const };
  const { code } = await acceptComment(deps, { draftId: id, position: "D2", ...words, once: "dropped", rateBy: "" });
  await addDraftVersion({ ...deps, outside: here }, "sao-mai", id, upload("Điều 1. Phạm vi\nĐiều 3. Thi hành"), LEADER);
  await publishDraft(deps, "sao-mai", id, period);
  clock.at = new Date(clock.at.getTime() + 2 * 3_600_000);

  const place = (await findByCode(code)).position;
  const ask = (method: "get" | "post", path: string, params: Record<string, string>, body: unknown = {}) => {
    const found = commentsRoutes({ ...deps, enqueueTell: async () => undefined }).find(
      (one) => one.method === method && one.path === path,
    );
    const me = { ...CLERK, email: "", unitCode: "sao-mai", permissions: ["comments.sort" as const] };
    const log = createLogger("silent", "test");
    const rest = { file: undefined, partial: false, now: clock.at, ip: "", log, audit: async () => undefined };
    return found?.handle({ me, params: { id, ...params }, body, query: {}, ...rest });
  };
  const queue = await ask("get", "/du-thao/:id/gop-y", {});
  expect(JSON.stringify(queue)).toContain("Chợ cũ được giữ nguyên");
  expect(JSON.stringify(queue)).toContain("D2 (theo bản 1)");
  expect(JSON.stringify(await ask("get", "/du-thao/:id/gop-y/:place", { place }))).toContain("Nên giữ chợ cũ.");
  const seen = await lookAt(positionAnswer, deps, "sao-mai", answerRef(id, place));
  const answer = { verdict: "tiep-thu", words: "Giữ chợ cũ như bản 1.", seen };
  expect(await ask("post", "/du-thao/:id/gop-y/:place/tra-loi", { place }, answer)).toMatchObject({ kind: "redirect" });

  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 10_000);
  await writeReport(deps, id);
  const report = await findReport(id);
  expect(report).toMatchObject({ state: "ready", figures: { opinions: 1, received: 1 } });
  const text = paragraphsOf((await unpack(readFile(id, "docx")))["word/document.xml"] ?? "").join("\n");
  expect(text).toContain("Chợ cũ được giữ nguyên");
  expect(text).toContain("Nên giữ chợ cũ.");
});
