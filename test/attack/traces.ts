import { createHash, createHmac, hkdfSync } from "node:crypto";
import { ObjectId } from "mongodb";
import type { Loot, Row } from "./loot.ts";

export interface Suspect {
  userId: string;
  /** texts that would name this person, marks made with the keys in hand among them */
  tokens: string[];
}
/** Something in a store that names a person. */
export interface Trace {
  userId: string;
  store: string;
  /** where it stands in its store */
  place: number;
  times: number[];
  text: string;
}

const OA = /^\d{15,20}$/;
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Everybody the database knows, with every name and mark an insider could search for. */
export function findSuspects({ rows, key, redis }: Loot, pepper = ""): Suspect[] {
  const oas = rows
    .filter((row) => row.collection === "oas")
    .map((row) => String(row.doc["_id"]))
    .filter((id) => OA.test(id));
  const marks = hmac(key, "marks");
  const commentKey = Buffer.from(hkdfSync("sha256", key, "", "comments", 32));
  const commentMarks = hmac(commentKey, "marks");
  const draftIds = rows.filter((row) => row.collection === "drafts").map((row) => String(row.doc["_id"]));
  const came = rows.filter((row) => row.collection === "comments").flatMap((row) => timesIn(row.doc["at"]));
  const from = Math.min(...came);
  // a key of the day is 43 letters of base64url; the value stands beside its name in the file
  const dayKeys = [...redis.matchAll(/day-key:[\d-]{10}[^\w-]{0,40}([\w-]{43})/g)].map((match) => match[1] ?? "");
  return rows
    .filter((row) => row.collection === "citizens")
    .map(({ doc }) => {
      const [userId, app, name] = [doc["userId"], doc["userIdByApp"], doc["displayName"]].map((one) =>
        String(one ?? ""),
      );
      const tokens = [userId ?? "", app ?? "", name ?? ""];
      for (const oa of oas) {
        for (const text of [`line:${oa}:${userId}`, `owner:${oa}:${userId}`, `${oa}:${userId}`, `data:${app}`])
          tokens.push(
            hmac(marks, text).toString("base64url").slice(0, 32),
            hmac(commentMarks, text).toString("base64url").slice(0, 32),
          );
        tokens.push(createHash("sha256").update(`${oa}:${userId}`).digest("hex").slice(0, 12));
        for (const dayKey of dayKeys)
          tokens.push(...dayMarksOf(`${dayKey}${pepper}`, draftIds, [`zalo:${app}`, `zalo:${oa}:${userId}`], from));
      }
      return { userId: userId ?? "", tokens: tokens.filter((token) => token.length > 4) };
    });
}

const HOUR = 3_600_000;
/** Marks an allowance could have been counted under on the days of the loot. */
function dayMarksOf(key: string, draftIds: string[], who: string[], from: number): string[] {
  const hours = Array.from({ length: 36 }, (_, n) => from + n * HOUR);
  return draftIds.flatMap((draftId) =>
    hours.flatMap((hour) =>
      who.map((one) => hmac(key, `allowance ${hour} comment:${draftId}:${one}`).toString("base64url").slice(0, 22)),
    ),
  );
}

/** All moments written in a row: dates, and the second an ObjectId was made in. */
function timesIn(doc: unknown): number[] {
  if (doc instanceof Date) return [doc.getTime()];
  if (doc instanceof ObjectId) return [doc.getTimestamp().getTime()];
  if (Array.isArray(doc)) return doc.flatMap(timesIn);
  return typeof doc === "object" && doc !== null ? Object.values(doc).flatMap(timesIn) : [];
}

export function findTraces(loot: Loot, suspects: readonly Suspect[]): Trace[] {
  const traces: Trace[] = [];
  const named = (text: string): string[] =>
    suspects.filter(({ tokens }) => tokens.some((token) => text.includes(token))).map(({ userId }) => userId);
  for (const row of loot.rows) for (const userId of named(row.text)) traces.push(traceOf(row, userId));
  for (const [place, line] of loot.logs.entries())
    for (const userId of named(line))
      traces.push({ userId, store: "log", place, times: [Number(/"time":(\d{13})/.exec(line)?.[1] ?? 0)], text: line });
  for (const { userId, tokens } of suspects)
    for (const token of tokens) {
      const place = loot.redis.indexOf(token);
      if (place >= 0) {
        const near = loot.redis.slice(Math.max(0, place - 60), place + 200);
        const times = [...near.matchAll(/1[78]\d{11}/g)].map(([text]) => Number(text));
        traces.push({ userId, store: "redis", place, times, text: near });
      }
    }
  return traces;
}

const traceOf = ({ collection, place, doc, text }: Row, userId: string): Trace => ({
  userId,
  store: collection,
  place,
  times: timesIn(doc),
  text,
});
