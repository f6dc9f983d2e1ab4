import { z } from "zod";

/** What a phone at a door and the server say to each other; the phone reads an answer by the same shapes. */
export const doorKey = z.string().regex(/^[0-9a-f]{64}$/);
export const phoneEvent = z.object({
  id: z.string().regex(/^[\w-]{8,60}$/),
  ticket: z.string().regex(/^[0-9a-f]{16}$/),
  /** ms by the phone's clock */
  at: z.number().int().min(0).max(8e15),
});
export type PhoneEvent = z.infer<typeof phoneEvent>;
const doorPack = z.object({
  classId: z.string(),
  title: z.string(),
  door: z.string(),
  /** eight hex digits by which a ticket of another class is told */
  tag: z.string(),
  /** what proves a ticket, SPKI in base64; nothing here makes one */
  open: z.string(),
  roster: z.array(z.object({ ticket: z.string(), name: z.string(), unit: z.string() })),
  revoked: z.array(z.object({ ticket: z.string(), at: z.string() })),
  entered: z.array(z.object({ ticket: z.string(), at: z.string(), door: z.string() })),
});
export type DoorPack = z.infer<typeof doorPack>;

/** in: counted; waits: for a person; unknown: no ticket of this class, not kept. */
const namedEvent = z.object({ id: z.string(), as: z.enum(["in", "waits", "unknown"]) });
export const doorAnswer = z.object({
  /** open: let in; closed: the report is fixed; revoked: this phone is no door any more */
  state: z.enum(["open", "closed", "revoked"]),
  /** by the server's clock, ms */
  now: z.number(),
  /** events the server has: only these leave the phone */
  named: z.array(namedEvent),
  /** null: what the phone has is the newest */
  pack: doorPack.nullable(),
  version: z.string(),
  /** ms by the server's clock: the roster leaves the phone then, whatever happened */
  until: z.number(),
});
export type DoorAnswer = z.infer<typeof doorAnswer>;
