import { createHash } from "node:crypto";
import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** Keys whose values never reach a log line, at any depth down to three. */
const SECRET_KEYS = [
  "password",
  "token",
  "accessToken",
  "refreshToken",
  "access_token",
  "refresh_token",
  "secret",
  "secret_key",
  "code",
  "code_verifier",
  "authorization",
  "cookie",
  "text",
  "body",
  "phone",
  "displayName",
  "display_name",
  "userId",
  "user_id",
];

const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * One-line JSON logs. Secrets and personal data are removed by key; a person is named by
 * {@link personHash} only, which lets two lines be joined without saying who it is.
 */
export function createLogger(level: string, role: string, destination?: DestinationStream): Logger {
  const options = { level, base: { role }, redact: { paths, censor: "[redacted]" } };
  return destination ? pino(options, destination) : pino(options);
}

/** A short one-way name for a person in logs: the first 12 hex digits of SHA-256. */
export function personHash(oaId: string, userId: string): string {
  return createHash("sha256").update(`${oaId}:${userId}`).digest("hex").slice(0, 12);
}
