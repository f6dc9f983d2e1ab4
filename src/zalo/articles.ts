import type { Log } from "../kernel/logger.ts";
import type { Caller } from "./call.ts";
import type { Judge } from "./ask-gate.ts";
import { type Article, buildArticle, buildArticleBroadcast, wordsOfArticle } from "./messages.ts";
import { outcomeOf, type SendOutcome } from "./send-outcome.ts";
import { text } from "./json.ts";
import { ZaloError } from "./zalo-error.ts";

/** Articles of an OA and their broadcast to everybody who follows (§5). */
export const createArticles = ({ call, ask, post }: Caller, { refusal }: Judge, log: Log) => ({
  /** Starts making an article; the token leads to its id once Zalo has processed it (§5). */
  async createArticle(oaId: string, article: Article): Promise<string> {
    const why = await refusal(oaId, article, wordsOfArticle(article));
    if (why !== "") throw new ZaloError("words-refused", why);
    return text((await post(oaId, "/v2.0/article/create", buildArticle(article)))["token"]);
  },
  /** The article's id, or undefined while Zalo still processes it. */
  async verifyArticle(oaId: string, token: string): Promise<string | undefined> {
    try {
      return text((await post(oaId, "/v2.0/article/verify", { token }))["id"]);
    } catch (error) {
      if (error instanceof ZaloError && error.meaning === "still-processing") return undefined;
      throw error;
    }
  },
  removeArticle: (oaId: string, id: string) => post(oaId, "/v2.0/article/remove", { id }),
  /** Views and shares of an article as Zalo counts them (§5); zeros when it tells nothing. */
  async articleViews(oaId: string, id: string): Promise<{ views: number; shares: number }> {
    const data = await ask(oaId, { method: "get", url: "/v2.0/article/getdetail", params: { id } });
    return { views: Number(data["total_view"] ?? 0), shares: Number(data["total_share"] ?? 0) };
  },
  async broadcastArticles(oaId: string, articleIds: string[], cities: string[] = []): Promise<SendOutcome> {
    const data = buildArticleBroadcast(articleIds, cities);
    return outcomeOf(
      await call(oaId, {
        method: "post",
        url: "/v2.0/oa/message",
        data,
        headers: { "Content-Type": "application/json" },
      }),
      log,
    );
  },
});
