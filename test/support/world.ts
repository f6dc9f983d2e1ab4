import type { ChildProcess } from "node:child_process";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import mongoose from "mongoose";
import { freePort, startProgram, stopChild, waitForPort } from "../../launcher/services.ts";
import { composeCore, connectMongo, type Core, ensureIndexes } from "../../src/compose.ts";
import { readSettings } from "../../src/config/settings.ts";
import { makeAccount } from "../../src/officials/add-account.ts";
import type { Role } from "../../src/officials/rules.ts";
import { connectByRefreshToken } from "../../src/units/connect-oa.ts";
import { DEFAULT_TOPICS, UnitModel } from "../../src/units/unit.model.ts";
import { saveUnits } from "../../src/units/unit.store.ts";
import { testEnvironment } from "./settings.ts";

const run = promisify(execFile);
/** tests and benches run from the repository root */
const root = process.cwd();

export const OA = "388613280878808645";
const FIRST_USER = 2_468_458_835_291_000_000n;
export const userNumber = (n: number): string => String(FIRST_USER + BigInt(n));
export const PASSWORD = "mat-khau-thu-nghiem";
export const TOTP_SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

export interface SimMessage {
  id: string;
  from: "oa" | "user";
  text: string;
  received?: boolean;
  seen?: boolean;
  buttons?: { title: string; payload: string }[];
}

/**
 * Waits for an outcome; fails with what was seen last when it does not come.
 * @param ms how long nothing may change: what moves on a busy machine is given four times as long
 */
