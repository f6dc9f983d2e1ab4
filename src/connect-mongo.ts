import mongoose from "mongoose";
import type { Settings } from "./config/settings.ts";

/** MongoDB, waiting for it at the start; later queries fail soon when it is away, so that jobs are tried again. */
export async function connectMongo(settings: Pick<Settings, "MONGODB_URI">): Promise<void> {
  mongoose.set("bufferCommands", false);
  mongoose.set("autoIndex", false);
  mongoose.set("autoCreate", false);
  await mongoose.connect(settings.MONGODB_URI, {
    serverSelectionTimeoutMS: 5000,
    socketTimeoutMS: 60_000,
    maxPoolSize: 50,
  });
}
