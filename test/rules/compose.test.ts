import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readSettings, settingsSchema } from "../../src/config/settings.ts";
import { PROCESS_LIMITS } from "../../src/outside/limits.ts";
import { TEMPLATE } from "../support/nginx.ts";

/** compose.yaml, since nothing here can start it: what it says is compared with what the product asks for. */
interface Service {
  image?: string;
  command?: string | string[];
  environment?: Record<string, string>;
  restart?: string;
  mem_limit?: string;
  ports?: string[];
  volumes?: string[];
  networks?: string[] | Record<string, { ipv4_address?: string }>;
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } } | null>;
  volumes: Record<string, null>;
}
const text = readFileSync("compose.yaml", "utf8");
const compose = parse(text, { merge: true }) as Compose;
const of = (name: string): Service => compose.services[name] ?? {};
const commandOf = (name: string): string => [of(name).command ?? []].flat().join(" ");
const networksOf = (name: string): string[] => {
  const networks = of(name).networks ?? [];
  return Array.isArray(networks) ? networks : Object.keys(networks);
};
const everyday = Object.entries(compose.services).filter(([, service]) => !service.profiles);
const ROLES = ["door", "web", "worker"] as const;
const STORES = ["mongo", "redis", "redis-sessions"] as const;
/** MB a reading process may hold when it is told to make room, and MB for what a role keeps outside its heap. */
const READER = PROCESS_LIMITS.retireAboveMb + 20;
const BESIDE_HEAP = 400;
const SECRETS: Record<string, string> = {
  LOA_HOST: "loa.example.gov.vn",
  MONGO_PASSWORD: "aa11",
  REDIS_PASSWORD: "bb22",
  REDIS_SESSIONS_PASSWORD: "cc33",
};
/** What compose puts in for `${NAME:?…}`. */
const filled = (value: string): string =>
  value.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, name: string) => SECRETS[name] ?? "");

test("everything comes back by itself and has a limit of memory; together what the file says", () => {
  let sum = 0;
  for (const [name, service] of everyday) {
    expect([name, service.restart]).toEqual([name, "unless-stopped"]);
    const limit = /^(\d+)m$/.exec(service.mem_limit ?? "")?.[1];
    expect([name, Number(limit) > 0]).toEqual([name, true]);
    sum += Number(limit);
  }
  expect(sum).toBeLessThanOrEqual(Number(/add up to (\d+) GB/.exec(text)?.[1]) * 1024 + 128);
});

