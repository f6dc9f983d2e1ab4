import type { Clock } from "../kernel/clock.ts";
import { randomCode, type SecretBox, sha256Hex } from "../kernel/crypto.ts";
import { parseLocal } from "../kernel/dates.ts";
import { type FieldErrors, gone, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Scope, type Whose } from "../kernel/scope.ts";
import { fold, nfc } from "../kernel/vietnamese.ts";
import { scopeOf } from "../units/scope-of.ts";
import type { Kit } from "./kit.model.ts";
import { newestKit } from "./kit.store.ts";
import type { Propagandist } from "./propagandist.model.ts";
import {
  addPropagandist,
  addReceipt,
  changePropagandist,
  countReceipts,
  dropPropagandist,
  findByMark,
  findPropagandist,
  hasReceipt,
  listPropagandists,
} from "./propagandist.store.ts";

export interface RegisterDeps {
  clock: Clock;
  box: SecretBox;
}
export interface PropagandistForm {
  name: string;
  area: string;
  contact: string;
  from: string;
}
/** 80 bits: nobody finds another's link. */
const CODE_LETTERS = 16;
const markOf = (code: string): string => sha256Hex(`kit:${code}`).slice(0, 32);
const MOST = 1000;

const newCode = (box: SecretBox) => {
  const code = randomCode(CODE_LETTERS);
  return { code: box.seal(code), mark: markOf(code) };
};

/** @throws AppError 422 by field */
export async function enterPropagandist(deps: RegisterDeps, whose: Whose, form: PropagandistForm): Promise<string> {
  const [name, area, contact] = [nfc(form.name).trim(), nfc(form.area).trim(), nfc(form.contact).trim()];
  const errors: FieldErrors = {};
  if (!/\p{L}/u.test(name)) errors["name"] = "Ghi họ tên";
  if (!/\p{L}|\d/u.test(area)) errors["area"] = "Ghi thôn, tổ dân phố phụ trách";
  const from = form.from === "" ? deps.clock.now() : parseLocal(form.from);
  if (!from) errors["from"] = "Ngày chưa đúng, ví dụ 01/12/2026";
  if (Object.keys(errors).length > 0 || !from) throw invalid(errors);
  const all = await listPropagandists(whose);
  if (all.length >= MOST) throw invalid({ name: `Danh sách đã đủ ${MOST} người` });
  const same = (one: Propagandist): boolean =>
    fold(one.area) === fold(area) && fold(deps.box.open(one.name)) === fold(name) && one.to === null;
  const twice = () => invalid({ name: `“${name}”, ${area} đã có trong danh sách` });
  if (all.some(same)) throw twice();
  const sealed = { name: deps.box.seal(name), contact: contact === "" ? "" : deps.box.seal(contact) };
  const id = await addPropagandist({ unitCode: codeOf(whose), area, ...sealed, ...newCode(deps.box), from, to: null });
  // entered twice at the same moment: the one whose id comes first stays, or one person would count as two
  const first = (await listPropagandists(whose)).filter(same).map(({ _id }) => String(_id));
  if (first.every((other) => id <= other)) return id;
  await dropPropagandist(id);
  throw twice();
}

async function mustFind(whose: Whose, id: string): Promise<Propagandist> {
  const one = await findPropagandist(whose, id);
  if (!one) throw notFound("người này trong danh sách");
  return one;
}
/** From now on no link of this person opens anything; the name goes with the next tidying. */
export async function endPropagandist(deps: RegisterDeps, whose: Whose, id: string): Promise<void> {
  const one = await mustFind(whose, id);
  // the days a name is kept begin with the first press
  if (one.to === null) await changePropagandist(one, { to: deps.clock.now() });
}
/** A link that was lost or went astray: the old one opens nothing any more. */
export async function renewLink(deps: RegisterDeps, whose: Whose, id: string): Promise<void> {
  await changePropagandist(await mustFind(whose, id), newCode(deps.box));
}

export const isActive = ({ from, to }: Pick<Propagandist, "from" | "to">, now: Date): boolean =>
  from <= now && (to === null || to > now);

/** How many of those active pressed "Tôi đã nhận": two numbers, and never who. */
export async function countReceived(whose: Whose, kit: Pick<Kit, "_id">, now: Date) {
  const active = (await listPropagandists(whose)).filter((one) => isActive(one, now));
  return { received: await countReceipts(String(kit._id), active), all: active.length };
}

/** Today's unit of a person in a register: the one that came of it whole, where there is one. */
async function scopeToday({ unitCode }: Propagandist, now: Date): Promise<Scope> {
  const own = await scopeOf({ unitCode }, now);
  const [next, ...more] = own.after;
  return next !== undefined && more.length === 0 ? scopeOf({ unitCode: next }, now) : own;
}

/** Whose link it is, and what their unit gives them. @throws AppError 404, 410 once the person's time ended */
export async function openByCode(code: string, now: Date) {
  if (!/^[A-HJ-NP-Z2-9]{16}$/.test(code)) throw notFound("bộ tài liệu này");
  const one = await findByMark(markOf(code));
  // by 410 alone a phone lets go of what it carries: no proxy and no log-in page of a network says that
  if (!one || !isActive(one, now))
    throw gone("Liên kết này đã hết hiệu lực hoặc đã cấp lại. Cần dùng tiếp thì hỏi cán bộ phụ trách của xã.");
  const scope = await scopeToday(one, now);
  const kit = await newestKit(scope);
  return { one, scope, kit, received: kit ? await hasReceipt(String(kit._id), one) : false };
}

/** @throws AppError 404 for a link or a kit that is not there */
export async function takeReceipt(code: string, kitId: string, now: Date): Promise<Kit> {
  const { one, kit } = await openByCode(code, now);
  if (!kit) throw notFound("bộ tài liệu này");
  // an older one that waited for a network is no receipt of what came since
  if (String(kit._id) === kitId) await addReceipt(kitId, one, now);
  return kit;
}
