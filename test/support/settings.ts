import { randomUUID } from "node:crypto";
import { readSettings, type Settings } from "../../src/config/settings.ts";

export const TEST_SECRETS = {
  ZALO_APP_ID: "360846524940903967",
  ZALO_APP_SECRET: "APP_SECRET_TEST_KEY",
  ZALO_OA_SECRET_KEY: "OA_SECRET_TEST_KEY",
  ZALO_MINIAPP_ID: "2646373759294038927",
  ZALO_MINIAPP_API_KEY: "API_KEY_TEST",
  SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
  SESSION_SECRET: "test-session-secret-of-32-characters!",
};

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: tests run by make test`);
  return value;
};

/** Settings of one test file: its own database and key prefix on the shared services. */
export function testEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const name = `t${randomUUID().replace(/-/g, "").slice(0, 12)}`;
  return {
    NODE_ENV: "test",
    ...TEST_SECRETS,
    MONGODB_URI: required("TEST_MONGO_URL").replace("/test?", `/${name}?`),
    REDIS_URL: required("TEST_REDIS_URL"),
    REDIS_PREFIX: name,
    LOG_LEVEL: "warn",
    ZALO_OPENAPI_URL: "http://127.0.0.1:9",
    ZALO_BUSINESS_URL: "http://127.0.0.1:9",
    ZALO_OAUTH_URL: "http://127.0.0.1:9",
    ZALO_GRAPH_URL: "http://127.0.0.1:9",
    INTERNAL_PORT: "0",
    // nobody types a second bubble unless a test is about that
    CHAT_LISTEN_MS: "0",
    ...more,
  };
}
export const testSettings = (more: Record<string, string> = {}): Settings => readSettings(testEnvironment(more));
