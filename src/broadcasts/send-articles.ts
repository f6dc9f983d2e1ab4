import Handlebars from "handlebars";
import { type Clock, days, hours } from "../kernel/clock.ts";
import { publishPictures } from "../content/publish-pictures.store.ts";
import { shownAt } from "../units/scope-of.ts";
import { messageOf } from "../kernel/errors.ts";
import type { SendHours } from "../kernel/send-hours.ts";
import type { Log } from "../kernel/logger.ts";
import { clip } from "../kernel/vietnamese.ts";
import type { ZaloClient } from "../zalo/client.ts";
import type { SendOutcome } from "../zalo/send-outcome.ts";
import { ZaloError } from "../zalo/zalo-error.ts";
import type { ArticleRun, Broadcast, Content, RowState } from "./broadcast.model.ts";
import { claimArticle, listToAsk, moveArticle, saveViews } from "./article-run.store.ts";
import { findBroadcast, moveState } from "./broadcast.store.ts";
import { progressOf } from "./count-progress.ts";
import { chunksWith, recountChunk } from "./ledger-sums.store.ts";
import { settlePlanned } from "./ledger.store.ts";
import { keepHours } from "./keep-hours.ts";
import type { StopRule } from "./rules.ts";
import type { ChunkResult } from "./send-chunk.ts";

export interface ArticleDeps {
  clock: Clock;
  stopRule: StopRule;
  log: Log;
  zalo: Pick<ZaloClient, "createArticle" | "verifyArticle" | "broadcastArticles" | "articleViews">;
  /** address of a picture that anybody may fetch, or of the default cover for "" */
  coverUrl(pictureId: string): string;
  /** when Zalo takes article broadcasts at all */
  zaloHours: SendHours;
}

/** Pauses between two looks at an article Zalo is making (zalo/openapi.md §5). */
const LOOK_AGAIN_MS = 2000;

/**
 * An article broadcast, step by step: create → verify → one call → every row. Each step is stored before the next, so
 * that a run cut off goes on where it was. The one call is claimed first; should its answer be lost, all rows become
 * `unknown` and a person decides. Runs again until it is done.
 */
export async function sendArticles(deps: ArticleDeps, id: string): Promise<ChunkResult> {
  const broadcast = await findBroadcast(id);
  if (!broadcast?.article || broadcast.state !== "sending") return { kind: "stopped" };
  const { article } = broadcast;
  if (article.step === "creating") return makeAndSend(deps, broadcast, article);
  if (article.step === "sending") return { kind: "done" };
  await settleRows(deps, broadcast, article);
  return { kind: "done" };
}

async function makeAndSend(deps: ArticleDeps, broadcast: Broadcast, article: ArticleRun): Promise<ChunkResult> {
  const id = String(broadcast._id);
  try {
    for (const [n, made] of article.articles.entries()) {
      if (made.articleId !== "") continue;
      const content = broadcast.contents[n];
      if (!content) continue;
      if (made.token === "") {
        // a department's action shows the department's picture in every unit
        if (content.pictureId)
          await publishPictures(await shownAt(broadcast.unitCode, deps.clock.now()), [content.pictureId]);
        made.token = await deps.zalo.createArticle(broadcast.oaId, toArticle(deps, content));
        await moveArticle(id, "creating", article);
      }
      made.articleId = (await deps.zalo.verifyArticle(broadcast.oaId, made.token)) ?? "";
      if (made.articleId === "") return { kind: "wait", ms: LOOK_AGAIN_MS };
      await moveArticle(id, "creating", article);
    }
  } catch (error) {
    if (!(error instanceof ZaloError)) throw error;
    if (error.meaning === "unreachable" || error.meaning === "rate-limited") return { kind: "wait", ms: 5000 };
    await moveState(id, ["sending"], "paused", { stopReason: `Zalo không nhận bài viết: ${error.message}` });
    return { kind: "stopped" };
  }
  const quiet = await keepHours(broadcast, deps.zaloHours)(deps.clock.now());
  if (quiet !== undefined) return { kind: "wait", ms: quiet };
  const claimed: ArticleRun = { ...article, step: "sending", claimedAt: deps.clock.now() };
  if (!(await claimArticle(id, claimed))) return { kind: "stopped" };
  return callOnce(deps, broadcast, claimed);
}

