import { MessageModel, type OutState } from "../../src/chatbot/conversation.model.ts";
import { EVERYBODY } from "../../src/citizens/audience.ts";
import { LedgerModel } from "../../src/broadcasts/ledger.model.ts";
import { type CuttingProxy, startCuttingProxy } from "../support/cutting-proxy.ts";
import { stopChild } from "../../launcher/services.ts";
import { ended, knowFollowers, send } from "../support/send.ts";
import { eventually, userNumber, World } from "../support/world.ts";

/** `make soak` asks for 1,000. */
const PEOPLE = Number(process.env["RACES"] ?? 80);
const LATER = 20;
let world: World;
let proxy: CuttingProxy;
beforeAll(async () => {
  world = await World.start({
    residents: PEOPLE + LATER,
    workers: 0,
    settings: { ZALO_LIMITS: "off", STOP_AFTER_FAILED: "100000", SWEEP_MS: "500", ZALO_TIMEOUT_MS: "3000" },
    simulator: { SIM_LIMITS: "off" },
  });
  // of ten calls three are cut as they are written and three as they are answered
  const fates = ["pass", "before", "after", "pass", "before", "after", "pass", "before", "after", "pass"] as const;
  proxy = await startCuttingProxy(world.simUrl, (n) => fates[n % fates.length] ?? "pass");
  world.addWorker({ ZALO_OPENAPI_URL: proxy.url });
});
afterAll(async () => {
  await world.stop();
  await proxy.close();
});

/** Somebody else is answered meanwhile, so that later echoes come. */
let others = 0;
const saySomethingLater = () => world.say(userNumber(PEOPLE + (others++ % LATER)), "tin xã");

test("a connection closed at the moment of writing: every resident is answered, and nobody twice", async () => {
  for (let n = 0; n < PEOPLE; n += 1) await world.say(userNumber(n), "giờ làm việc");
  await eventually(
    "every call was made once",
    () => MessageModel.countDocuments({ author: "bot", state: { $in: ["accepted", "received", "seen", "unknown"] } }),
    (n) => n >= PEOPLE,
    240_000,
  );
  expect(proxy.cut.before).toBeGreaterThan(PEOPLE / 20);
  expect(proxy.cut.after).toBeGreaterThan(PEOPLE / 20);
  // only now the waiting is over: a reply that is said again is not cut a second time
  proxy.behave();
  const worker = world.workers.shift();
  if (worker) await stopChild(worker);
  world.addWorker({ ZALO_OPENAPI_URL: proxy.url, ECHO_PATIENCE_MS: "2000" });
  await eventually(
    "nobody in doubt",
    async () => {
      await saySomethingLater();
      const userId = { $gte: userNumber(0), $lt: userNumber(PEOPLE) };
      const state = { $in: ["accepted", "received", "seen"] as OutState[] };
      return PEOPLE - (await MessageModel.countDocuments({ author: "bot", userId, state }));
    },
    (n) => n === 0,
    240_000,
  );
  const accepted = await world.accepted();
  const twice = Object.entries(accepted).filter(([user, n]) => n !== 1 && Number(BigInt(user) - FIRST) < PEOPLE);
  expect(twice).toEqual([]);
  for (let n = 0; n < PEOPLE; n += 1) expect([n, accepted[userNumber(n)]]).toEqual([n, 1]);
  const again = await MessageModel.countDocuments({ saidAgain: true });
  expect(again).toBeGreaterThan(PEOPLE / 20);
  process.stderr.write(
    `    ${PEOPLE} replies: ${again} were cut before they got through and said again; nobody twice, nobody silent\n`,
  );
}, 600_000);
const FIRST = BigInt(userNumber(0));

const TITLE = "Lịch họp thôn";
test("a broadcast's row in doubt is accepted by its echo and never said again", async () => {
  await knowFollowers(0, PEOPLE);
  const fates = ["pass", "pass", "after", "pass", "before"] as const;
  const harsh = await startCuttingProxy(world.simUrl, (n) => fates[n % fates.length] ?? "pass");
  const worker = world.workers.shift();
  if (worker) await stopChild(worker);
  world.addWorker({ ZALO_OPENAPI_URL: harsh.url });
  const id = await send(world, EVERYBODY, TITLE);
  const done = await ended(id);
  // by its words: people of the first test may still be answered what they wrote there
  const went = async (): Promise<number> => {
    const { messages } = (await world.sim("outbox?last=50000")) as { messages: { userId: string; text: string }[] };
    const told = messages.filter(({ text }) => text.startsWith(TITLE)).map(({ userId }) => userId);
    expect(told.filter((one, n) => told.indexOf(one) !== n)).toEqual([]);
    return told.length;
  };
  await eventually(
    "what is left in doubt is what did not go out",
    async () => (await LedgerModel.countDocuments({ s: "unknown" })) + (await went()),
    (n) => n === done.total,
  );
  expect(done.total).toBeGreaterThanOrEqual(PEOPLE);
  expect(harsh.cut.after).toBeGreaterThan(5);
  await harsh.close();
}, 600_000);
