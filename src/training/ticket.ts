/**
 * A ticket's words, the same on a phone and here: no store, no library of Node. A QR code of version 6 carries 15 bytes
 * and their Ed25519 signature in base45.
 */
const PREFIX = "LOA1:";
const PAYLOAD_BYTES = 15;
const SIGNATURE_BYTES = 64;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** RFC 9285: two bytes become three letters of a QR code's alphanumeric mode. */
export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const two = at + 1 < bytes.length;
    let rest = two ? (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0) : (bytes[at] ?? 0);
    for (let n = 0; n < (two ? 3 : 2); n += 1) {
      text += ALPHABET.charAt(rest % 45);
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** undefined for what no base45 is. */
export function fromBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (letter) => ALPHABET.indexOf(letter));
    if (digits.includes(-1)) return undefined;
    const value = digits.reduce((sum, digit, n) => sum + digit * 45 ** n, 0);
    if (value > (digits.length === 3 ? 65_535 : 255)) return undefined;
    if (digits.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

export interface Ticket {
  /** eight hex digits of the class */
  class: string;
  /** sixteen hex digits, another for each nominee */
  id: string;
}
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text: string): number[] => (text.match(/../g) ?? []).map((two) => Number.parseInt(two, 16));

/** Version, class, ticket, two bytes in reserve. */
export const payloadOf = (ticket: Ticket): Uint8Array =>
  Uint8Array.from([1, ...fromHex(ticket.class), ...fromHex(ticket.id), 0, 0]);

export const writeTicket = (ticket: Ticket, signature: Uint8Array): string =>
  PREFIX + toBase45(Uint8Array.from([...payloadOf(ticket), ...signature]));

export interface ReadTicket extends Ticket {
  payload: Uint8Array;
  signature: Uint8Array;
}
/** What a code says of itself, nothing proven; undefined for what no ticket of ours looks like. */
function readTicket(text: string): ReadTicket | undefined {
  const tidy = text.trim().toUpperCase();
  const bytes = tidy.startsWith(PREFIX) ? fromBase45(tidy.slice(PREFIX.length)) : undefined;
  if (bytes?.length !== PAYLOAD_BYTES + SIGNATURE_BYTES || bytes[0] !== 1) return undefined;
  const payload = bytes.slice(0, PAYLOAD_BYTES);
  return {
    class: hex(payload.slice(1, 5)),
    id: hex(payload.slice(5, 13)),
    payload,
    signature: bytes.slice(PAYLOAD_BYTES),
  };
}

/** What the door knows, with or without a network. */
export interface DoorFacts {
  class: string;
  /** ticket → when it was replaced */
  revoked: ReadonlyMap<string, Date>;
  /** ticket → when and at which door it came in */
  entered: ReadonlyMap<string, { at: Date; door: string }>;
  /** ticket → whose it is */
  roster: ReadonlyMap<string, { name: string; unit: string }>;
  verify(payload: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
}
export type Sentence =
  | { kind: "forged" }
  | { kind: "other-class"; class: string }
  | { kind: "revoked"; at: Date | undefined }
  | { kind: "already-in"; at: Date; door: string }
  | { kind: "welcome"; ticket: string; name: string; unit: string };

/** What is printed for a hand to type where no camera reads: the ticket's own digits. A guess among 2^64 finds none. */
export const typedCode = (id: string): string => id.toUpperCase().replace(/(.{4})(?!$)/g, "$1-");
const readTyped = (text: string): string | undefined =>
  /^[0-9a-f]{16}$/.exec(text.replace(/[\s\-–.]/g, "").toLowerCase())?.[0];

/** The ticket a code proves, or one this door knows by its typed digits; undefined for neither. */
async function provenTicket(text: string, door: DoorFacts): Promise<Ticket | undefined> {
  const typed = readTyped(text);
  if (typed !== undefined)
    return door.roster.has(typed) || door.revoked.has(typed) ? { class: door.class, id: typed } : undefined;
  const ticket = readTicket(text);
  return ticket && (await door.verify(ticket.payload, ticket.signature)) ? ticket : undefined;
}

/** One sentence for a ticket, asked in this order and no other: forged → other class → revoked → already in → welcome. */
export async function judgeTicket(text: string, door: DoorFacts): Promise<Sentence> {
  const ticket = await provenTicket(text, door);
  if (!ticket) return { kind: "forged" };
  if (ticket.class !== door.class) return { kind: "other-class", class: ticket.class };
  const known = door.roster.get(ticket.id);
  if (door.revoked.has(ticket.id) || !known) return { kind: "revoked", at: door.revoked.get(ticket.id) };
  const entered = door.entered.get(ticket.id);
  if (entered) return { kind: "already-in", ...entered };
  return { kind: "welcome", ticket: ticket.id, ...known };
}

/** Somebody came in, as a phone noted it; `id` is made on the phone and never again. */
export interface Entry {
  id: string;
  ticket: string;
  door: string;
  /** by the phone's clock: it decides the order that is shown, nothing else */
  at: Date;
}
/** So many events a phone sends at a time: their words stay far below what a request may hold. */
export const MOST_AT_ONCE = 100;
/** What phones brought, in any order and as often as they like: each event once. */
export const mergeEntries = (...phones: readonly (readonly Entry[])[]): Entry[] =>
  [...new Map(phones.flat().map((one) => [one.id, one])).values()].toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1),
  );

/** Tickets that came in: a photo of a code shown twice is one person. */
export const presentIn = (entries: readonly Entry[]): Set<string> => new Set(entries.map((one) => one.ticket));
