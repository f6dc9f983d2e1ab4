import mongoose from "mongoose";
import { readXlsx } from "hucre";
import { acceptComment, type AcceptDeps } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { commentsApi } from "../../src/comments/comments.api.ts";
import { commentsRoutes } from "../../src/comments/comments.console.ts";
import { listCounts, listDirtyCounts, recount, touchNew } from "../../src/comments/position-count.store.ts";
import { flushLog } from "../../src/comments/append-log.ts";
import { enterIntake } from "../../src/comments/enter-intake.ts";
import { createCommentBox } from "../../src/comments/seal-box.ts";
import { findByCode } from "../../src/comments/steer-comment.ts";
import { tellChanged } from "../../src/comments/tell-changed.ts";
import { decidePlace } from "../../src/drafts/decide-places.ts";
import type { Draft } from "../../src/drafts/draft.model.ts";
import { findDraft, findVersion } from "../../src/drafts/draft.store.ts";
import { draftsApi } from "../../src/drafts/drafts.api.ts";
import { addDraftVersion, type ReadDeps, startDraft } from "../../src/drafts/prepare-draft.ts";
import { bareText } from "../../src/drafts/part-labels.ts";
import { createSecretBox } from "../../src/kernel/crypto.ts";
import { here } from "../../src/outside/perform.ts";
import { createLogger } from "../../src/kernel/logger.ts";
import { countAgain, countFigures, differences, sourceOf } from "../../src/reports/gather-report.ts";
import { findReport, readFile } from "../../src/reports/report.store.ts";
import { packReport } from "../../src/reports/pack-report.ts";
import { type ReportDeps, writeReport } from "../../src/reports/seal-report.ts";
import { tablesOf, unpack } from "../support/office-file.ts";
import { stillUnanswered } from "../support/unanswered.ts";
import { testSettings } from "../support/settings.ts";
import { publishDraft } from "../support/publish.ts";
import { sealDraft } from "../support/seal.ts";
import { answerPosition } from "../support/at-once.ts";
import { openStore } from "../support/store.ts";
import { ownCode } from "../../src/kernel/scope.ts";
import { scopeOf } from "../../src/units/scope-of.ts";

const settings = testSettings();
const clock = { at: new Date("2026-08-01T08:00:00+07:00"), now: () => clock.at };
const comments = createCommentBox(settings.SECRETS_KEY);
const deps: ReportDeps & AcceptDeps & ReadDeps = {
  clock,
  comments,
  publicUrl: "https://loaso.example",
  box: createSecretBox(settings.SECRETS_KEY),
  takeTurn: async () => true,
  enqueueReport: async () => undefined,
  outside: here,
  pack: (wish) => packReport(deps, wish),
};
const EDITOR = { id: "editor", name: "Cán bộ A", role: "commune_approver" };

openStore(settings);

/** 180 places: 18 articles of nine clauses each. */
const work = ["sửa đường", "mở chợ", "đắp đê", "trồng rừng", "dạy nghề", "khám bệnh", "gom rác", "lắp đèn", "dựng cầu"];
const clause = (article: number, n: number): string =>
  `Thôn ${article} ${work[n % 9]} ở khu ${article * 9 + n}, xong trước quý ${(n % 4) + 1} năm ${2027 + (article % 4)}.`;
const ARTICLES = Array.from({ length: 18 }, (_, n) => [
  `Kế hoạch của thôn ${n + 1} trong ba năm tới`,
  ...Array.from({ length: 9 }, (__, k) => clause(n + 1, k)),
]);
const textOf = (articles: readonly (readonly string[])[]): string =>
  articles
    .flatMap(([title = "", ...clauses], n) => [
      `Điều ${n + 1}. ${title}`,
      ...clauses.map((one, k) => `${k + 1}. ${one}`),
    ])
    .join("\n");
