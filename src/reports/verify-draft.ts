import { createHash } from "node:crypto";
import { checkChain, type ChainCheck } from "../comments/append-log.ts";
import { listAnswers } from "../comments/answer.store.ts";
import type { CommentBox } from "../comments/seal-box.ts";
import type { LogBlock } from "../comments/log.model.ts";
import { streamBlocks } from "../comments/log.store.ts";
import { canonical } from "../decisions/compare.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { messageOf } from "../kernel/errors.ts";
import { countAgain, countFigures, differences, sourceOf } from "./gather-report.ts";
import { BLOCK, blockRoot, rootOf } from "./merkle.ts";
import type { Figures, Report } from "./report.model.ts";
import { findReport, listLeafBlocks, readFile, type ReportFile } from "./report.store.ts";
import { compareComments, replay, type Told } from "./verify-comments.ts";

export interface DraftVerdict {
  problems: string[];
  figures: Figures;
  log: ChainCheck;
  root: string;
}

/** What the log says, gathered in one reading. */
interface Log {
  comments: Map<string, Told>;
  answers: Map<string, { verdict: string; digest: string }>;
  sealed: LogBlock | undefined;
  /** hash of the block before the seal */
  beforeSeal: string;
  afterSeal: number;
}

/**
 * Compares everything a draft's proof names with what it is said of: the chain, every comment with its leaf and with the
 * log, answers, figures counted twice, and of a sealed draft leaves, root, the seal in the log and the bytes of the files.
 */
export async function verifyDraft(draft: Draft, comments: CommentBox): Promise<DraftVerdict> {
  const id = String(draft._id);
  const [log, chain, report] = [await readLog(id), await checkChain(id), await findReport(id)];
  const problems: string[] = [];
  if (chain.brokenAt > 0)
    problems.push(`log: it does not hold from block ${chain.brokenAt} on: a block was changed, removed or moved`);
  const compared = await compareComments(id, comments, log.comments);
  problems.push(...compared.problems, ...(await compareAnswers(id, log)));
  const figures = await countFigures(draft);
  problems.push(...differences(figures, await countAgain(await sourceOf(draft, comments, ""), compared.readable)));
  if (report?.state === "ready") problems.push(...(await compareSeal(id, report, log, compared.leaves, figures)));
  else if (report?.state === "writing")
    problems.push("report: it is being written, so nothing of the seal was compared; verify again once it is ready");
  else if (draft.state === "sealed" || log.sealed) problems.push("report: sealed, and no report is there");
  return { problems, figures, log: chain, root: report?.root ?? "" };
}

async function readLog(draftId: string): Promise<Log> {
  const log: Log = { comments: new Map(), answers: new Map(), sealed: undefined, beforeSeal: "", afterSeal: 0 };
  for await (const block of streamBlocks(draftId, 0)) {
    if (log.sealed) log.afterSeal += 1;
    replay(log.comments, block.entries);
    for (const { what, ref, digest } of block.entries) {
      const verdict = /^answered:(.+)$/.exec(what)?.[1];
      if (verdict) log.answers.set(ref, { verdict, digest });
      if (what !== "sealed") continue;
      log.sealed = block;
      log.afterSeal = 0;
      log.beforeSeal = block.before;
    }
  }
  return log;
}

async function compareAnswers(draftId: string, { answers }: Log): Promise<string[]> {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { position, verdict, words, due } of await listAnswers(draftId)) {
    const ref = position || "toan-van";
    seen.add(ref);
    const told = answers.get(ref);
    if (due !== undefined)
      problems.push(`answer at ${ref}: its line of the log is not written yet; verify again in a minute`);
    else if (!told) problems.push(`answer at ${ref}: stored, not in the log`);
    else if (told.verdict !== verdict) problems.push(`answer at ${ref}: ${verdict} here, ${told.verdict} by the log`);
    else if (told.digest !== sha256Hex(words)) problems.push(`answer at ${ref}: its words are not those in the log`);
  }
  for (const ref of answers.keys()) if (!seen.has(ref)) problems.push(`answer at ${ref}: in the log, not stored`);
  return problems;
}

/** What the seal is bound by, as it is written into the log beside the root. */
export const sealEntries = (
  draftId: string,
  seal: { root: string; docxSha: string; pdfSha?: string; xlsxSha: string; figures: Figures },
): LogBlock["entries"] => [
  { what: "sealed", ref: draftId, digest: seal.root },
  { what: "sealed-docx", ref: draftId, digest: seal.docxSha },
  ...(seal.pdfSha ? [{ what: "sealed-pdf", ref: draftId, digest: seal.pdfSha }] : []),
  { what: "sealed-xlsx", ref: draftId, digest: seal.xlsxSha },
  { what: "sealed-figures", ref: draftId, digest: figuresHash(seal.figures) },
];