export async function eventually<T>(
  what: string,
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  ms = 60_000,
): Promise<T> {
  const last = Date.now() + 4 * ms;
  let [seen, deadline] = ["", Date.now() + ms];
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    const words = inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY });
    if (words !== seen) [seen, deadline] = [words, Math.min(last, Date.now() + ms)];
    if (Date.now() > deadline) throw new Error(`${what} did not come about; last seen: ${words.slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export interface WorldOptions {
  settings?: Record<string, string>;
  simulator?: Record<string, string>;
  oa?: { type?: 2 | 4; package?: string };
  residents?: number;
  workers?: number;
  web?: boolean;
  /** nothing in the database: no unit, no connected OA; the simulator has its OA and residents all the same */
  empty?: boolean;
}

/** A commune with a connected OA in a simulator of its own, and the built product running as processes. */
export class World {
  readonly env: Record<string, string>;
  readonly core: Core;
  readonly webUrl: string;
  readonly simUrl: string;
  /** numbers and readiness of the web role */
  internalUrl = "";
  readonly workers: ChildProcess[] = [];
  web: ChildProcess | undefined;
  private readonly children: ChildProcess[] = [];
  private readonly log: string;

  private constructor(env: Record<string, string>, webUrl: string, simUrl: string) {
    this.env = env;
    this.webUrl = webUrl;
    this.simUrl = simUrl;
    this.log = join(process.env["TEST_FOLDER"] ?? "/tmp", `${env["REDIS_PREFIX"]}.log`);
    this.core = composeCore(readSettings(env), "test");
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const [webPort, simPort] = [await freePort(), await freePort()];
    const sim = `http://127.0.0.1:${simPort}`;
    const env = testEnvironment({
      PORT: String(webPort),
      PUBLIC_URL: `http://127.0.0.1:${webPort}`,
      ZALO_OPENAPI_URL: sim,
      ZALO_BUSINESS_URL: sim,
      ZALO_OAUTH_URL: sim,
      ZALO_GRAPH_URL: sim,
      ZALO_PICTURE_HOSTS: sim,
      ZALO_TIMEOUT_MS: "4000",
      SEND_STALE_MS: "6000",
      JOB_LOCK_MS: "4000",
      SWEEP_MS: "1000",
      ...options.settings,
    });
    const world = new World(env, `http://127.0.0.1:${webPort}`, sim);
    world.spawnChild("simulator", "simulator/main.js", [], {
      SIM_PORT: String(simPort),
      SIM_PUBLIC_URL: sim,
      SIM_WEBHOOK_URL: options.web === false ? "" : `${world.webUrl}/webhooks/zalo`,
      SIM_APP_ID: env["ZALO_APP_ID"] ?? "",
      SIM_APP_SECRET: env["ZALO_APP_SECRET"] ?? "",
      SIM_OA_SECRET_KEY: env["ZALO_OA_SECRET_KEY"] ?? "",
      SIM_RETRY_SCALE: "0.01",
      SIM_API_DELAY_MS: "5",
      SIM_RECEIVED_MS: "100",
      SIM_SEEN_MS: "300",
      ...options.simulator,
    });
    try {
      await world.build(options, webPort, simPort);
    } catch (error) {
      await world.stop().catch(() => undefined);
      throw error;
    }
    return world;
  }

  private async build(options: WorldOptions, webPort: number, simPort: number): Promise<void> {
    await waitForPort(simPort, undefined, 20_000);
    await connectMongo(this.core.settings);
    await ensureIndexes();
    await this.seed(options);
    if (options.web !== false) {
      this.internalUrl = `http://127.0.0.1:${await freePort()}`;
      this.web = this.spawnChild("web", "src/main.js", ["web"], this.internal());
      await waitForPort(webPort, this.web, 30_000);
    }
    for (let n = 0; n < (options.workers ?? 1); n += 1) this.addWorker();
  }

  private async seed(options: WorldOptions): Promise<void> {
    if (!options.empty) await this.seedUnits();
    await this.sim("oas", {
      id: OA,
      name: "UBND xã Sao Mai",
      type: options.oa?.type ?? 2,
      package: options.oa?.package ?? "Comprehensive",
    });
    await this.sim("residents", { oa: OA, count: options.residents ?? 20, firstId: String(FIRST_USER) });
    if (options.empty) return;
    const pair = (await this.sim("tokens", { oa: OA })) as { refresh_token: string };
    await connectByRefreshToken(this.core, "sao-mai", pair.refresh_token);
  }

  private async seedUnits(): Promise<void> {
    const from = new Date("2025-07-01T00:00:00+07:00");
    const unit = {
      province: "Tỉnh Hồng Sao",
      from,
      to: null,
      population: 12_900,
      households: 3480,
      hamlets: 12,
      topics: DEFAULT_TOPICS,
      contact: { address: "Trụ sở xã", hours: "7:30–17:00", phone: "0900 000 000", dutyPhone: "0900 000 001" },
    };
    await saveUnits([
      { ...unit, _id: "so", name: "Sở VHTTDL Hồng Sao", office: "Sở VHTTDL Hồng Sao", kind: "department", parents: [] },
      {
        ...unit,
        _id: "sao-mai",
        name: "Xã Sao Mai",
        office: "UBND xã Sao Mai",
        kind: "commune",
        parents: [{ code: "so", from, to: null }],
      },
      {
        ...unit,
        _id: "ben-lua",
        name: "Phường Bến Lụa",
        office: "UBND phường Bến Lụa",
        kind: "ward",
        parents: [{ code: "so", from, to: null }],
      },
    ]);
    // whatever the hour of the run: quiet hours have tests of their own
    await UnitModel.updateMany({}, { $set: { sendHours: { from: 0, to: 24, quietDays: [] } } });
  }

  /** Starts one more worker process. */
  addWorker(more: Record<string, string> = {}): ChildProcess {
    // whatever the hour of the run, Zalo's own hours have tests of their own
    const anyHour = { ZALO_TERMS_FILE: join(root, "test/fixtures/terms-any-hour.json") };
    const worker = this.spawnChild("worker", "src/main.js", ["worker"], { ...anyHour, ...more });
    this.workers.push(worker);
    return worker;
  }

  private spawnChild(name: string, script: string, args: string[], more: Record<string, string>): ChildProcess {
    const child = startProgram(name, process.execPath, [join(root, "dist", script), ...args], {
      env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...this.env, ...more },
      log: this.log,
    });
    this.children.push(child);
    return child;
  }

  private internal = (): Record<string, string> => ({ INTERNAL_PORT: new URL(this.internalUrl).port });

  async restartWeb(): Promise<void> {
    this.web = this.spawnChild("web", "src/main.js", ["web"], this.internal());
    await waitForPort(Number(this.env["PORT"]), this.web, 30_000);
  }

  /** Asks the simulator: a path without body is a GET. */
  async sim(path: string, body?: Record<string, unknown>): Promise<unknown> {
    const answer = await fetch(
      `${this.simUrl}/sim/${path}`,
      body ? { method: "POST", body: JSON.stringify(body) } : {},
    );
    return answer.json();
  }

  say = (user: string, text: string, more: Record<string, unknown> = {}): Promise<unknown> =>
    this.sim("say", { oa: OA, user, text, ...more });

  async messages(user: string): Promise<SimMessage[]> {
    const { messages } = (await this.sim(`messages?oa=${OA}&user=${user}`)) as { messages?: SimMessage[] };
    return messages ?? [];
  }
  async fromOa(user: string): Promise<SimMessage[]> {
    return (await this.messages(user)).filter((message) => message.from === "oa");
  }
  /** How often Zalo accepted a message, per person. */
  accepted = async (): Promise<Record<string, number>> =>
    (await this.sim(`accepted?oa=${OA}`)) as Record<string, number>;
  async counters(): Promise<Record<string, number>> {
    return ((await this.sim("state")) as { counters: Record<string, number> }).counters;
  }

  /** An account that can log in at once; the way there has tests of its own (test/pages/accounts.test.ts). */
  async addOfficial(
    role: Role,
    mail: string,
    unitCode = "sao-mai",
  ): Promise<{ id: string; name: string; email: string }> {
    const email = `${mail}@${unitCode}.loaso.test`;
    const name = `Cán bộ mẫu ${mail}`;
    const { id } = await makeAccount(this.core, { email, name, role, unitCode, password: PASSWORD, seed: TOTP_SEED });
    return { id, name, email };
  }

  /** The operator's command line, as its own process. */
  async loa(
    args: string[],
    input = "",
    more: Record<string, string> = {},
  ): Promise<{ code: number; out: string; error: string }> {
    const work = run(process.execPath, [join(root, "dist/src/cli/main.js"), ...args], {
      env: { PATH: process.env["PATH"] ?? "", ...this.env, ...more },
      maxBuffer: 50_000_000,
    });
    work.child.stdin?.end(input);
    return work.then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, error: stderr }),
      (failure: { code: number; stdout: string; stderr: string }) => ({
        code: failure.code,
        out: failure.stdout,
        error: failure.stderr,
      }),
    );
  }

  readLog = (): string => (existsSync(this.log) ? readFileSync(this.log, "utf8") : "");

  async stop(): Promise<void> {
    await Promise.all(this.children.map((child) => stopChild(child, "SIGTERM", 8000)));
    this.core.outside.close();
    await this.core.producer.close().catch(() => undefined);
    this.core.redis.disconnect();
    await mongoose.connection.dropDatabase().catch(() => undefined);
    await mongoose.disconnect();
  }
}