/** what the second half of a clause says after it was cut in version 3 */
const CUT = "2. xong trước quý 1 năm 2028.";
const upload = (articles: readonly (readonly string[])[]) => ({
  name: "quy-uoc.txt",
  bytes: Buffer.from(textOf(articles)),
  note: "",
});
const read = async (id: string): Promise<Draft> => {
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  return draft;
};

describe("a draft of 180 places through four versions, with comments at each", () => {
  let id = "";
  const made: { code: string; about: string }[] = [];
  const period = { openAt: new Date(clock.at.getTime() - 1000), closeAt: new Date(clock.at.getTime() + 3_600_000) };
  const publish = async (articles: readonly (readonly string[])[]): Promise<void> => {
    if (id === "") {
      const fields = { title: "Quy ước", about: "", campaignId: "", skin: "state" as const, questions: [] };
      id = await startDraft(deps, "sao-mai", fields, upload(articles), EDITOR);
    } else await addDraftVersion(deps, "sao-mai", id, upload(articles), EDITOR);
    await publishDraft(deps, "sao-mai", id, period);
    // a draft is known as it was for a second at most
    clock.at = new Date(clock.at.getTime() + 5000);
  };
  const commentAt = async (every: number): Promise<void> => {
    const draft = await read(id);
    const positions = (await findVersion(id, draft.version))?.positions ?? [];
    for (const [n, place] of positions.entries()) {
      if (n % every !== 1 && place.text !== CUT) continue;
      const given = { draftId: id, position: place.id, version: draft.version, stance: "gop-y" as const, reason: "" };
      const words = { ...given, text: `Bản ${draft.version}, ý ${n}`, channel: "web" as const, rateBy: "" };
      const signed = n % 31 === 10 ? { signed: { oaId: "1", userId: `246845883529000${n}`, name: "A" } } : {};
      const { code } = await acceptComment(deps, { ...words, ...signed, once: `v${draft.version}-${n}` });
      made.push({ code, about: place.text });
    }
  };
  const told: { user: string; text: string }[] = [];
  const telling = { comments, tell: async (_: string, user: string, text: string) => told.push({ user, text }) > 0 };
  const limited = {
    comments,
    tell: async (oa: string, user: string, text: string): Promise<boolean> => {
      if (told.length > 0) throw new Error("rate limit");
      return telling.tell(oa, user, text);
    },
  };

  beforeAll(async () => {
    await publish(ARTICLES);
    await commentAt(2);
    // two articles change places, two new ones come first, one clause goes, one is said in other words
    const second = [
      ["Căn cứ và phạm vi", "Quy ước này dựa trên ý kiến của các thôn."],
      ["Giải thích từ ngữ", "Khu là một phần của thôn."],
      ...ARTICLES.map((one) => [...one]),
    ];
    [second[4], second[9]] = [second[9] ?? [], second[4] ?? []];
    second[12]?.splice(3, 1);
    second[6]?.splice(1, 1, `${clause(5, 0).slice(0, -1)}, ưu tiên đoạn qua trường học.`);
    await publish(second);
    await expect(tellChanged(limited, id)).rejects.toThrow("rate limit");
    expect(await tellChanged(telling, id)).toBeGreaterThan(0);
    expect(told.length).toBe(await CommentModel.countDocuments({ draftId: id, toldVersion: 2 }));
    expect(new Set(told.map(({ user }) => user)).size).toBe(told.length);
    await commentAt(4);
    // an article is dropped whole, another is cut: its first clause falls into two
    const third = second.map((one) => [...one]);
    third.splice(15, 1);
    third[17]?.splice(1, 1, "Thôn 17 sửa đường ở khu 153,", CUT.slice(3));
    await publish(third);
    await tellChanged(telling, id);
    await commentAt(5);
    // the dropped article comes back, and the clause of the second version with it
    await publish([...second.slice(0, 12), [...(ARTICLES[10] ?? [])], ...second.slice(13)]);
    await commentAt(7);
    await flushLog(deps, id);
  });

  test("no comment moved: each stands at a place whose words at its version are those it was made about", async () => {
    const draft = await read(id);
    expect(draft.version).toBe(4);
    const positions = new Map<string, string>();
    for (let n = 1; n <= 4; n += 1)
      for (const one of (await findVersion(id, n))?.positions ?? []) positions.set(`${n}:${one.id}`, one.text);
    for (const { code, about } of made) {
      const { position, version } = await findByCode(code);
      expect(positions.get(`${version}:${position}`)).toBe(about);
    }
    expect(await CommentModel.countDocuments({ draftId: id })).toBe(made.length);
    // of the 180 of version 1 only the clause that was cut is gone for good
    const first = new Set((await findVersion(id, 1))?.positions.map((one) => one.id));
    const last = (await findVersion(id, 4))?.positions ?? [];
    expect(last.filter((one) => first.has(one.id))).toHaveLength(180);
  });

  test("places that changed told their authors once: one message a person, by the numbers they know", () => {
    expect(told.length).toBeGreaterThan(0);
    for (const { text } of told)
      expect(text).toMatch(/đã có bản \d\. Ở những đoạn Ông\/Bà đã góp ý: (?:Đã sửa: .+\.|Không còn: .+\.)/);
    const to = told.map(({ user, text }) => `${user} ${/bản \d/.exec(text)?.[0]}`);
    expect(new Set(to).size).toBe(to.length);
  });

  test("what a version changed is compared once; who asks again costs no reading of versions", async () => {
    const route = draftsApi({ clock, outside: here, countsOf: async () => new Map() }).find(
      (one) => one.path === "/drafts/:id/changes",
    );
    const asked: string[] = [];
    const ask = async (from: number) => {
      asked.length = 0;
      return (await route?.handle({ params: { id }, query: { from }, now: clock.at } as never)) as {
        changes: unknown[];
      };
    };
    mongoose.set("debug", (collection: string) => void asked.push(collection));
    try {
      const first = await ask(1);
      expect(first.changes.length).toBeGreaterThan(0);
      expect(asked.toSorted()).toEqual(["draft_versions", "draft_versions", "drafts"]);
      expect(await ask(1)).toEqual(first);
      expect(asked).toEqual(["drafts"]);
      // what is not there is asked for anew each time, and kept for nobody
      for (let n = 0; n < 2; n += 1) await expect(ask(4)).rejects.toMatchObject({ status: 404 });
    } finally {
      mongoose.set("debug", false);
    }
  });

  test("queue and public page name the version wherever the words are no longer the draft's", async () => {
    const draft = await read(id);
    await touchNew();
    for (const count of await listDirtyCounts()) await recount(count);
    const counts = new Map(
      (await listCounts(id)).map(({ position, opinions, byVersion = {} }) => [position, { opinions, byVersion }]),
    );
    const route = draftsApi({ clock, outside: here, countsOf: async () => counts }).find(
      (one) => one.path === "/drafts/:id",
    );
    const shown = (await route?.handle({ params: { id }, now: clock.at } as never)) as {
      positions: { id: string; earlier: string }[];
      gone: { code: string; text: string }[];
    };
    const changed = (await findVersion(id, 1))?.positions.find((one) => one.text.includes(clause(5, 0).slice(0, 20)));
    expect(shown.positions.find((one) => one.id === changed?.id)?.earlier).toMatch(/ theo câu chữ bản trước$/);
    expect(shown.gone.map((one) => one.text)).toContain(CUT);
    expect(shown.gone[0]?.code).toMatch(/\(theo bản 3\)$/);
    const queue = commentsRoutes({ ...deps, enqueueTell: async () => undefined }).find(
      (one) => one.method === "get" && one.path === "/du-thao/:id/gop-y",
    );
    const me = {
      ...EDITOR,
      email: "",
      unitCode: ownCode("sao-mai"),
      scope: await scopeOf({ unitCode: "sao-mai" }, clock.at),
      grants: [],
      permissions: ["comments.sort" as const],
    };
    const rest = {
      file: undefined,
      partial: false,
      ip: "",
      log: createLogger("silent", "t"),
      audit: async () => undefined,
    };
    const page = await queue?.handle({
      me,
      params: { id: String(draft._id) },
      body: {},
      query: {},
      now: clock.at,
      ...rest,
    });
    expect(JSON.stringify(page)).toContain("(theo bản 3)");
  });

  test("a receipt says what became of the place; a paper of version 1 is entered by version 1's numbers", async () => {
    const api = commentsApi({ ...deps, acceptProof: async () => true, placeOf: async () => undefined });
    const receipt = api.find((one) => one.path === "/receipts/read");
    const gone = made.find((one) => one.about === CUT);
    const answer = await receipt?.handle({ body: { code: gone?.code ?? "" }, now: clock.at } as never);
    expect(answer).toMatchObject({ since: expect.stringContaining("không còn trong bản 4"), about: gone?.about });
    const draft = await read(id);
    const paper = {
      kind: "paper" as const,
      title: "",
      number: "",
      heldAt: clock.at,
      present: 0,
      speakers: 0,
      opinions: 0,
      gist: "",
      file: undefined,
      key: "paper-1",
    };
    const words = "D1.1 | Chỉ góp ý | Ý trên phiếu của bản 1\nD3.2 (theo bản 2) | Chỉ góp ý | Ý trên phiếu của bản 2";
    await enterIntake(deps, draft, { ...paper, words, version: 1 }, EDITOR);
    const entered = await CommentModel.find({ draftId: id, channel: "paper" }).sort({ version: 1 }).lean();
    const textIn = async (n: number): Promise<string | undefined> =>
      (await findVersion(id, n))?.positions.find((one) => one.id === entered[n - 1]?.position)?.text;
    expect([await textIn(1), await textIn(2)]).toEqual([`1. ${clause(1, 0)}`, `2. ${clause(1, 1)}`]);
    await expect(
      enterIntake(deps, draft, { ...paper, key: "paper-2", words: "D1.1 (theo bản 9) | Chỉ góp ý | Lạ" }, EDITOR),
    ).rejects.toMatchObject({ fields: { words: "dòng 1: Dự thảo không có bản 9" } });
  });

  test("it is answered, sealed and verified; every comment stands beside the words it was made about", async () => {
    for (const place of await stillUnanswered(id))
      await answerPosition(deps, id, place, "mot-phan", "Xã tiếp thu vào kế hoạch.", EDITOR);
    clock.at = new Date(period.closeAt.getTime() + 60_000);
    const wish = { number: 1, signer: { title: "CHỦ TỊCH", name: "A" }, proposals: "Đề nghị tiếp thu." };
    await sealDraft(deps, "sao-mai", id, wish, EDITOR);
    clock.at = new Date(clock.at.getTime() + 10_000);
    await writeReport(deps, id);
    expect(await findReport(id)).toMatchObject({ state: "ready", reason: "" });
    const draft = await read(id);
    const source = await sourceOf(draft, comments, "UBND xã");
    expect(differences(await countFigures(draft), await countAgain(source))).toEqual([]);
    const tables = tablesOf((await unpack(readFile(id, "docx")))["word/document.xml"] ?? "");
    const table = tables.find((rows) => rows[0]?.length === 10) ?? [];
    const today = new Set((await findVersion(id, 4))?.positions.map((one) => bareText(one.text)));
    const byWords = new Map(table.map((row) => [row[3], row]));
    for (const { code, about } of made) {
      const row = byWords.get(comments.openWords((await findByCode(code)).body).text);
      // only the number in front may be today's
      expect(bareText(row?.[2] ?? "")).toBe(bareText(about));
      const stands = today.has(bareText(about));
      expect([about, row?.[1]?.includes("theo bản")]).toEqual([about, !stands]);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of readFile(id, "xlsx")) chunks.push(chunk as Buffer);
    const book = await readXlsx(new Uint8Array(Buffer.concat(chunks)));
    expect(book.sheets[1]?.rows.slice(1)).toHaveLength(made.length + 2);
  });
});