/**
 * The figures in one order of their names, whatever order a store gives them back in. `canonical` would do the same, but
 * its other bytes would let no seal there is hold.
 */
const figuresHash = (figures: Figures): string => sha256Hex(JSON.stringify(inOrder(figures)));
const inOrder = (value: unknown): unknown =>
  value !== null && typeof value === "object"
    ? Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, one]) => [name, inOrder(one)])
    : value;

async function compareSeal(
  draftId: string,
  report: Report,
  log: Log,
  leaves: readonly [string, string][],
  figures: Figures,
): Promise<string[]> {
  const problems = await compareLeaves(draftId, report, leaves);
  if (!report.figures || canonical(report.figures) !== canonical(figures))
    problems.push(`figures: ${differing(report.figures, figures)}`);
  if (!log.sealed) return [...problems, "log: the block of the seal is missing"];
  if (log.beforeSeal !== report.logHead) problems.push("log: what was sealed is not the head the report names");
  if (log.afterSeal > 0) problems.push(`log: ${log.afterSeal} blocks were added after the seal`);
  if (report.figures)
    problems.push(...compareBound(sealEntries(draftId, { ...report, figures: report.figures }), log.sealed.entries));
  // a report sealed before there was a PDF has none, whichever way its record leaves that out
  const hasPdf = Boolean(report.pdfSha) || log.sealed.entries.some(({ what }) => what === "sealed-pdf");
  const kinds: readonly ReportFile[] = hasPdf ? ["docx", "pdf", "xlsx"] : ["docx", "xlsx"];
  for (const kind of kinds) problems.push(...(await compareFile(draftId, report, kind)));
  return problems;
}

/** Everything the log bound beside the root against what the report says, and the other way round. */
export function compareBound(said: LogBlock["entries"], entries: LogBlock["entries"]): string[] {
  const nameOf = (what: string): string => (what === "sealed" ? "root" : what.slice("sealed-".length));
  const bound = new Map(entries.flatMap(({ what, digest }) => (/^sealed(?:-|$)/.test(what) ? [[what, digest]] : [])));
  const now = new Map(said.map(({ what, digest }) => [what, digest]));
  // the first seals bound the root alone
  const bindsAll = bound.size > 1;
  return [...new Set([...bound.keys(), ...now.keys()])].flatMap((what) => {
    if (!now.has(what)) return [`${nameOf(what)}: in the log of the seal, not in the report`];
    if (!bound.has(what)) return bindsAll ? [`${nameOf(what)}: in the report, not in the log of the seal`] : [];
    return bound.get(what) === now.get(what) ? [] : [`${nameOf(what)}: not the one in the log of the seal`];
  });
}

const differing = (sealed: Figures | null, counted: Figures): string =>
  Object.keys(counted)
    .filter((name) => canonical(sealed?.[name as keyof Figures]) !== canonical(counted[name as keyof Figures]))
    .map((name) => {
      const [was, is] = [sealed?.[name as keyof Figures], counted[name as keyof Figures]];
      return `${name} ${JSON.stringify(was)} sealed, ${JSON.stringify(is)} counted`;
    })
    .join("; ");

async function compareLeaves(draftId: string, report: Report, leaves: readonly [string, string][]): Promise<string[]> {
  const problems: string[] = [];
  const roots: string[] = [];
  let at = 0;
  for await (const block of listLeafBlocks(draftId)) {
    const wanted = leaves.slice(at, at + BLOCK);
    at += BLOCK;
    roots.push(blockRoot(block.leaves));
    const odd = wanted.filter(([receipt, leaf], n) => block.receipts[n] !== receipt || block.leaves[n] !== leaf);
    if (odd.length > 0 || block.leaves.length !== wanted.length)
      problems.push(
        `leaves: block ${block.n} does not hold the leaves of the comments (${Math.max(1, odd.length)} differ)`,
      );
    if (report.blockRoots[block.n] !== roots.at(-1)) problems.push(`leaves: block ${block.n} does not give its root`);
  }
  if (at < leaves.length) problems.push("leaves: a block is missing");
  if (rootOf(roots) !== report.root) problems.push("root: the leaves do not give the sealed root");
  return problems;
}

async function compareFile(draftId: string, report: Report, kind: ReportFile): Promise<string[]> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of readFile(draftId, kind)) hash.update(chunk as Buffer);
  } catch (error) {
    return [`${kind}: the file cannot be read (${messageOf(error)})`];
  }
  return hash.digest("hex") === report[`${kind}Sha`] ? [] : [`${kind}: its bytes are not those that were sealed`];
}
