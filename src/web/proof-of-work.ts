import { machineMs } from "../kernel/clock.ts";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import type { Redis } from "ioredis";
import { z } from "zod";
import { deriveKey as purposeKey } from "../kernel/crypto.ts";

const TTL_SECONDS = 600;

/** What the browser sends back: the challenge as it was given, and the number found. */
export const proofSchema = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.string().max(20),
      nonce: z.string().max(100),
      salt: z.string().max(100),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string().max(64),
      expiresAt: z.number(),
    }),
    signature: z.string().max(200),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(200), time: z.number().default(0) }),
});
export type Proof = z.infer<typeof proofSchema>;

export interface ProofOfWork {
  challenge(): Promise<unknown>;
  /** true once for each solved challenge */
  accept(proof: Proof): Promise<boolean>;
}

/**
 * A little work of the machine instead of a picture puzzle: nothing to see, hear or type, so that nobody is shut out
 * (domain.md §5-20). @param prefix hex digits the answer begins with; each one more is sixteen times the work
 */
export function createProofOfWork(redis: Redis, keyPrefix: string, secretsKey: string, prefix: string): ProofOfWork {
  const secret = purposeKey(secretsKey, "proof-of-work");
  return {
    async challenge() {
      const { parameters, signature } = await createChallenge({
        algorithm: "SHA-256",
        cost: 1,
        keyPrefix: prefix,
        deriveKey,
        expiresAt: Math.floor(machineMs() / 1000) + TTL_SECONDS,
        hmacSignatureSecret: secret,
      });
      return { parameters, signature };
    },
    async accept({ challenge, solution }) {
      const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret });
      if (!verified || challenge.parameters.keyPrefix !== prefix) return false;
      const used = `${keyPrefix}:proof:${challenge.parameters.nonce}`;
      return (await redis.set(used, "1", "EX", TTL_SECONDS, "NX")) === "OK";
    },
  };
}
