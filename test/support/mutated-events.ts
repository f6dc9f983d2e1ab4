import { createHash } from "node:crypto";
import fc from "fast-check";
import { OA, userNumber } from "./world.ts";

export const APP = "360846524940903967";

export const sign = (body: Buffer, stamp: string): string =>
  `mac=${createHash("sha256").update(APP).update(body).update(stamp).update("OA_SECRET_TEST_KEY").digest("hex")}`;

/** Values that real payloads never hold, and some they do. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 1e17, "", "x", [], {}, [[]], "\u0000", "𐍈", { id: {} }, ["m"]),
  fc.constantFrom<unknown>({ $gt: "" }, "__proto__", "constructor", "a".repeat(3000), "\ud800", [null], { id: null }),
  fc.jsonValue({ maxDepth: 4 }),
);
const maybeStrange = (usual: unknown): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: strange });

const names = [
  "user_send_text",
  "follow",
  "user_seen_message",
  "oa_send_text",
  "oa_send_list",
  "user_withdraw",
  "nonsense",
];

/** An event of Zalo's in which any part may be missing or something else; its timestamp is a text, so that it is known what was signed. */
const event = fc
  .record(
    {
      app_id: fc.constant(APP),
      event_name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: strange }),
      sender: maybeStrange({ id: userNumber(1) }),
      recipient: maybeStrange({ id: OA }),
      message: fc.oneof(
        fc.record(
          {
            msg_id: maybeStrange("fuzz"),
            msg_ids: maybeStrange(["a", "b"]),
            text: maybeStrange("ậ thôn"),
            attachments: maybeStrange([{ type: "image", payload: { url: "x" } }]),
          },
          { requiredKeys: [] },
        ),
        strange,
      ),
      follower: maybeStrange({ id: userNumber(2) }),
      oa_id: maybeStrange(OA),
      user_id_by_app: maybeStrange("552177279717587730"),
      info: strange,
      more: strange,
    },
    { requiredKeys: [] },
  )
  .chain((fields) => fc.nat(2 ** 31).map((n) => ({ ...fields, timestamp: String(Date.now() - (n % 86_400_000)) })));

export interface Signed {
  body: Buffer;
  headers: Record<string, string>;
}

/** A signed delivery: as it is, with broken bytes behind the timestamp, cut off, nested deep, or no object at all. */
export const signedDelivery: fc.Arbitrary<Signed> = fc
  .tuple(
    event,
    fc.constantFrom("whole", "whole", "whole", "broken", "cut", "deep", "other"),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom("mac=", "mac = ", ""),
    strange,
  )
  .map(([fields, way, noise, prefix, other]) => {
    const { timestamp, ...rest } = fields;
    const whole = JSON.stringify({ timestamp, ...rest });
    const bodies: Record<string, () => Buffer> = {
      whole: () => Buffer.from(whole),
      broken: () => Buffer.concat([Buffer.from(whole.slice(0, -1)), Buffer.from(noise)]),
      cut: () => Buffer.from(whole.slice(0, 30 + (noise.length % Math.max(1, whole.length - 30)))),
      deep: () => Buffer.from(`{"timestamp":"${timestamp}","a":${"[".repeat(3000)}${"]".repeat(3000)}}`),
      other: () => Buffer.from(JSON.stringify(other) ?? ""),
    };
    const body = (bodies[way] ?? (() => Buffer.from(whole)))();
    const signature = sign(body, timestamp).replace("mac=", prefix);
    return { body, headers: { "X-ZEvent-Signature": signature, "X-ZEvent-Timestamp": timestamp } };
  });
