import { isIP } from "node:net";
import { z } from "zod";

const url = z.url().transform((text) => text.replace(/\/$/, ""));
const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(0);

/** An address or a network of at most half the world; a number of hops would let a client name its own address. */
function isProxy(part: string): boolean {
  if (/^(none|loopback|linklocal|uniquelocal)$/.test(part)) return true;
  const [address = "", bits, more] = part.split("/");
  const kind = isIP(address);
  if (kind === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (kind === 4 ? 32 : 128));
}

/**
 * Every setting: a sentence, a type, a default or "required". `.env.example` is checked against this list.
 * This is the only reader of the environment.
 */
export const settingsSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production").describe("Kind of run"),
  PORT: port.default(3000).describe("Port of the web role"),
  INTERNAL_PORT: port
    .default(3001)
    .describe(
      "Port of every role for /metrics, /readyz in detail and /healthz, never shown outside; 0 switches it off",
    ),
  INTERNAL_HOST: z.string().min(1).default("127.0.0.1").describe("Address the internal port listens on"),
  TRUST_PROXY: z
    .string()
    .default("loopback")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .refine((parts) => parts.every(isProxy), "names no proxy")
    .describe(
      "Proxies in front whose X-Forwarded-* is believed: addresses, networks or loopback, with commas; none = nobody",
    ),
  PUBLIC_URL: url.default("http://localhost:3000").describe("Address under which people and Zalo reach the web role"),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//)
    .describe("MongoDB, with the database's name"),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//)
    .describe("Redis with appendfsync always and noeviction"),
  REDIS_SESSIONS_URL: z
    .string()
    .regex(/^(rediss?:\/\/.*)?$/)
    .default("")
    .describe(
      "A Redis of its own for sessions and counts of requests, volatile-ttl, nothing on disk; empty uses REDIS_URL",
    ),
  REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]*$/)
    .default("loa")
    .describe("First part of every key in Redis"),
  ZALO_APP_ID: z.string().regex(/^\d+$/).describe("The Zalo app's id, digits"),
  ZALO_APP_SECRET: z.string().min(8).describe("The app's secret key, for OAuth"),
  ZALO_OA_SECRET_KEY: z.string().min(8).describe("The OA secret key of the app's Webhook page"),
  ZALO_MINIAPP_ID: z.string().regex(/^\d*$/).default("").describe("The Mini App's id; empty while there is none"),
  ZALO_MINIAPP_API_KEY: z
    .string()
    .default("")
    .describe("API key of the Mini App's Open APIs page; empty refuses its events"),
  ZALO_OPENAPI_URL: url.default("https://openapi.zalo.me").describe("Zalo OA host"),
  ZALO_BUSINESS_URL: url.default("https://business.openapi.zalo.me").describe("Zalo ZBS host"),
  ZALO_OAUTH_URL: url.default("https://oauth.zaloapp.com").describe("Zalo OAuth host"),
  ZALO_GRAPH_URL: url.default("https://graph.zalo.me").describe("Zalo graph host"),
  ZALO_TIMEOUT_MS: count.default(15_000).describe("Milliseconds after which a call to Zalo has an unknown outcome"),
  ZALO_APP_LIMIT: count.default(4000).describe("Requests a minute for the whole app (zalo/openapi.md §6.6)"),
  ZALO_OA_LIMIT: count
    .default(100)
    .describe("Requests a minute of an OA until its package or Zalo's header says otherwise"),
  ZALO_LIMITS: z.enum(["on", "off"]).default("on").describe("off lifts both limits, for measuring only"),
  SECRETS_KEY: z
    .string()
    .refine((text) => Buffer.from(text, "base64").length === 32, "must be 32 bytes in base64")
    .describe("Key for tokens at rest, 32 bytes in base64"),
  SESSION_SECRET: z.string().min(32).describe("Key for session cookies, 32 characters or more"),
  READ_PROCESSES: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe("Processes, of about 100 MB each, in which one role reads documents and draws pictures"),
  SEND_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .default(16)
    .describe("Sends of one broadcast chunk in flight; also the most people a crash can leave in doubt"),
  SEND_STALE_MS: z.coerce
    .number()
    .int()
    .min(1000)
    .default(45_000)
    .describe("Milliseconds after which a claimed send without a result becomes unknown; more than ZALO_TIMEOUT_MS"),
  ECHO_PATIENCE_MS: count
    .default(120_000)
    .describe("Milliseconds an echo is waited for before a reply whose answer was lost is said once more"),
  CHAT_LISTEN_MS: count
    .default(1500)
    .describe("Milliseconds a dialogue waits for a second bubble before it answers the first; 0 answers each"),
  JOB_LOCK_MS: z.coerce
    .number()
    .int()
    .min(1000)
    .default(30_000)
    .describe("Milliseconds after which the job of a dead worker is taken over"),
  SWEEP_MS: z.coerce.number().int().min(200).default(5000).describe("Milliseconds between two sweeps"),
  WAITING_ALERT_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe("Minutes a resident may wait for a person before the console warns"),
  ZALO_TERMS_FILE: z
    .string()
    .default("")
    .describe("JSON file that replaces Zalo's prices, caps and hours of src/zalo/terms.ts; empty keeps those"),
  STOP_AFTER_FAILED: count.default(50).describe("A broadcast stops by itself when this many people failed"),
  STOP_AFTER_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe("and these are at least this share (0 to 1) of those sent to"),
  SCHEDULE_LATE_HOURS: count
    .default(12)
    .describe("Hours after its time at which an approved broadcast waits for a person instead of leaving"),
  LEAVE_ALARM_PER_THOUSAND: z.coerce
    .number()
    .min(0)
    .default(10)
    .describe("People per 1,000 reached who leave after a broadcast before the results page warns"),
  MINIAPP_ORIGIN: url
    .default("https://h5.zdn.vn")
    .describe("The other place our mini-app is served from, allowed to call the API"),
  ZALO_PICTURE_HOSTS: z
    .string()
    .default("zdn.vn,zadn.vn")
    .transform((text) =>
      text
        .split(",")
        .map((host) => host.trim())
        .filter(Boolean),
    )
    .describe("Hosts a resident's photo may be fetched from, with what is below them; an origin stands for itself"),
  POW_PREFIX: z
    .string()
    .regex(/^[0-9a-f]{1,8}$/)
    .default("000")
    .describe("Hex digits a browser's proof of work begins with; one more is sixteen times the work"),
  API_LIMITS: z
    .enum(["on", "off"])
    .default("on")
    .describe("off lifts the limits per person and per address, for measuring only"),
  SECURITY_LEVEL: z.string().default("3").describe("Security level (cấp độ) shown on the status page; a label only"),
  TRIAL_PHONE_URL: z
    .union([url, z.literal("")])
    .default("")
    .describe("Page of the simulator's phone, which a trial links to; empty: no trial"),
  VOICE_AI_MARK: z
    .string()
    .regex(/^[A-Za-z]\w*=[^;\r\n]+(;[A-Za-z]\w*=[^;\r\n]+)*$/, "NAME=value pairs, parted by ;")
    .default(
      "AI_GENERATED=true;DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    )
    .describe("What the file of a machine's voice says of itself: NAME=value, parted by ;"),
  PRACTICE: z
    .enum(["on", "off"])
    .default("off")
    .describe("on makes this a house to practise in: invented residents, a clock and a database of its own"),
  PRACTICE_URL: z
    .union([url, z.literal("")])
    .default("")
    .describe("Address of the house to practise in, which the console links to; empty links to none"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("Least level that is logged"),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Thrown with all problems at once; holds names and reasons, never values. */
export class BadSettings extends Error {
  constructor(problems: string[]) {
    super(`Settings are not usable:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.name = "BadSettings";
  }
}

/** Reads and checks the environment once. An empty variable counts as not set. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new BadSettings(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return given[name] === undefined ? `${name}: required, not set` : `${name}: ${describe(issue.code)}`;
      }),
    );
  }
  if (parsed.data.SEND_STALE_MS <= parsed.data.ZALO_TIMEOUT_MS)
    throw new BadSettings(["SEND_STALE_MS: must be more than ZALO_TIMEOUT_MS"]);
  const problems = practiceProblems(parsed.data);
  if (problems.length > 0) throw new BadSettings(problems);
  return parsed.data.PRACTICE === "on" ? ofPractice(parsed.data) : parsed.data;
}

const OF_PRACTICE = "-practice";
const ZALO_HOSTS = ["ZALO_OPENAPI_URL", "ZALO_BUSINESS_URL", "ZALO_OAUTH_URL", "ZALO_GRAPH_URL"] as const;

/** Against the simulator, or Zalo's own hosts: then it is a real house, seeded or not. */
export const isZaloHost = (address: string): boolean =>
  /(^|\.)(zalo\.me|zaloapp\.com)$/.test(new URL(address).hostname);

/** What must not be: a practice that reaches Zalo, a real house that shares keys in Redis with one. */
function practiceProblems(given: Settings): string[] {
  if (given.PRACTICE === "off")
    return given.REDIS_PREFIX.endsWith(OF_PRACTICE) ? [`REDIS_PREFIX: ${OF_PRACTICE} is for PRACTICE=on`] : [];
  const first = new URL(given.ZALO_OPENAPI_URL).origin;
  return ZALO_HOSTS.flatMap((name) => {
    if (isZaloHost(given[name])) return [`${name}: PRACTICE=on speaks with the simulator only`];
    return new URL(given[name]).origin === first ? [] : [`${name}: PRACTICE=on needs one simulator for all four`];
  });
}

/** An hour passes in a second here: a send that is on its way is not old by that. */
const PATIENCE_OF_PRACTICE_MS = 7 * 86_400_000;
const ofPractice = (given: Settings): Settings => ({
  ...given,
  REDIS_PREFIX: given.REDIS_PREFIX.endsWith(OF_PRACTICE) ? given.REDIS_PREFIX : `${given.REDIS_PREFIX}${OF_PRACTICE}`,
  SEND_STALE_MS: Math.max(given.SEND_STALE_MS, PATIENCE_OF_PRACTICE_MS),
  ECHO_PATIENCE_MS: Math.max(given.ECHO_PATIENCE_MS, PATIENCE_OF_PRACTICE_MS),
});

function describe(code: string | undefined): string {
  if (code === "custom") return "has the wrong length or shape";
  if (code === "invalid_value") return "is not one of the allowed values";
  if (code === "too_small") return "is too small or too short";
  if (code === "too_big") return "is too big";
  return "has the wrong shape";
}
