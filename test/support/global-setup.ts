import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startMongo, startRedis } from "../../launcher/services.ts";

/** Nobody cuts the power of a test: what ends a process here, SIGKILL too, loses no write that was acknowledged. */
const UNSYNCED = { syncs: false };

/** One Redis and one MongoDB engine for the whole run; every file has a database and a key prefix of its own. */
export default async function setUp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "loa-test-"));
  const redis = await startRedis(folder, await freePort());
  const mongo = await startMongo(folder, await freePort(), "test", undefined, UNSYNCED);
  process.env["TEST_FOLDER"] = folder;
  process.env["TEST_REDIS_URL"] = redis.url;
  process.env["TEST_MONGO_URL"] = mongo.url;
  process.stderr.write(`database engine of this run: ${mongo.engine}\n`);
  (globalThis as { services?: unknown }).services = [redis, mongo];
}
