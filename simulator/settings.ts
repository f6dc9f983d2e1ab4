import { z } from "zod";

/**
 * Settings of the simulator. Those marked "assumption" stand for something that no public page documents
 * (shared facts: OpenAPI sheet §10); change them when the real OA answers differently.
 */
const schema = z.object({
  SIM_PORT: z.coerce.number().default(3900),
  SIM_HOST: z.string().default("127.0.0.1").describe("address to listen on; it has no log-in, keep it private"),
  SIM_PUBLIC_URL: z.string().default("http://localhost:3900"),
  SIM_DATA: z.string().default("").describe("folder for what is kept between starts; empty keeps nothing"),
  SIM_WEBHOOK_URL: z.string().default("").describe("where OA events go; empty sends none"),
  SIM_CALLBACK_URL: z.string().default("").describe("the OA callback address of the console; empty accepts any"),
  SIM_APP_ID: z.string().default("360846524940903967"),
  SIM_APP_SECRET: z.string().default("SIM_APP_SECRET"),
  SIM_OA_SECRET_KEY: z.string().default("SIM_OA_SECRET_KEY"),
  SIM_RETRY_SCALE: z.coerce
    .number()
    .default(1)
    .describe("1 = Zalo's own retry times (30 s … 1 h); 0.001 = a thousand times faster"),
  SIM_WEBHOOK_TIMEOUT_MS: z.coerce.number().default(2000),
  SIM_WEBHOOK_PARALLEL: z.coerce.number().default(32),
  SIM_ECHO: z.enum(["on", "off"]).default("on").describe("oa_send_* for every send"),
  SIM_RECEIPTS: z.enum(["on", "off"]).default("on").describe("user_received_message and user_seen_message"),
  SIM_RECEIVED_MS: z.coerce.number().default(300),
  SIM_SEEN_MS: z.coerce.number().default(1500),
  SIM_SEEN_SHARE: z.coerce.number().default(0.7).describe("share of residents who open a message"),
  SIM_API_DELAY_MS: z.coerce.number().default(20).describe("time an API call takes"),
  SIM_LIMITS: z.enum(["on", "off"]).default("on"),
  SIM_STATE_AGENCY_V3: z
    .enum(["refuse", "accept"])
    .default("refuse")
    .describe("assumption: v3 message API for oa_type 4"),
  SIM_TEXT_TOO_LONG: z.coerce.number().default(-210).describe("assumption: code for text over 2,000"),
  SIM_LIST_TOO_FAR: z.coerce.number().default(-210).describe("assumption: code for getlist beyond 10,000"),
  SIM_USED_REFRESH: z.enum(["empty", "error"]).default("error").describe("assumption: answer to a used refresh token"),
  SIM_QUOTA_IN_REPLY: z.enum(["on", "off"]).default("off").describe("assumption: quota in replies after 2026-03-01"),
  SIM_BROADCASTS_A_MONTH: z.coerce
    .number()
    .default(4)
    .describe("assumption: articles broadcasts per follower and month"),
  SIM_ARTICLE_MS: z.coerce.number().default(2000).describe("time Zalo takes to process an article"),
  SIM_TIMESTAMP: z.enum(["string", "number"]).default("string"),
  SIM_USER_ID_BY_APP: z.enum(["on", "off"]).default("on"),
  /** whether the graph tells a follower's id at the OA; some apps never get it */
  SIM_USER_ID_BY_OA: z.enum(["on", "off", "refused"]).default("on"),
  SIM_OUTBOX_MAX: z.coerce.number().default(50_000),
});

export type SimSettings = z.infer<typeof schema>;
export const readSimSettings = (env: NodeJS.ProcessEnv = process.env): SimSettings => schema.parse(env);
