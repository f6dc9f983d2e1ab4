import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { AppError } from "../kernel/errors.ts";
import { findOfficial } from "./official.store.ts";
import { proveWithCode } from "./totp.ts";

export interface CodeDeps {
  clock: Clock;
  box: SecretBox;
}

/** The six digits that go with every approval; each code counts once. @throws AppError 422 at the field `code` */
export async function approveWith(deps: CodeDeps, officialId: string, code: string): Promise<void> {
  const official = await findOfficial(officialId);
  if (!official || !(await proveWithCode(deps.box, official, code, "approve", deps.clock.now())))
    throw new AppError(422, "Có 1 chỗ cần sửa", {
      code: "Mã 6 số chưa đúng hoặc đã dùng rồi. Chờ mã mới rồi nhập lại",
    });
}