async function callOnce(deps: ArticleDeps, broadcast: Broadcast, claimed: ArticleRun): Promise<ChunkResult> {
  const id = String(broadcast._id);
  const ids = claimed.articles.map((made) => made.articleId);
  let outcome: SendOutcome;
  try {
    outcome = await deps.zalo.broadcastArticles(broadcast.oaId, ids, broadcast.cities);
  } catch (error) {
    deps.log.error({ action: "article-call", broadcastId: id, reason: messageOf(error) }, "article broadcast threw");
    outcome =
      error instanceof ZaloError && error.meaning === "no-access"
        ? { kind: "retry", reason: "no-access", afterMs: 60_000 }
        : { kind: "unknown", reason: "unknown-error" };
  }
  if (outcome.kind === "retry") {
    await moveArticle(id, "sending", { ...claimed, step: "creating", claimedAt: null });
    return { kind: "wait", ms: outcome.afterMs };
  }
  const next: ArticleRun = {
    ...claimed,
    step: outcome.kind === "accepted" ? "sent" : outcome.kind,
    messageId: outcome.kind === "accepted" ? outcome.messageId : "",
    reason: outcome.kind === "accepted" ? "" : outcome.reason,
  };
  await moveArticle(id, "sending", next);
  await settleRows(deps, broadcast, next);
  return { kind: "done" };
}

const ROW_OF: Readonly<Record<"sent" | "failed" | "unknown", RowState>> = {
  sent: "accepted",
  failed: "failed",
  unknown: "unknown",
};

/** Zalo gives one answer for all: every planned row takes it, chunk by chunk. Cut off, it goes on with what is left. */
async function settleRows(deps: ArticleDeps, broadcast: Broadcast, article: ArticleRun): Promise<void> {
  if (article.step === "creating" || article.step === "sending") return;
  const id = String(broadcast._id);
  const now = deps.clock.now();
  for await (const k of chunksWith(id, "planned")) {
    await settlePlanned(id, k, { state: ROW_OF[article.step], reason: article.reason }, now);
    await recountChunk(id, k);
  }
  await progressOf(deps, id);
}

function toArticle(deps: ArticleDeps, content: Content) {
  const cover = deps.coverUrl(content.pictureId);
  // title, source and foot of the message stand in the article's own text as well
  const lines = content.message
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "");
  return {
    title: clip(content.title, 150),
    author: clip(content.source, 50),
    description: clip(content.body.replace(/\s+/g, " "), 300),
    coverUrl: cover,
    body: [
      { type: "text" as const, content: lines.map((line) => `<p>${Handlebars.escapeExpression(line)}</p>`).join("") },
      ...(content.pictureId ? [{ type: "image" as const, url: cover, caption: content.pictureAlt }] : []),
    ],
  };
}

/** Asks Zalo how often last week's articles were opened, at most once an hour each; kept apart from our own rows. */
export async function askViews(deps: ArticleDeps): Promise<void> {
  const now = deps.clock.now();
  for (const broadcast of await listToAsk(new Date(now.getTime() - days(7)), new Date(now.getTime() - hours(1)))) {
    const sums = { views: 0, shares: 0, at: now };
    try {
      for (const { articleId } of broadcast.article?.articles ?? []) {
        const told = await deps.zalo.articleViews(broadcast.oaId, articleId);
        sums.views += told.views;
        sums.shares += told.shares;
      }
    } catch (error) {
      deps.log.warn(
        { action: "article-views", broadcastId: String(broadcast._id), reason: messageOf(error) },
        "Zalo told no views",
      );
      continue;
    }
    await saveViews(String(broadcast._id), sums);
  }
}
