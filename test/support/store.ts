import mongoose from "mongoose";
import { connectMongo, ensureIndexes } from "../../src/compose.ts";
import type { Settings } from "../../src/config/settings.ts";
import { testSettings } from "./settings.ts";

/** Real MongoDB for one file of tests: a database of its own with every index, gone afterwards. */
export function openStore(settings: Settings = testSettings()): void {
  beforeAll(async () => {
    await connectMongo(settings);
    await ensureIndexes();
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });
}
