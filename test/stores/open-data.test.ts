import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptComment } from "../../src/comments/accept-comment.ts";
import { CommentModel } from "../../src/comments/comment.model.ts";
import { likenessOf } from "../../src/comments/rules.ts";
import { findByCode, withdrawComment } from "../../src/comments/steer-comment.ts";
import { findDraft, findVersion } from "../../src/drafts/draft.store.ts";
import type { PublicResult } from "../../src/kernel/public-page.ts";
import { sourceOf, verbatimRows } from "../../src/reports/gather-report.ts";
import { openDataPages } from "../../src/reports/open-data.pages.ts";
import { findReport } from "../../src/reports/report.store.ts";
import { writeReport } from "../../src/reports/seal-report.ts";
import { verifyDraft } from "../../src/reports/verify-draft.ts";
import {
  answerAll,
  clock,
  codes,
  comments,
  deps,
  goldDraft,
  LEADER,
  saveCommune,
  settings,
  WISH,
} from "../support/gold-draft.ts";
import { sealDraft } from "../support/seal.ts";
import { openStore } from "../support/store.ts";

/** What anybody takes away of a closed consultation, counted again by a script that shares no code with it. */
openStore(settings);
const folder = mkdtempSync(join(tmpdir(), "loa-open-data-"));
let id = "";
beforeAll(async () => {
  await saveCommune();
  id = await goldDraft("state");
  const given = { draftId: id, position: "", stance: "tan-thanh" as const, reason: "=1+1", channel: "web" as const };
  const more = { ...given, rateBy: "" };
  const gone = await acceptComment(deps, { ...more, text: "Rút lại", once: "rut" });
  await withdrawComment(deps, gone.code);
  await acceptComment(deps, { ...more, text: '=HYPERLINK("x") "trích", gọi 0912345678\nhai dòng', once: "csv" });
  const at = (await findVersion(id, 1))?.positions.find(({ code }) => code === "P3.2");
  const amendment = `${at?.text ?? ""}, xong trước 30/6, gọi 0912345678`;
  await acceptComment(deps, { ...more, position: at?.id ?? "", text: "", amendment, once: "sua" });
  // the paragraph sent back as it stands amends nothing
  await acceptComment(deps, {
    ...more,
    position: at?.id ?? "",
    text: "Giữ",
    amendment: ` ${at?.text ?? ""} `,
    once: "giu",
  });
  await CommentModel.updateMany({ draftId: id, state: "kept" }, { $set: { shown: true } });
  await answerAll(id);
  await sealDraft(deps, "sao-mai", id, WISH, LEADER);
  clock.at = new Date(clock.at.getTime() + 60_000);
  await writeReport(deps, id);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function take(name: string): Promise<string> {
  const page = openDataPages({ comments, publicUrl: "https://loaso.example" }).find(({ path }) => path.endsWith(name));
  const result: PublicResult | undefined = await page?.handle({ params: { id }, query: {}, body: {}, now: clock.at });
  if (result?.kind === "json") return JSON.stringify(result.body);
  if (result?.kind !== "file" || Buffer.isBuffer(result.body)) throw new Error(`no file ${name}`);
  let text = "";
  for await (const part of result.body) text += part;
  return text;
}
const recompute = (figures: string, rows: string): string => {
  const at = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const name = rows.startsWith("{") ? "rows.jsonl" : "rows.csv";
  const script = join(process.cwd(), "bench/recompute-open-data.mjs");
  const given = [script, at("figures.json", figures), at(name, rows)];
  return spawnSync(process.execPath, given, { encoding: "utf8" }).stdout;
};

test("CSV and JSON Lines give the sealed figures; a line less does not", async () => {
  const [figures, csv, lines] = [await take("du-lieu.json"), await take("du-lieu.csv"), await take("du-lieu.jsonl")];
  const report = await findReport(id);
  expect(JSON.parse(figures)).toMatchObject({
    sealed: { root: report?.root },
    figures: { opinions: report?.figures?.opinions },
  });
  expect(recompute(figures, csv)).toContain("come out as sealed");
  expect(recompute(figures, lines)).toContain("come out as sealed");
  expect(recompute(figures, lines.split("\n").slice(1).join("\n"))).toContain("received: ");
});

test("nothing in it leads to a person; words are masked, a cell is no formula, hidden and withdrawn words are not there", async () => {
  const [csv, lines] = [await take("du-lieu.csv"), await take("du-lieu.jsonl")];
  const rows = lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(Object.keys(rows[0] ?? {})).toEqual(
    "n place_id place version kind stance channel own state late ground published text reason gist amendment".split(
      " ",
    ),
  );
  for (const row of rows.filter(({ state }) => state !== "kept"))
    expect([row["text"], row["published"]]).toEqual(["", false]);
  expect(rows.find(({ text }) => String(text).startsWith("=HYPERLINK"))).toMatchObject({
    text: '=HYPERLINK("x") "trích", gọi [đã che số điện thoại]\nhai dòng',
  });
  expect(csv).toContain(`"'=HYPERLINK(""x"") ""trích"", gọi [đã che số điện thoại]\nhai dòng",'=1+1,`);
  const { receipt, leaf, _id } = await findByCode(codes.get("state:C01") ?? "");
  for (const secret of [receipt, leaf, String(_id), "0912345678", "Rút lại"]) expect(csv + lines).not.toContain(secret);
});

test("an amendment stands whole in the report's column and in the data, masked; a comma makes another one", async () => {
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  const source = await sourceOf(draft, comments, "");
  const rows: string[] = [];
  for await (const row of verbatimRows(source)) rows.push(row.words);
  const wanted = "xong trước 30/6, gọi [đã che số điện thoại]”";
  expect(rows.filter((words) => words.includes("Đề nghị sửa đoạn thành: “") && words.endsWith(wanted))).toHaveLength(1);
  expect(rows.filter((words) => words.startsWith("Giữ"))).toEqual(["Giữ"]);
  expect(await take("du-lieu.jsonl")).toContain(wanted.slice(0, -1));
  expect((await verifyDraft(draft, comments)).problems).toEqual([]);
  const said = { text: "", reason: "", amendment: "a, b" };
  const here = { draftId: id, position: "x" };
  expect(likenessOf(here, "gop-y", said)).not.toBe(likenessOf(here, "gop-y", { ...said, amendment: "a b" }));
});

test("what nobody looked at is counted and not read", async () => {
  await CommentModel.updateMany({ draftId: id }, { $unset: { shown: 1 } });
  const [figures, lines] = [await take("du-lieu.json"), await take("du-lieu.jsonl")];
  expect(lines).not.toContain('"published":true');
  expect(recompute(figures, lines)).toContain("come out as sealed");
});
