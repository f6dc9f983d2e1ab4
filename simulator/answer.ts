import type { Call } from "./http.ts";
import type { SimState, SimOa } from "./state.ts";
import type { WebhookSender } from "./webhooks.ts";

export type Answer = Record<string, unknown> | "gone";

export interface Inner {
  state: SimState;
  sender: WebhookSender;
  oa: SimOa;
  call: Call;
  body: Record<string, unknown>;
  data: Record<string, unknown>;
}
