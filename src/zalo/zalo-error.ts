import type { Meaning } from "./error-meanings.ts";

export class ZaloError extends Error {
  readonly meaning: Meaning | "unreachable" | "no-access";
  constructor(meaning: Meaning | "unreachable" | "no-access", phrase: string) {
    super(phrase);
    this.name = "ZaloError";
    this.meaning = meaning;
  }
}
