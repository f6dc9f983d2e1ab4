import { createHash } from "node:crypto";

/** `make soak` looks at all of a long list, `make test` at a part of it that is the same on every machine. */
export const WHOLE = process.env["SOAK"] === "1";

/** One in so many, told by the name alone: a new case changes nothing for the others. */
export const isInPart = (name: string, oneIn: number): boolean =>
  WHOLE || createHash("sha256").update(name).digest().readUInt32BE(0) % oneIn === 0;
