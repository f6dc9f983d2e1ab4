import { hash, verify } from "@node-rs/argon2";

/** argon2id, 19 MiB, 2 passes (OWASP's least). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFC"), COST);

/** Checked when there is no account or no password yet, so that every answer takes the same time. */
const NOBODY = hash("nobody has this password", COST);

export const isPassword = async (passwordHash: string | undefined, typed: string): Promise<boolean> =>
  (await verify(passwordHash || (await NOBODY), typed.normalize("NFC"))) && Boolean(passwordHash);
