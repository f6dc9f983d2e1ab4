import type { Clock } from "../kernel/clock.ts";
import { conflict, type FieldErrors, forbidden, invalid } from "../kernel/errors.ts";
import { nfc } from "../kernel/vietnamese.ts";
import { isDepartment, kindOf } from "./kinds.ts";
import { DEFAULT_TOPICS } from "./unit.model.ts";
import { findUnit, insertUnit, visibleUnitCodes } from "./unit.store.ts";

export interface WishedUnit {
  code: string;
  name: string;
  office: string;
  kind: string;
  province: string;
  parent: string;
}

const isKind = (kind: string): boolean => kindOf(kind)?.byHand === true;

/**
 * One unit by hand; many come from a file (`loa units import`). The first of all is the department of whoever enters it;
 * every other stands under a department that person looks after.
 */
export async function addUnit(deps: { clock: Clock }, ownCode: string, wish: WishedUnit): Promise<void> {
  const now = deps.clock.now();
  const problems: FieldErrors = {};
  if (!/^[a-z0-9-]{2,40}$/.test(wish.code))
    problems["code"] = "Mã gồm chữ thường không dấu, số và gạch nối, ví dụ sao-mai";
  if (wish.name.trim().length < 2) problems["name"] = "Cần có tên đơn vị, ví dụ Xã Sao Mai";
  if (wish.office.trim().length < 2) problems["office"] = "Cần có tên cơ quan, ví dụ UBND xã Sao Mai";
  if (!isKind(wish.kind)) problems["kind"] = "Chọn loại đơn vị";
  const first = (await findUnit(ownCode)) === null;
  if (first && (wish.code !== ownCode || !isDepartment(wish)))
    problems["code"] = `Đơn vị đầu tiên là Sở của Ông/Bà, mã ${ownCode}`;
  if (!first && isDepartment(wish)) problems["kind"] = "Đã có Sở. Sở khác được nhập từ tệp tại máy chủ";
  const parent = first || wish.parent === "" ? null : await findUnit(wish.parent);
  if (!first && !isDepartment(parent)) problems["parent"] = "Chọn Sở quản lý";
  if (Object.keys(problems).length > 0) throw invalid(problems);
  if (parent && !(await visibleUnitCodes(ownCode, now)).includes(parent._id)) throw forbidden();
  const added = await insertUnit({
    _id: wish.code,
    name: nfc(wish.name.trim()),
    office: nfc(wish.office.trim()),
    kind: wish.kind,
    province: nfc(wish.province.trim()),
    parents: parent ? [{ code: parent._id, from: now, to: null }] : [],
    from: now,
    to: null,
    population: 0,
    households: 0,
    hamlets: 0,
    topics: DEFAULT_TOPICS,
    contact: { address: "", hours: "", phone: "", dutyPhone: "" },
  });
  if (!added) throw conflict(`Mã ${wish.code} đã có đơn vị dùng. Chọn mã khác.`);
}
