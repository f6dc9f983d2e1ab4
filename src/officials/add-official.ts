import type { Clock } from "../kernel/clock.ts";
import { AppError, type FieldErrors, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { hashPassword } from "./log-in.ts";
import { findByEmail, saveNew } from "./official.store.ts";
import { passwordProblem, ROLES, type Role } from "./rules.ts";

export interface NewOfficial {
  email: string;
  name: string;
  role: string;
  unitCode: string;
  password: string;
}

/** Adds an account. Names every wrong field at once; 409 when the e-mail is taken. */
export async function addOfficial(deps: { clock: Clock }, input: NewOfficial): Promise<string> {
  const problems: FieldErrors = {};
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(input.email))
    problems["email"] = "Thư điện tử chưa đúng dạng, ví dụ canbo@xa.gov.vn";
  if (input.name.trim() === "") problems["name"] = "Cần có họ và tên";
  if (!(ROLES as readonly string[]).includes(input.role)) problems["role"] = "Chọn một vai trò";
  const weak = passwordProblem(input.password);
  if (weak) problems["password"] = weak;
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (await findByEmail(input.email))
    throw new AppError(409, "Thư điện tử này đã có tài khoản.", { email: "Thư điện tử này đã có tài khoản" });
  return saveNew({
    email: input.email.trim().toLowerCase(),
    name: nfc(input.name.trim()),
    role: input.role as Role,
    unitCode: input.unitCode,
    passwordHash: await hashPassword(input.password),
    totpSeed: "",
    active: true,
    theme: "light",
    createdAt: deps.clock.now(),
  });
}
