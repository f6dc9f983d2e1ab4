import { randomUUID } from "node:crypto";
import { createWriteStream, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import autocannon from "autocannon";
import { unzipSync } from "fflate";
import { readFileSync } from "node:fs";
import { Types } from "mongoose";
import yazl from "yazl";
import { CommentModel, STANCES } from "../src/comments/comment.model.ts";
import { leafOf, receiptOf } from "../src/comments/rules.ts";
import { DEMO_DRAFT } from "../src/cli/demo-draft.ts";
import { findDraft, findVersion } from "../src/drafts/draft.store.ts";
import { startDraft } from "../src/drafts/prepare-draft.ts";
import { countFigures, reportRows, type Source, sourceOf, verbatimRows } from "../src/reports/gather-report.ts";
import { coverOf } from "../src/reports/seal-report.ts";
import { writeDocx } from "../src/reports/write-docx.ts";
import { writeWorkbook } from "../src/reports/write-xlsx.ts";
import { createResidentSessions } from "../src/web/resident-sessions.ts";
import { World } from "../test/support/world.ts";
import { memoryOf, say } from "./support.ts";
import { publishDraft } from "../test/support/publish.ts";

async function openDraft(world: World): Promise<string> {
  const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
  const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
  const id = await startDraft(world.core, "sao-mai", fields, upload, { id: "1", name: "A" });
  const period = { openAt: new Date(Date.now() - 1000), closeAt: new Date(Date.now() + 86_400_000) };
  await publishDraft(world.core, "sao-mai", id, period);
  return id;
}

const SECONDS = 10;
/** Residents with a session each: the allowance of one is 20 an hour. */
const RESIDENTS = 2000;

/** Comments a second through the JSON door, against the bare inserts of the same rows; then whether every one is there. */
export async function benchAccept(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0, settings: { API_LIMITS: "off" } });
  const id = await openDraft(world);
  const { redis, prefix } = world.core;
  const sessions = createResidentSessions(redis, prefix);
  const tokens = await Promise.all(
    Array.from({ length: RESIDENTS }, (_, n) =>
      sessions.begin({ appUserId: String(10n ** 17n + BigInt(n)), name: "" }),
    ),
  );
  const floor = await bareInserts(world);
  const positions = (await findVersion(id, 1))?.positions ?? [];
  let sent = 0;
  const result = await autocannon({
    url: `${world.webUrl}/api/v1/drafts/${id}/comments`,
    method: "POST",
    connections: 50,
    duration: SECONDS,
    setupClient: (client) => {
      client.setHeadersAndBody({ "content-type": "application/json" }, "{}");
    },
    requests: [
      {
        setupRequest: (request) => {
          sent += 1;
          const body = {
            position: positions[sent % positions.length]?.id ?? "",
            stance: STANCES[sent % 4],
            text: `Đề nghị xã làm sớm việc số ${sent}, vì mùa mưa đi lại khó khăn.`,
            key: randomUUID(),
            consent: true,
          };
          return {
            ...request,
            headers: { "content-type": "application/json", "x-session": tokens[sent % tokens.length] ?? "" },
            body: JSON.stringify(body),
          };
        },
      },
    ],
  });
  const accepted = result["2xx"];
  const there = await CommentModel.countDocuments({ draftId: id });
  say("comments/s accepted at the API", `${Math.round(accepted / SECONDS)} of ${floor} bare inserts`, ">= 1,000");
  say("p50 / p99", `${result.latency.p50} / ${result.latency.p99} ms`);
  say("answered with a receipt; found in the database", `${accepted}; ${there}`, "none lost");
  say("refused or failed", String(result.non2xx + result.errors), "0");
  if (there < accepted) throw new Error("a comment with a receipt is not in the database");
  await world.stop();
}

/** The same rows, 50 in flight, without a door, a seal or a session. */
async function bareInserts(world: World): Promise<number> {
  const rows = CommentModel.db.collection("bare_comments");
  const until = Date.now() + 4000;
  let done = 0;
  const body = world.core.comments.sealWords({ text: "x".repeat(80), reason: "", gist: "" });
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (Date.now() < until) {
        await rows.insertOne({ draftId: "d", position: "p", body, receipt: randomUUID(), at: new Date() });
        done += 1;
      }
    }),
  );
  await rows.drop();
  return Math.round(done / 4);
}

const COMMENTS = 100_000;

