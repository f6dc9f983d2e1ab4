import mongoose from "mongoose";
import { composeCore, type Core, ensureIndexes } from "../../../src/compose.ts";
import { readSettings } from "../../../src/config/settings.ts";
import { DEFAULT_TOPICS } from "../../../src/units/unit.model.ts";
import { saveUnits } from "../../../src/units/unit.store.ts";
import { testEnvironment } from "../settings.ts";
import { startWriteCutter, type WriteCutter } from "../write-cutter.ts";
import { Cast, type Scenarios } from "./scenario.ts";
import { scenariosOf } from "./scenarios.ts";

const START = new Date("2026-11-16T08:00:00+07:00");
/** A cut ends the deed at once: the driver does not try a second time behind its back, nor wait long for what is gone. */
const PATIENCE = { serverSelectionTimeoutMS: 500, minHeartbeatFrequencyMS: 20, retryWrites: false, retryReads: false };

/** The product on a database whose way can be cut, and everything a decision can be made about. */
export interface Stage {
  core: Core;
  cast: Cast;
  scenarios: Scenarios;
  cutter: WriteCutter;
  /** for a process of its own on the same database, past the cutter */
  environment: Record<string, string>;
  /** the database answers again after a cut */
  back(): Promise<void>;
  close(): Promise<void>;
}

/** Nothing is cut yet: a busy machine may take longer than a deed is given later. */
async function firstAnswer(uri: string): Promise<void> {
  for (let n = 0; ; n += 1)
    try {
      await mongoose.connect(uri, PATIENCE);
      return;
    } catch (error) {
      if (n > 60) throw error;
      await mongoose.disconnect();
    }
}

/** Connects through a cutter to the database that the environment names. */
export async function connectThroughCutter(environment: Record<string, string>): Promise<[Core, WriteCutter]> {
  const settings = readSettings(environment);
  const uri = new URL(settings.MONGODB_URI);
  const cutter = await startWriteCutter(Number(uri.port));
  uri.port = String(cutter.port);
  for (const name of ["bufferCommands", "autoIndex", "autoCreate"] as const) mongoose.set(name, false);
  await firstAnswer(uri.href);
  return [composeCore(settings, "test"), cutter];
}

async function back(cutter: WriteCutter): Promise<void> {
  cutter.heal();
  for (let n = 0; ; n += 1)
    try {
      await mongoose.connection.db?.admin().ping();
      return;
    } catch (error) {
      if (n > 60) throw error;
    }
}

export async function openStage(): Promise<Stage> {
  const environment = testEnvironment();
  const [core, cutter] = await connectThroughCutter(environment);
  await ensureIndexes();
  const cast = new Cast(core, START);
  const unit = { province: "Tỉnh Hồng Sao", from: START, to: null, population: 1, households: 1, hamlets: 1 };
  const contact = { address: "", hours: "", phone: "", dutyPhone: "" };
  const name = { _id: "sao-mai", name: "Xã Sao Mai", office: "UBND xã Sao Mai", kind: "commune" as const };
  await saveUnits([{ ...unit, ...name, parents: [], topics: DEFAULT_TOPICS, contact }]);
  await cast.enter();
  return {
    core,
    cast,
    scenarios: scenariosOf(cast),
    cutter,
    environment,
    back: () => back(cutter),
    async close() {
      cutter.heal();
      await core.producer.close();
      core.redis.disconnect();
      await mongoose.connection.dropDatabase();
      await mongoose.disconnect();
      await cutter.close();
    },
  };
}
