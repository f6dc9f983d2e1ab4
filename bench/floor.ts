import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { Redis } from "ioredis";

/** The floor of the door: bare node:http, the same hash, one durable write to Redis, 200. */
const redis = new Redis(process.env["REDIS_URL"] ?? "");
const [appId, secret] = [process.env["ZALO_APP_ID"] ?? "", process.env["ZALO_OA_SECRET_KEY"] ?? ""];
createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts);
    const { timestamp } = JSON.parse(body.toString()) as { timestamp: string };
    const mac = createHash("sha256").update(appId).update(body).update(timestamp).update(secret).digest();
    const told = Buffer.from(String(request.headers["x-zevent-signature"]).slice(4), "hex");
    if (!timingSafeEqual(mac, told)) return void response.writeHead(401).end();
    void redis.xadd("floor", "*", "b", body).then(() => response.writeHead(200).end("ok"));
  });
}).listen(Number(process.env["PORT"]));
