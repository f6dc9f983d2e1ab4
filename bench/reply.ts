import { userNumber, World } from "../test/support/world.ts";
import { percentile, say } from "./support.ts";

const DELAY = 20;

/** Event → reply accepted by the simulator, less the simulator's own delay. One message every 40 ms from 200 people. */
export async function benchReply(): Promise<void> {
  const world = await World.start({
    residents: 200,
    settings: { ZALO_LIMITS: "off" },
    simulator: { SIM_API_DELAY_MS: String(DELAY), SIM_LIMITS: "off", SIM_ECHO: "off", SIM_RECEIPTS: "off" },
  });
  // the processes are warm when the first dozen people have their answers
  for (let n = 0; n < 12; n += 1) await world.say(userNumber(n), "giờ làm việc");
  while (((await world.counters())["accepted"] ?? 0) < 12) await new Promise((resolve) => setTimeout(resolve, 100));
  const started = new Map<string, number>();
  for (let n = 12; n < 200; n += 1) {
    started.set(userNumber(n), Date.now());
    await world.say(userNumber(n), "giờ làm việc");
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const deadline = Date.now() + 30_000;
  let sent: { userId: string; at: number }[] = [];
  while (sent.length < 200 && Date.now() < deadline) {
    sent = ((await world.sim("outbox?last=500")) as { messages: { userId: string; at: number }[] }).messages;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const times = sent

    .filter((row) => started.has(row.userId))
    .map((row) => row.at - (started.get(row.userId) ?? 0) - DELAY)
    .toSorted((a, b) => a - b);
  say(
    `event to reply over the simulator's ${DELAY} ms, p50 / p99`,
    `${percentile(times, 0.5)} / ${percentile(times, 0.99)} ms, ${sent.length} of 200 answered`,
  );
  await world.stop();
}
