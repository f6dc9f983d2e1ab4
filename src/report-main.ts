import { pipeline } from "node:stream/promises";
import { text } from "node:stream/consumers";
import mongoose from "mongoose";
import { createCommentBox } from "./comments/seal-box.ts";
import { connectMongo } from "./connect-mongo.ts";
import { systemClock } from "./kernel/clock.ts";
import { boundItself } from "./outside/bound-itself.ts";
import { packReport } from "./reports/pack-report.ts";
import { reportOrder } from "./reports/report-order.ts";

/**
 * A process that writes one report to its standard output and ends: a hundred thousand comments are read, opened,
 * written and packed here and not beside the people who wait for pages. Bounded like every such process.
 */
const order = reportOrder.parse(JSON.parse(await text(process.stdin)));
await connectMongo(order);
boundItself({ roomMb: 512, lifeSeconds: 600 });
const deps = { clock: systemClock, comments: createCommentBox(order.SECRETS_KEY), publicUrl: order.PUBLIC_URL };
const { sealed, ...wish } = order.wish;
await pipeline(await packReport(deps, sealed ? { ...wish, sealed } : wish), process.stdout);
await mongoose.disconnect();
