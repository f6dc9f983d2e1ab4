import { connectProducer } from "../queues/connection.ts";
import { putIntoInbox } from "../queues/inbox.ts";
import { createDoor } from "../webhooks/door.ts";
import type { Core } from "./compose.ts";

/** The door, alone or in front of the web role. It seals what it takes before Redis sees it. */
export function composeDoor(core: Core) {
  const { settings, metrics, prefix } = core;
  const redis = connectProducer(settings.REDIS_URL);
  const door = createDoor({
    settings: {
      appId: settings.ZALO_APP_ID,
      oaSecretKey: settings.ZALO_OA_SECRET_KEY,
      miniAppId: settings.ZALO_MINIAPP_ID,
      miniAppApiKey: settings.ZALO_MINIAPP_API_KEY,
    },
    put: (line, body, receivedAt) => putIntoInbox(redis, prefix, line, core.box.seal(body), receivedAt),
    log: core.log,
    observe: (outcome, seconds) => metrics.door.observe({ outcome }, seconds),
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
