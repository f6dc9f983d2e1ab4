import type { Server } from "node:http";
import { createServer } from "node:http";
import type { Express } from "express";
import mongoose from "mongoose";
import request, { type Response } from "supertest";
import type TestAgent from "supertest/lib/agent.js";
import { composeCore, connectMongo, type Core, ensureIndexes } from "../../src/compose.ts";
import { composeWeb } from "../../src/compose-web.ts";
import { readSettings } from "../../src/config/settings.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { makeAccount } from "../../src/officials/add-account.ts";
import { OfficialModel } from "../../src/officials/official.model.ts";
import type { Role } from "../../src/officials/rules.ts";
import { currentCode } from "../../src/officials/totp.ts";
import { DEFAULT_TOPICS } from "../../src/units/unit.model.ts";
import { type NamedUnit, saveUnits } from "../../src/units/unit.store.ts";
import { testEnvironment } from "./settings.ts";
import { PASSWORD, TOTP_SEED as SEED } from "./world.ts";

/** A clock at which no minute ends while calls of one minute are counted. */
export function stoppedClock(): Clock {
  const at = new Date();
  return { now: () => at };
}

export { PASSWORD, SEED };
const FROM = new Date("2025-07-01T00:00:00+07:00");

const unit = (_id: string, name: string, kind: NamedUnit["kind"], parent = ""): NamedUnit => ({
  _id,
  name,
  office: kind === "department" ? name : `UBND ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
  kind,
  province: "Tỉnh Hồng Sao",
  parents: parent ? [{ code: parent, from: FROM, to: null }] : [],
  from: FROM,
  to: null,
  population: 12_900,
  households: 3480,
  hamlets: 12,
  topics: DEFAULT_TOPICS,
  contact: { address: "Trụ sở xã", hours: "7:30–17:00", phone: "0900 000 000", dutyPhone: "0900 000 001" },
});

/** The whole Express app on the test's MongoDB and Redis, in this process; no door, no worker, no simulator. */
export class House {
  readonly core: Core;
  readonly url: string;
  /** the composed app, for who walks its routes */
  readonly app: Express;
  private readonly server: Server;
  private readonly end: () => void;

  private constructor(core: Core, app: Express, server: Server, end: () => void) {
    this.app = app;
    this.core = core;
    this.server = server;
    this.end = end;
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  /**
   * A department "so" with the communes "sao-mai" and "ben-lua"; nothing at all with `empty`. With `tellsCommands` the
   * MongoDB client tells of every command that leaves this process.
   */
  static async open(
    settings: Record<string, string> = {},
    options: { empty?: boolean; clock?: Clock; tellsCommands?: boolean } = {},
  ): Promise<House> {
    const environment = testEnvironment(settings);
    if (options.tellsCommands) environment["MONGODB_URI"] += "&monitorCommands=true";
    const core = composeCore(readSettings(environment), "test", options.clock);
    await connectMongo(core.settings);
    await ensureIndexes();
    if (!options.empty)
      await saveUnits([
        unit("so", "Sở VHTTDL Hồng Sao", "department"),
        unit("sao-mai", "Xã Sao Mai", "commune", "so"),
        unit("ben-lua", "Phường Bến Lụa", "ward", "so"),
      ]);
    const web = await composeWeb(core);
    const server = createServer((incoming, outgoing) => {
      if (!web.door(incoming, outgoing)) web.app(incoming, outgoing);
    });
    // as src/main.ts: after 5 idle seconds of a busy machine a client would write to a connection that just went
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new House(core, web.app, server, web.close);
  }

  /** Somebody without log-in: keeps cookies, follows nothing. */
  visitor(): Visitor {
    return new Visitor(request.agent(this.server));
  }

  async addOfficial(role: Role, mail: string, unitCode: string): Promise<{ id: string; email: string; name: string }> {
    const email = `${mail}@${unitCode}.loaso.test`;
    const name = `Cán bộ mẫu ${mail}`;
    const { id } = await makeAccount(this.core, { email, name, role, unitCode, password: PASSWORD, seed: SEED });
    return { id, email, name };
  }

  /** Somebody signed in; made on the way when the account is not there yet. */
  async as(role: Role, unitCode = "sao-mai", mail: string = role.replace("_", "-")): Promise<Visitor> {
    const email = `${mail}@${unitCode}.loaso.test`;
    if (!(await OfficialModel.exists({ email }))) await this.addOfficial(role, mail, unitCode);
    return this.enter(email);
  }

  /** Signs in by the log-in page. The same digits may be used again: that has a test of its own. */
  async enter(email: string, password = PASSWORD, seed = SEED): Promise<Visitor> {
    await this.freshCodes(email);
    const visitor = this.visitor();
    const answer = await visitor.logIn(email, password, currentCode(seed, this.core.clock.now()));
    if (answer.status !== 303) throw new Error(`not logged in: ${answer.status} ${textOf(answer)}`);
    return visitor;
  }

  async freshCodes(email: string): Promise<void> {
    await OfficialModel.updateOne({ email }, { $set: { totpSteps: { login: 0, approve: 0 } } });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.end();
    await this.core.producer.close().catch(() => undefined);
    this.core.redis.disconnect();
    this.core.visits.disconnect();
    await mongoose.connection.dropDatabase().catch(() => undefined);
    await mongoose.disconnect();
  }
}

export const textOf = (answer: Response): string =>
  answer.text
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");
export const noteOf = (answer: Response): string =>
  /class="note bad"[^>]*>([\s\S]*?)<\/div>/.exec(answer.text)?.[1] ?? "";
const csrfOf = (html: string): string => /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? "";

/** One browser at the level of HTTP. */
export class Visitor {
  readonly agent: TestAgent;
  csrf = "";
  /** where this browser says it is, behind a trusted proxy */
  address = "";
  constructor(agent: TestAgent) {
    this.agent = agent;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await this.agent
      .get(path)
      .set({ ...this.from(), ...headers })
      .redirects(0)
      .ok(() => true);
    this.csrf = csrfOf(answer.text ?? "") || this.csrf;
    return answer;
  }

  /** Posts a form with the token of the last page that had one. */
  async post(
    path: string,
    form: Record<string, string | readonly string[]> = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    if (this.csrf === "") await this.get("/console/toi");
    const answer = await this.agent
      .post(path)
      .set({ ...this.from(), ...headers })
      .type("form")
      .send({ _csrf: this.csrf, ...form })
      .redirects(0)
      .ok(() => true);
    this.csrf = csrfOf(answer.text ?? "") || this.csrf;
    return answer;
  }

  /** The same form as multipart, for routes that take a file. */
  async postFile(
    path: string,
    form: Record<string, string | string[]>,
    file?: { field: string; name: string; type: string; bytes: Buffer },
  ): Promise<Response> {
    if (this.csrf === "") await this.get("/console/toi");
    const request = this.agent.post(path).set(this.from()).field("_csrf", this.csrf);
    for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) void request.field(name, one);
    if (file) void request.attach(file.field, file.bytes, { filename: file.name, contentType: file.type });
    const answer = await request.redirects(0).ok(() => true);
    this.csrf = csrfOf(answer.text ?? "") || this.csrf;
    return answer;
  }

  async logIn(email: string, password: string, code = ""): Promise<Response> {
    await this.get("/console/dang-nhap");
    const answer = await this.post("/console/dang-nhap", { email, password, code });
    if (answer.status === 303) await this.get("/console/toi");
    return answer;
  }

  private from = (): Record<string, string> => (this.address ? { "x-forwarded-for": this.address } : {});
}
