import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import mongoose from "mongoose";
import { putIntoInbox } from "../../queues/inbox.ts";
import { rewriteFiles } from "../../queues/workers/rewrite-files.ts";
import { addFollowers } from "../../src/citizens/citizen.store.ts";
import { CitizenModel } from "../../src/citizens/citizen.model.ts";
import { HandledEventModel, InboundEventModel } from "../../src/citizens/inbound-event.model.ts";
import { putAway } from "../../src/citizens/inbound-event.store.ts";
import { DEMO_DRAFT } from "../../src/cli/demo-draft.ts";
import { logReceived } from "../../src/comments/append-log.ts";
import { findByCode } from "../../src/comments/steer-comment.ts";
import { composeCore, connectMongo, ensureIndexes } from "../../src/compose.ts";
import { composeWeb } from "../../src/compose-web.ts";
import { composeWorker } from "../../src/compose-worker.ts";
import { readSettings } from "../../src/config/settings.ts";
import { startDraft } from "../../src/drafts/prepare-draft.ts";
import { publishDraft } from "../support/publish.ts";
import { days, hours } from "../../src/kernel/clock.ts";
import { startOfDay } from "../../src/kernel/dates.ts";
import { here } from "../../src/outside/perform.ts";
import { insertUnit } from "../../src/units/unit.store.ts";
import { saveConnection } from "../../src/zalo/oa.store.ts";
import { solve } from "../support/proof.ts";
import { eventually } from "../support/world.ts";
import { startFakeZalo } from "./fake-zalo.ts";
import { type Person, planDay, type Step } from "./plan-day.ts";

/**
 * Lives one seeded day in the real product, in this process: door's inbox, workers, web, sweeps, with a clock that the
 * plan moves. Writes who commented what into TRUTH; logs go to standard output, at the chattiest level.
 */
const seed = Number(process.argv[2]);
const OA = "388613280878808645";
// tomorrow: what ends by itself in MongoDB and Redis ends by the machine's clock, and must not end within the plan
const midnight = startOfDay(new Date(Date.now() + days(1))).getTime();
const clock = { at: new Date(midnight + hours(6)), now: () => clock.at };
const zalo = await startFakeZalo();
const settings = readSettings({
  ...process.env,
  ZALO_OPENAPI_URL: zalo.url,
  ZALO_BUSINESS_URL: zalo.url,
  ZALO_OAUTH_URL: zalo.url,
  ZALO_GRAPH_URL: zalo.url,
  // the plan's clock stands still between its steps: a pause for a second bubble would never end
  CHAT_LISTEN_MS: "0",
});
const core = composeCore(settings, "all", clock);
await connectMongo(settings);
await ensureIndexes();

const unit = { _id: "sao-mai", name: "Xã Sao Mai", office: "UBND xã Sao Mai", kind: "commune" as const };
const numbers = { population: 1, households: 1, hamlets: 1, province: "", parents: [], from: new Date(0), to: null };
const contact = { address: "Trụ sở xã", hours: "7:30–17:00", phone: "0900", dutyPhone: "0900" };
await insertUnit({ ...unit, ...numbers, topics: [], contact });
const far = new Date(clock.at.getTime() + days(300));
const sealed = core.box.seal("token");
const pair = { accessToken: sealed, refreshToken: sealed, accessExpiresAt: far, refreshExpiresAt: far };
const oa = { _id: OA, unitCode: "sao-mai", name: "UBND xã Sao Mai", oaType: 2 as const, packageName: "Comprehensive" };
await saveConnection({ ...oa, packageUntil: null, followerCount: 100 } as never, pair, clock.at);
const by = { id: "1", name: "Cán bộ A" };
const upload = { name: "a.txt", bytes: Buffer.from(DEMO_DRAFT.first), note: "" };
const fields = { title: DEMO_DRAFT.title, about: "", campaignId: "", skin: "state" as const, questions: [] };
const draftId = await startDraft({ ...core, outside: here }, "sao-mai", fields, upload, by);
const period = { openAt: new Date(clock.at.getTime() - 1000), closeAt: new Date(clock.at.getTime() + days(30)) };
await publishDraft(core, "sao-mai", draftId, period);

const { people, steps } = planDay(seed, midnight);
await addFollowers(
  OA,
  "sao-mai",
  people.map((one) => one.userId),
  null,
  new Date(clock.at.getTime() - days(40)),
);
for (const { userId, appUserId, name } of people)
  await CitizenModel.updateOne({ oaId: OA, userId }, { $set: { userIdByApp: appUserId, displayName: name } });

