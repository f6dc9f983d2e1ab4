import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SimSettings } from "./settings.ts";

export type PackageName = "Basic" | "Standard" | "Growth" | "Comprehensive";

export interface ChatMessage {
  id: string;
  from: "oa" | "user";
  at: number;
  text: string;
  /** address of a picture, when there is one */
  image?: string;
  /** a file of the OA */
  file?: { name: string; address: string; bytes: number };
  buttons?: { title: string; type: string; payload: unknown }[];
  elements?: { title: string; subtitle: string; image: string }[];
  received?: boolean;
  seen?: boolean;
  typedBy?: string;
}

export interface Resident {
  id: string;
  byApp: string;
  name: string;
  follows: boolean;
  /** ms of the last interaction, 0 = never */
  lastInteraction: number;
  magic: string;
  tags: string[];
  messages: ChatMessage[];
  /** how many messages Zalo accepted for this person */
  accepted: number;
}

export interface SimOa {
  id: string;
  name: string;
  type: 2 | 4;
  package: PackageName;
  residents: Map<string, Resident>;
  articles: Map<
    string,
    { id: string; token: string; title: string; readyAt: number; body: unknown; createdAt: number }
  >;
  broadcasts: { id: string; at: number; articles: string[]; reached: number }[];
}

export interface Sent {
  oaId: string;
  userId: string;
  messageId: string;
  text: string;
  at: number;
}

interface TokenRow {
  oaId: string;
  accessExpires: number;
}

/** Everything the simulator knows. Kept in memory, written to one file when it is told a folder. */
export class SimState {
  readonly oas = new Map<string, SimOa>();
  readonly access = new Map<string, TokenRow>();
  readonly refresh = new Map<string, { oaId: string; expires: number; access: string }>();
  readonly usedRefresh = new Set<string>();
  readonly codes = new Map<string, { oaId: string; challenge: string; expires: number }>();
  readonly uploads = new Map<string, { kind: string; type: string; bytes: Buffer; at: number; name: string }>();
  outbox: Sent[] = [];
  counters: Record<string, number> = {};
  webhook = { url: "", disabled: false, pending: 0, delivered: 0, failed: 0, retried: 0 };
  /** added to the real time by tests that jump the clock */
  skewMs = 0;
  private dirty = false;
  private readonly file: string;
  readonly settings: SimSettings;

  constructor(settings: SimSettings) {
    this.settings = settings;
    this.webhook.url = settings.SIM_WEBHOOK_URL;
    this.file = settings.SIM_DATA ? join(settings.SIM_DATA, "simulator.json") : "";
    if (settings.SIM_DATA) mkdirSync(join(settings.SIM_DATA, "media"), { recursive: true });
    if (this.file && existsSync(this.file)) this.load();
  }

  now(): number {
    return Date.now() + this.skewMs;
  }

  count(name: string, by = 1): void {
    this.counters[name] = (this.counters[name] ?? 0) + by;
  }

  addOa(input: { id: string; name: string; type?: 2 | 4; package?: PackageName }): SimOa {
    const oa: SimOa = {
      id: input.id,
      name: input.name,
      type: input.type ?? 2,
      package: input.package ?? "Growth",
      residents: this.oas.get(input.id)?.residents ?? new Map(),
      articles: new Map(),
      broadcasts: [],
    };
    this.oas.set(oa.id, oa);
    this.touch();
    return oa;
  }

  addResident(oa: SimOa, input: Partial<Resident> & { id: string; name: string }): Resident {
    const resident: Resident = {
      byApp: createHash("sha256")
        .update(`app${input.id}`)
        .digest("hex")
        .replace(/\D/g, "")
        .padEnd(18, "7")
        .slice(0, 18),
      follows: true,
      lastInteraction: this.now(),
      magic: "",
      tags: [],
      messages: [],
      accepted: 0,
      ...input,
    };
    oa.residents.set(resident.id, resident);
    this.touch();
    return resident;
  }

  /** A new pair for an OA. The old access token dies with it (OpenAPI sheet §1.3). */
  issueTokens(oaId: string, lifeSeconds = 90_000): { access_token: string; refresh_token: string; expires_in: string } {
    for (const [token, row] of this.access) if (row.oaId === oaId) this.access.delete(token);
    const access = `AT_${randomBytes(24).toString("base64url")}`;
    const refresh = `RT_${randomBytes(24).toString("base64url")}`;
    this.access.set(access, { oaId, accessExpires: this.now() + lifeSeconds * 1000 });
    this.refresh.set(refresh, { oaId, expires: this.now() + 90 * 86_400_000, access });
    this.save();
    return { access_token: access, refresh_token: refresh, expires_in: String(lifeSeconds) };
  }

  keepUpload(kind: string, type: string, bytes: Buffer, name = ""): string {
    const id = `${kind.slice(0, 1)}${randomBytes(15).toString("hex")}`;
    this.uploads.set(id, { kind, type, bytes, at: this.now(), name });
    if (this.settings.SIM_DATA) writeFileSync(join(this.settings.SIM_DATA, "media", id), bytes);
    return id;
  }

  readUpload(id: string): { type: string; bytes: Buffer; name?: string } | undefined {
    const kept = this.uploads.get(id);
    if (kept) return kept;
    const file = join(this.settings.SIM_DATA, "media", id);
    if (!this.settings.SIM_DATA || !/^[a-z0-9]+$/.test(id) || !existsSync(file)) return undefined;
    const bytes = readFileSync(file);
    return { type: bytes[0] === 0x89 ? "image/png" : "image/jpeg", bytes };
  }

  touch(): void {
    if (this.dirty || !this.file) return;
    this.dirty = true;
    setTimeout(() => this.save(), 500).unref();
  }

  save(): void {
    this.dirty = false;
    if (!this.file) return;
    const oas = [...this.oas.values()].map((oa) => ({
      ...oa,
      residents: [...oa.residents.values()].map((r) => ({ ...r, messages: r.messages.slice(-100) })),
      articles: [...oa.articles.values()],
    }));
    const text = JSON.stringify({
      oas,
      access: [...this.access],
      refresh: [...this.refresh],
      usedRefresh: [...this.usedRefresh].slice(-1000),
      outbox: this.outbox.slice(-5000),
    });
    writeFileSync(`${this.file}.new`, text);
    renameSync(`${this.file}.new`, this.file);
  }

  private load(): void {
    const kept = JSON.parse(readFileSync(this.file, "utf8")) as {
      oas: (Omit<SimOa, "residents" | "articles"> & { residents: Resident[]; articles: never[] })[];
      access: [string, TokenRow][];
      refresh: [string, { oaId: string; expires: number; access: string }][];
      usedRefresh: string[];
      outbox: Sent[];
    };
    for (const oa of kept.oas) {
      this.oas.set(oa.id, {
        ...oa,
        residents: new Map(oa.residents.map((r) => [r.id, r])),
        articles: new Map((oa.articles as { id: string }[]).map((a) => [a.id, a as never])),
      });
    }
    for (const [token, row] of kept.access) this.access.set(token, row);
    for (const [token, row] of kept.refresh) this.refresh.set(token, row);
    for (const token of kept.usedRefresh) this.usedRefresh.add(token);
    this.outbox = kept.outbox;
  }
}

export const newId = (): string => randomBytes(10).toString("hex");
