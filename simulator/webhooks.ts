import { createHash } from "node:crypto";
import { Agent, request } from "node:http";
import type { SimState, SimOa, Resident } from "./state.ts";

/** Zalo's waits between tries: +30 s, 5, 15, 30 and 60 minutes (webhook sheet §2). */
const RETRY_SECONDS = [30, 300, 900, 1800, 3600];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export type EventBody = Record<string, unknown> & { event_name: string };

/** Posts signed events, one each, with Zalo's time-out, retries and disabling. The signing is the simulator's own. */
export class WebhookSender {
  private readonly waiting: { bytes: Buffer; signature: string; tries: number }[] = [];
  private running = 0;
  private readonly state: SimState;

  constructor(state: SimState) {
    this.state = state;
  }

  /** Puts an event on its way; `mode` makes a bad one on purpose. */
  emit(event: EventBody, mode: "" | "wrong-secret" | "tampered" = ""): void {
    const { settings, webhook } = this.state;
    if (!webhook.url) return;
    const stamp = String(event["timestamp"] ?? this.state.now());
    const body: Record<string, unknown> = {
      ...event,
      app_id: settings.SIM_APP_ID,
      timestamp: settings.SIM_TIMESTAMP === "number" ? Number(stamp) : stamp,
    };
    if (settings.SIM_USER_ID_BY_APP === "off") delete body["user_id_by_app"];
    const bytes = Buffer.from(JSON.stringify(body), "utf8");
    const secret = mode === "wrong-secret" ? "WRONG" : settings.SIM_OA_SECRET_KEY;
    const signature = `mac=${createHash("sha256")
      .update(Buffer.concat([Buffer.from(settings.SIM_APP_ID), bytes, Buffer.from(stamp + secret)]))
      .digest("hex")}`;
    const sent = mode === "tampered" ? Buffer.from(bytes.toString("utf8").replace("{", "{ ")) : bytes;
    this.push({ bytes: sent, signature, tries: 0 });
  }

  /** The console's probe: unsigned `{}`; the address is kept only on 200. */
  async register(url: string): Promise<boolean> {
    const status = await post(url, Buffer.from("{}"), {}, this.state.settings.SIM_WEBHOOK_TIMEOUT_MS);
    if (status !== 200) return false;
    this.state.webhook.url = url;
    this.state.webhook.disabled = false;
    return true;
  }

  private push(delivery: { bytes: Buffer; signature: string; tries: number }): void {
    this.state.webhook.pending += 1;
    this.waiting.push(delivery);
    this.pump();
  }

  private pump(): void {
    while (this.running < this.state.settings.SIM_WEBHOOK_PARALLEL) {
      const delivery = this.waiting.shift();
      if (!delivery) return;
      this.running += 1;
      void this.deliver(delivery).finally(() => {
        this.running -= 1;
        this.pump();
      });
    }
  }

  private async deliver(delivery: { bytes: Buffer; signature: string; tries: number }): Promise<void> {
    const { webhook, settings } = this.state;
    webhook.pending -= 1;
    if (webhook.disabled || !webhook.url) return;
    const headers: Record<string, string> = { "X-ZEvent-Signature": delivery.signature };
    if (delivery.tries > 0) headers["num_retry"] = String(delivery.tries);
    const status = await post(webhook.url, delivery.bytes, headers, settings.SIM_WEBHOOK_TIMEOUT_MS);
    this.state.count(`webhook-${status}`);
    if (status === 200) {
      webhook.delivered += 1;
      return;
    }
    const wait = RETRY_SECONDS[delivery.tries];
    if (wait === undefined) {
      webhook.failed += 1;
      webhook.disabled = true;
      return;
    }
    webhook.retried += 1;
    webhook.pending += 1;
    setTimeout(
      () => {
        webhook.pending -= 1;
        this.push({ ...delivery, tries: delivery.tries + 1 });
      },
      wait * 1000 * settings.SIM_RETRY_SCALE,
    );
  }
}

function post(url: string, bytes: Buffer, headers: Record<string, string>, timeoutMs: number): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      {
        method: "POST",
        agent,
        headers: { "Content-Type": "application/json", "Content-Length": bytes.length, ...headers },
      },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
        answer.on("error", () => resolve(0));
      },
    );
    const timer = setTimeout(() => outgoing.destroy(new Error("timeout")), timeoutMs);
    outgoing.on("error", () => resolve(0));
    outgoing.on("close", () => clearTimeout(timer));
    outgoing.end(bytes);
  });
}

/** Events as Zalo shapes them (webhook sheet §4). */
export const userEvent = (
  oa: SimOa,
  resident: Resident,
  name: string,
  message: Record<string, unknown>,
  at: number,
): EventBody => ({
  event_name: name,
  sender: { id: resident.id },
  recipient: { id: oa.id },
  user_id_by_app: resident.byApp,
  message,
  timestamp: String(at),
});
export const oaEvent = (
  oa: SimOa,
  resident: Resident,
  name: string,
  message: Record<string, unknown>,
  at: number,
  adminId = "",
): EventBody => ({
  event_name: name,
  sender: adminId ? { id: oa.id, admin_id: adminId } : { id: oa.id },
  recipient: { id: resident.id },
  user_id_by_app: resident.byApp,
  message,
  timestamp: String(at),
});
export const followEvent = (oa: SimOa, resident: Resident, follows: boolean, at: number): EventBody => ({
  event_name: follows ? "follow" : "unfollow",
  oa_id: oa.id,
  follower: { id: resident.id },
  user_id_by_app: resident.byApp,
  ...(follows ? { source: "oa_profile" } : {}),
  timestamp: String(at),
});