const worker = await composeWorker(core);
const web = await composeWeb(core);
const server = createServer((request, response) => {
  if (!web.door(request, response)) web.app(request, response);
});
// longer than a busy machine lets a kept connection wait
server.keepAliveTimeout = 65_000;
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const api = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/api/v1`;

async function ask(person: Person, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": person.ip, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, never>;
}

/** Three hundred events a day: looked for more often than a test would. */
async function soon(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("an event was not handled within a minute");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

let told = 0;
/** As the door would hold it: sealed, in the residents' line. Comes back when it is handled and answered. */
async function tell(person: Person, name: string, text?: string): Promise<void> {
  told += 1;
  const event = {
    event_name: name,
    app_id: settings.ZALO_APP_ID,
    user_id_by_app: person.appUserId,
    sender: { id: person.userId },
    recipient: { id: OA },
    timestamp: String(clock.at.getTime()),
    ...(text === undefined ? {} : { message: { text, msg_id: `${randomInt(2 ** 40).toString(16)}-${told}` } }),
  };
  await putIntoInbox(core.redis, core.prefix, "residents", core.box.seal(JSON.stringify(event)), clock.at.getTime());
  await soon(
    async () =>
      (await InboundEventModel.countDocuments({ state: "handled" })) + (await HandledEventModel.countDocuments()) >=
      told,
  );
}

const sessions = new Map<Person, string>();
/** in the order in which the comments came */
const codes = new Map<Person, string>();
const cameAt = new Map<Person, number>();
const keep = (person: Person, code: string): void => {
  if (!code.startsWith("SM-"))
    throw new Error(
      `${person.way}: no code; told ${zalo.textsTo(person.userId)}; planned ${JSON.stringify(steps.filter((one) => one.person === person))}`,
    );
  codes.set(person, code);
  cameAt.set(person, clock.at.getTime());
};
const keyOf = (): string =>
  Array.from({ length: 4 }, () => randomInt(2 ** 40).toString(36))
    .join("-")
    .padEnd(20, "x");
async function comment(person: Person, text: string): Promise<void> {
  const body = { position: "", stance: "gop-y", text, reason: "", key: keyOf(), consent: true };
  const session = sessions.get(person);
  const proof = session ? undefined : await solve((await ask(person, "/challenge")) as never);
  const path = `/drafts/${draftId}/comments`;
  const answer = await ask(person, path, { ...body, proof }, session ? { "x-session": session } : {});
  keep(person, String(answer["code"]));
}

/** Presses a button as soon as it is shown. */
async function press(person: Person, title: string): Promise<void> {
  await soon(() => Promise.resolve(zalo.buttonOf(person.userId, title) !== ""));
  await tell(person, "user_send_text", zalo.buttonOf(person.userId, title));
}

const DEEDS: Readonly<Record<Step["what"], (step: Step) => Promise<void>>> = {
  say: ({ person, text }) => tell(person, "user_send_text", text.replace("#CODE", codes.get(person) ?? "chưa có")),
  look: ({ person }) => tell(person, "user_click_chatnow"),
  async visit({ person }) {
    const answer = await ask(
      person,
      "/session",
      {},
      { authorization: `Bearer ${person.appUserId}:${encodeURIComponent(person.name)}` },
    );
    sessions.set(person, String(answer["session"]));
    await ask(person, "/me", undefined, { "x-session": String(answer["session"]) });
  },
  comment: ({ person, text }) => comment(person, text),
  open: ({ person, text }) => tell(person, "user_send_text", text),
  place: ({ person, text }) => tell(person, "user_send_text", text),
  words: ({ person, text }) => tell(person, "user_send_text", text),
  stance: ({ person, text }) => press(person, text),
  async yes({ person, text }) {
    await press(person, text);
    // handled is not yet told: on a busy machine the reply follows a little later
    await soon(() => Promise.resolve(zalo.codeOf(person.userId) !== "")).catch(() => undefined);
    keep(person, zalo.codeOf(person.userId));
  },
};

let swept = clock.at.getTime();
/** What the sweep does every second, as often as the plan's clock needs it. */
async function sweepUntil(at: number): Promise<void> {
  for (; swept + hours(1) <= at; swept += hours(1)) {
    clock.at = new Date(swept + hours(1));
    await logReceived({ clock });
    await putAway(clock.at);
  }
}
for (const step of steps) {
  await sweepUntil(step.at);
  clock.at = new Date(step.at);
  await DEEDS[step.what](step);
  // the sweep's own timers run on the machine's clock, a little behind
  await logReceived({ clock });
}
// the night is over: what was handled is an hour old
await sweepUntil(clock.at.getTime() + hours(2));
await worker.close();
await rewriteFiles({ ...core, noteFinding: () => Promise.resolve() });
await eventually(
  "the rewrite",
  () => core.redis.info("persistence"),
  (facts) => /aof_rewrite_in_progress:0/.test(facts) && /aof_rewrite_scheduled:0/.test(facts),
);
const truth = [];
for (const [person, code] of codes)
  truth.push({
    id: String((await findByCode(code))._id),
    userId: person.userId,
    way: person.way,
    at: cameAt.get(person),
  });
writeFileSync(String(process.env["TRUTH"]), JSON.stringify(truth));
web.close();
server.close();
zalo.close();
await core.producer.close();
core.redis.disconnect();
await mongoose.disconnect();
process.exit(0);