test("only the proxy is reached from outside; the stores have no way out", () => {
  for (const [name, service] of everyday)
    expect([name, (service.ports ?? []).length > 0]).toEqual([name, name === "proxy"]);
  for (const port of of("simulator").ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(compose.networks["stores"]?.internal).toBe(true);
  for (const store of STORES) expect(networksOf(store)).toEqual(["stores"]);
  expect(networksOf("proxy")).toEqual(["front"]);
});

test("every store asks for a password that must be given, and each has its own", () => {
  const asked = STORES.map((store) => Object.values(of(store).environment ?? {}).find((value) => value.includes(":?")));
  expect(new Set(asked).size).toBe(3);
  for (const value of asked) expect(value).toMatch(/^\$\{\w+_PASSWORD:\?/);
  expect(commandOf("mongo")).toContain("--keyFile");
  for (const store of ["redis", "redis-sessions"])
    expect(commandOf(store)).toContain('--requirepass "$$REDIS_PASSWORD"');
  // no secret stands in the file itself
  expect(text).not.toMatch(/(password|secret|key): *["']?[\w+/=]{8,}["']?$/im);
});

test("the inbox's Redis loses nothing, that of sessions keeps nothing and is bounded", () => {
  // an entry a node: what was worked off leaves memory and the file, and does not wait for its neighbours
  const inbox = [
    "--appendonly yes",
    "--appendfsync always",
    "--stream-node-max-entries 1 ",
    "--maxmemory-policy noeviction",
  ];
  for (const part of inbox) expect(commandOf("redis")).toContain(part);
  expect(of("redis").volumes).toEqual(["redis:/data"]);
  for (const part of ["--appendonly no", "--maxmemory 128mb", "--maxmemory-policy volatile-ttl"])
    expect(commandOf("redis-sessions")).toContain(part);
  expect(of("redis-sessions").volumes).toBeUndefined();
  // what Redis may hold lies well below what its container may
  for (const store of ["redis", "redis-sessions"]) {
    const most = Number(/--maxmemory (\d+)mb/.exec(commandOf(store))?.[1]);
    expect([store, most * 1.4 < Number((of(store).mem_limit ?? "0").replace("m", ""))]).toEqual([store, true]);
  }
});

test.each(ROLES)("role %s: settings the product knows, and such that it starts", (role) => {
  const { environment = {}, command, depends_on } = of(role);
  expect(command).toEqual([role]);
  const settings = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
  const known = [...Object.keys(settingsSchema.shape), "NODE_OPTIONS"];
  expect(Object.keys(settings).filter((name) => !known.includes(name))).toEqual([]);
  const required = {
    ZALO_APP_ID: "1",
    ZALO_APP_SECRET: "x".repeat(8),
    ZALO_OA_SECRET_KEY: "x".repeat(8),
    SECRETS_KEY: Buffer.alloc(32).toString("base64"),
    SESSION_SECRET: "x".repeat(32),
  };
  const read = readSettings({ ...required, ...settings });
  expect(read.PUBLIC_URL).toBe("https://loa.example.gov.vn");
  expect(new URL(read.REDIS_SESSIONS_URL).host).not.toBe(new URL(read.REDIS_URL).host);
  for (const address of [read.REDIS_URL, read.REDIS_SESSIONS_URL, read.MONGODB_URI]) {
    const { hostname, password } = new URL(address.replace("mongodb:", "http:"));
    expect([hostname, hostname in compose.services]).toEqual([hostname, true]);
    expect(password).not.toBe("");
  }
  for (const store of STORES) expect(depends_on?.[store]).toEqual({ condition: "service_healthy" });
  for (const network of ["front", "stores"]) expect(networksOf(role)).toContain(network);
  // the heap leaves room for what lies outside it: the processes which read files count for the same container
  const heap = Number(/=(\d+)$/.exec(settings["NODE_OPTIONS"] ?? "")?.[1]);
  const beside = role === "door" ? heap * 0.25 : read.READ_PROCESSES * READER + BESIDE_HEAP;
  const limit = Number((of(role).mem_limit ?? "0").replace("m", ""));
  expect([role, heap, beside, heap + beside < limit]).toEqual([role, heap, beside, true]);
});

test("the product believes the proxy's address, and that address alone", () => {
  const networks = of("proxy").networks as Record<string, { ipv4_address?: string }>;
  const address = networks["front"]?.ipv4_address ?? "";
  expect(of("web").environment?.["TRUST_PROXY"]).toBe(address);
  const subnet = compose.networks["front"]?.ipam?.config[0]?.subnet ?? "";
  expect(subnet).toBe(`${address.split(".").slice(0, 3).join(".")}.0/24`);
});

test("the proxy is given the file that the tests run, and every name in it", () => {
  expect(of("proxy").volumes).toContain(`./${TEMPLATE}:/etc/nginx/templates/default.conf.template:ro`);
  const names = new Set([...readFileSync(TEMPLATE, "utf8").matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ""));
  const given = of("proxy").environment ?? {};
  expect(Object.keys(given).toSorted()).toEqual([...names].filter((name) => name !== "LOA_…").toSorted());
  for (const name of ["LOA_WEB", "LOA_DOOR"]) {
    const [host = "", port] = (given[name] ?? "").split(":");
    expect(of(host).environment?.["PORT"]).toBe(port);
    expect(networksOf(host)).toContain("front");
  }
});

test("images name a version; every volume that is used is named", () => {
  for (const { image = "" } of Object.values(compose.services))
    if (image !== "loa-so") expect(image).toMatch(/^[a-z]+:\d+(\.\d+)*$/);
  const used = Object.values(compose.services)
    .flatMap((service) => service.volumes ?? [])
    .map((volume) => volume.split(":")[0] ?? "")
    .filter((name) => !name.startsWith("."));
  expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
});

test("the image's health is asked on the port every role has", () => {
  const dockerfile = readFileSync("Dockerfile", "utf8");
  expect(dockerfile).toContain("process.env.INTERNAL_PORT || 3001");
  expect(settingsSchema.shape.INTERNAL_PORT.parse(undefined)).toBe(3001);
  for (const room of ["src", "queues", "webhooks", "simulator", "miniapp", "launcher"])
    expect(dockerfile).toContain(`COPY ${room} ${room}`);
});
