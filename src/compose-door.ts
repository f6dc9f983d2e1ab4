import { connectProducer } from "../queues/connection.ts";
import { noteDoorTrouble, putIntoInbox } from "../queues/inbox.ts";
import { createDoor } from "../webhooks/door.ts";
import type { Core } from "./compose.ts";

/** Zalo's own deliveries are signed; what comes without a signature is not from Zalo. */
const GOOD = new Set(["accepted", "probe", "method", "no signature"]);
/** Zalo waits two seconds for a 200 (zalo/webhook.md §2). */
const ZALO_PATIENCE_S = 1.8;

/** The door, alone or in front of the web role. It seals what it takes before Redis sees it. */
export function composeDoor(core: Core) {
  const { settings, metrics, prefix } = core;
  const redis = connectProducer(settings.REDIS_URL);
  // from its start on: what came before found no door
  let troubled = true;
  const tell = async (): Promise<void> => {
    if (!troubled) return;
    troubled = false;
    await noteDoorTrouble(redis, prefix, core.clock.now()).catch(() => {
      troubled = true;
    });
  };
  const door = createDoor({
    settings: {
      appId: settings.ZALO_APP_ID,
      oaSecretKey: settings.ZALO_OA_SECRET_KEY,
      miniAppId: settings.ZALO_MINIAPP_ID,
      miniAppApiKey: settings.ZALO_MINIAPP_API_KEY,
    },
    async put(line, body, receivedAt) {
      await tell();
      await putIntoInbox(redis, prefix, line, core.box.seal(body), receivedAt);
    },
    clock: core.clock,
    log: core.log,
    observe(outcome, seconds) {
      metrics.door.observe({ outcome }, seconds);
      if (GOOD.has(outcome) && seconds < ZALO_PATIENCE_S) return;
      troubled = true;
      void tell();
    },
  });
  return {
    door,
    isReady: () =>
      redis.ping().then(
        () => true,
        () => false,
      ),
    close: () => redis.disconnect(),
  };
}
