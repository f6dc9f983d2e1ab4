import type { Grant } from "../kernel/grant.ts";
import { listGrants } from "./grant.store.ts";
import type { Official } from "./official.model.ts";
import { permissionsOf, type Role } from "./rules.ts";

type Holder = Pick<Official, "_id" | "role" | "unitCode" | "createdAt">;

const grantOf = (role: Role, one: Omit<Grant, "role" | "permissions">): Grant => ({
  ...one,
  role,
  permissions: permissionsOf(role),
});

/** The account's own role at its unit, and what was given beside it and is in force. */
export async function grantsOf({ _id, role, unitCode, createdAt }: Holder, now: Date): Promise<Grant[]> {
  const given = await listGrants(String(_id), now);
  return [
    grantOf(role, { over: { kind: "unit", id: unitCode }, from: createdAt, to: null }),
    ...given.map((one) => grantOf(one.role, { over: one.over, from: one.from, to: one.to })),
  ];
}