async function lay(world: World, id: string): Promise<void> {
  const positions = (await findVersion(id, 1))?.positions ?? [];
  const { comments } = world.core;
  for (let n = 0; n < COMMENTS; n += 2000)
    await CommentModel.collection.insertMany(
      Array.from({ length: 2000 }, (_, k) => {
        const i = n + k;
        const text = `Đề nghị xã mở rộng đường thôn số ${i % 97_000} trước mùa mưa, vì mặt đường hẹp và trơn, xe không tránh được nhau.`;
        const position = positions[i % positions.length]?.id ?? "";
        const stance = STANCES[i % 4] ?? "gop-y";
        const receipt = receiptOf(`SM-${i}`);
        return {
          _id: new Types.ObjectId(),
          draftId: id,
          unitCode: "sao-mai",
          position,
          version: 1,
          kind: "opinion",
          stance,
          channel: "web",
          body: comments.sealWords({ text, reason: "đi lại khó", gist: "" }),
          likeness: `${i % 97_000}`,
          group: `${i % 97_000}`,
          receipt,
          leaf: leafOf({ receipt, position, version: 1, stance, text, reason: "đi lại khó" }),
          at: new Date(),
          late: false,
          state: "kept",
          hiding: null,
          appeal: null,
          forwardedTo: "",
          lifted: [],
          signed: "",
          owner: "",
          told: "",
          intake: "",
          logged: true,
        };
      }),
      { ordered: false },
    );
}

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const started = performance.now();
  const value = await work();
  return [performance.now() - started, value];
};

/** What any writer of this report has to do: read the rows, and pack the bytes of its parts. */
async function rawWriter(
  file: string,
  source: Source,
  rows: (source: Source) => AsyncIterable<unknown>[],
): Promise<number> {
  const parts = Object.entries(unzipSync(readFileSync(file)));
  const [reading] = await timed(async () => {
    for (const list of rows(source)) for await (const row of list) if (row === undefined) throw new Error("no row");
  });
  const [packing] = await timed(async () => {
    const archive = new yazl.ZipFile();
    for (const [name, bytes] of parts) archive.addReadStream(Readable.from([Buffer.from(bytes)]), name);
    archive.end();
    await pipeline(archive.outputStream, createWriteStream(`${file}.raw`));
  });
  return reading + packing;
}

/** 100,000 comments → DOCX and XLSX: against reading the same rows and packing the same bytes; memory at its highest. */
export async function benchReport(): Promise<void> {
  const world = await World.start({ residents: 1, workers: 0, web: false });
  const id = await openDraft(world);
  await lay(world, id);
  const draft = await findDraft(id);
  if (!draft) throw new Error("no draft");
  const source = await sourceOf(draft, world.core.comments, "UBND xã Sao Mai");
  const figures = await countFigures(draft);
  const cover = await coverOf({ publicUrl: "http://x", clock: world.core.clock }, source);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(process.pid));
  }, 50);
  const kinds = [
    ["docx", writeDocx, (s: Source) => [reportRows(s), reportRows(s), verbatimRows(s)]],
    ["xlsx", writeWorkbook, (s: Source) => [reportRows(s), verbatimRows(s)]],
  ] as const;
  const fileOf = (kind: string): string => join(tmpdir(), `loa-bench-report.${kind}`);
  const took: Record<string, number> = {};
  for (const [kind, write] of kinds)
    [took[kind]] = await timed(async () =>
      pipeline(await write(source, figures, cover), createWriteStream(fileOf(kind))),
    );
  clearInterval(watch);
  const memory = most;
  // the raw writer holds whole parts: it comes after the memory was looked at
  for (const [kind, , rows] of kinds) {
    const file = fileOf(kind);
    const ms = took[kind] ?? 0;
    const raw = await rawWriter(file, source, rows);
    say(
      `${kind.toUpperCase()} of ${COMMENTS.toLocaleString("en")} comments, ${Math.round(statSync(file).size / 1e6)} MB`,
      `${(ms / 1000).toFixed(1)} s; raw ${(raw / 1000).toFixed(1)} s; ratio ${(ms / raw).toFixed(2)}`,
      "<= 1.5",
    );
    rmSync(file);
    rmSync(`${file}.raw`, { force: true });
  }
  say("memory meanwhile, the measuring process included", `${memory} MB`, "<= 512 MB");
  await world.stop();
}