test("a comment written on a page that was open while a new version came is about what its author read", async () => {
  clock.at = new Date("2026-09-01T08:00:00+07:00");
  const period = { openAt: new Date(clock.at.getTime() - 1000), closeAt: new Date(clock.at.getTime() + 3_600_000) };
  const fields = { title: "Quy ước", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const file = (text: string) => ({ name: "a.txt", bytes: Buffer.from(text), note: "" });
  const id = await startDraft(
    deps,
    "sao-mai",
    fields,
    file("Điều 1. Chợ cũ họp ngày rằm hằng tháng\nĐiều 2. Thi hành"),
    EDITOR,
  );
  await publishDraft(deps, "sao-mai", id, period);
  const places = (await findVersion(id, 1))?.positions ?? [];
  await addDraftVersion(deps, "sao-mai", id, file("Điều 1. Thi hành\nĐiều 2. Xây bãi đỗ xe thay cho sân kho"), EDITOR);
  await publishDraft(deps, "sao-mai", id, period);
  clock.at = new Date(clock.at.getTime() + 5000);
  const given = { draftId: id, stance: "gop-y" as const, reason: "", channel: "web" as const, rateBy: "" };
  const one = await acceptComment(deps, { ...given, position: places[0]?.id ?? "", text: "Giữ chợ", once: "a" });
  const two = await acceptComment(deps, { ...given, position: "D1", version: 1, text: "Chợ họp thêm", once: "b" });
  const three = await acceptComment(deps, { ...given, position: "D1", text: "Thi hành sớm", once: "c" });
  const at = async (code: string) => {
    const { position, version } = await findByCode(code);
    return [version, position];
  };
  expect([await at(one.code), await at(two.code)]).toEqual([
    [1, places[0]?.id],
    [1, places[0]?.id],
  ]);
  expect(await at(three.code)).toEqual([2, places[1]?.id]);
});

const sheet = async (id: string, n = 2) => ({
  unitCode: "sao-mai",
  id,
  n,
  edits: (await findVersion(id, n))?.edits ?? 0,
});

test("an editor who says “the same place” ties the new words to the old; after publishing nothing is tied any more", async () => {
  const fields = { title: "Mức hỗ trợ", about: "", campaignId: "", skin: "state" as const, questions: [] };
  const file = (text: string) => ({ name: "a.txt", bytes: Buffer.from(text), note: "" });
  const lines = (second: string) =>
    `Điều 1. Mức hỗ trợ học sinh\n1. Hỗ trợ học sinh mầm non hộ nghèo: 150.000 đồng/tháng.\n2. ${second}\n3. Thi hành từ năm 2027.`;
  const id = await startDraft(
    deps,
    "sao-mai",
    fields,
    file(lines("Hỗ trợ học sinh tiểu học hộ cận nghèo: 100.000 đồng/tháng.")),
    EDITOR,
  );
  await addDraftVersion(
    deps,
    "sao-mai",
    id,
    file(lines("Hỗ trợ học sinh tiểu học hộ nghèo, cận nghèo: 90.000 đồng/tháng.")),
    EDITOR,
  );
  const before = await findVersion(id, 1);
  const after = await findVersion(id, 2);
  const [pair] = after?.doubtful ?? [];
  expect(pair?.earlier).toBe(before?.positions[2]?.id);
  await decidePlace(deps, await sheet(id), pair?.place ?? "", pair?.earlier ?? "", true);
  const decided = await findVersion(id, 2);
  expect([decided?.positions[2]?.id, decided?.doubtful]).toEqual([before?.positions[2]?.id, []]);
  const period = { openAt: clock.at, closeAt: new Date(clock.at.getTime() + 3_600_000) };
  await publishDraft(deps, "sao-mai", id, period);
  await expect(decidePlace(deps, await sheet(id), pair?.place ?? "", pair?.earlier ?? "", false)).rejects.toMatchObject(
    {
      status: 409,
    },
  );
});
