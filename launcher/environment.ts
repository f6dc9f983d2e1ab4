import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Secrets of one machine's demo, made once and kept beside its data. Production sets its own. */
interface Kept {
  SECRETS_KEY: string;
  SESSION_SECRET: string;
  ZALO_APP_SECRET: string;
  ZALO_OA_SECRET_KEY: string;
}

export function keptSecrets(folder: string): Kept {
  const file = join(folder, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Kept;
  const made: Kept = {
    SECRETS_KEY: randomBytes(32).toString("base64"),
    SESSION_SECRET: randomBytes(32).toString("base64url"),
    ZALO_APP_SECRET: randomBytes(16).toString("hex"),
    ZALO_OA_SECRET_KEY: randomBytes(16).toString("hex"),
  };
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}

export const APP_ID = "360846524940903967";

export interface Ports {
  web: number;
  /** of the web role and of the worker, for numbers and readiness */
  internal: number;
  worker: number;
  simulator: number;
}

/** The product's settings against the simulator. What the environment says already wins. */
export function productEnvironment(
  folder: string,
  ports: Ports,
  urls: { mongo: string; redis: string; sessions: string },
): NodeJS.ProcessEnv {
  const secrets = keptSecrets(folder);
  const zalo = `http://localhost:${ports.simulator}`;
  const defaults = {
    NODE_ENV: "production",
    PORT: String(ports.web),
    INTERNAL_PORT: String(ports.internal),
    PUBLIC_URL: `http://localhost:${ports.web}`,
    MONGODB_URI: urls.mongo,
    REDIS_URL: urls.redis,
    REDIS_SESSIONS_URL: urls.sessions,
    ZALO_APP_ID: APP_ID,
    ZALO_OPENAPI_URL: zalo,
    ZALO_BUSINESS_URL: zalo,
    ZALO_OAUTH_URL: zalo,
    ZALO_GRAPH_URL: zalo,
    ZALO_PICTURE_HOSTS: zalo,
    ...(process.env["ZALO_OPENAPI_URL"] ? {} : { TRIAL_PHONE_URL: `http://localhost:${ports.simulator}/phone` }),
    LOG_LEVEL: "info",
    ...secrets,
  };
  const said = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  return { ...defaults, ...said };
}

/** The simulator's settings that fit the product's. */
export function simulatorEnvironment(folder: string, ports: Ports, product: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SIM_PORT: String(ports.simulator),
    SIM_PUBLIC_URL: `http://localhost:${ports.simulator}`,
    SIM_DATA: join(folder, "simulator"),
    SIM_WEBHOOK_URL: `http://127.0.0.1:${product["PORT"]}/webhooks/zalo`,
    SIM_APP_ID: product["ZALO_APP_ID"],
    SIM_APP_SECRET: product["ZALO_APP_SECRET"],
    SIM_OA_SECRET_KEY: product["ZALO_OA_SECRET_KEY"],
  };
}
