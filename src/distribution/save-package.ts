import type { Person } from "../decisions/decision.ts";
import { findItem, findPicture } from "../content/item.store.ts";
import type { Clock } from "../kernel/clock.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Content, FreeField } from "./content.model.ts";
import { keepContent } from "./content.store.ts";
import { findFaults } from "./find-faults.ts";
import type { Entry, Package } from "./package.model.ts";
import { createPackage, findPackage, movePackage, savePackage } from "./package.store.ts";
import { CATALOGUE, hashOf, nextCode } from "./rules.ts";

export interface PackageDeps {
  clock: Clock;
}

export const CHANGED = "Gói vừa được người khác thay đổi. Xem bản mới ở phía trên rồi làm lại.";
const MOST_ENTRIES = 400;

export async function mustFindPackage(whose: Whose, id: string): Promise<Package> {
  const found = await findPackage(whose, id);
  if (!found) throw notFound("gói nội dung này");
  return found;
}

export interface HeadFields {
  title: string;
  note: string;
  /** end of the last day */
  deadline: Date | undefined;
}

export async function startPackage(deps: PackageDeps, whose: Whose, given: HeadFields, by: Person): Promise<string> {
  const now = deps.clock.now();
  const { deadline } = given;
  const errors: Record<string, string> = {};
  if (given.title.trim() === "") errors["title"] = "Cần có tên gói";
  if (!deadline) errors["deadline"] = "Cần ngày cuối để các xã đăng";
  else if (deadline <= now) errors["deadline"] = "Ngày này đã qua. Chọn ngày khác";
  if (Object.keys(errors).length > 0 || !deadline) throw invalid(errors);
  const head = { title: nfc(given.title.trim()), note: nfc(given.note.trim()), deadline };
  return createPackage({ unitCode: codeOf(whose), ...head, authors: [by], createdAt: now });
}

export interface NewEntries {
  items: readonly string[];
  /** all of them as one entry, or an entry each */
  asGroup: boolean;
  title: string;
  organ: string;
  receivedAt: Date | undefined;
  dueAt: Date | null;
  free: readonly FreeField[];
  foreign: boolean;
  reason: string;
}

/** An item of the department as it stands now, by the hash of its words. */
async function contentOfItem(
  whose: Whose,
  itemId: string,
  more: Pick<Content, "free" | "foreign" | "variants">,
): Promise<Content> {
  const item = await findItem(whose, itemId);
  if (!item) throw invalid({ items: "Có nội dung không còn ở đơn vị. Tải lại trang rồi chọn lại" });
  const picture = item.pictureId === "" ? null : await findPicture(whose, item.pictureId);
  const { kind, details, title, text, pictureAlt, source, sourceClass } = item;
  const words = { kind, details, title: nfc(title), text: nfc(text), pictureAlt, source, sourceClass, ...more };
  const content = { _id: "", ...words, pictureSha: picture?.sha256 ?? "", pictureId: picture ? item.pictureId : "" };
  return { ...content, _id: hashOf(content) };
}

/** After the catalogue is whole, or once it was released, one more says why (domain.md S2-03). */
export const needsReason = ({ version, entries }: Pick<Package, "version" | "entries">, more: number): boolean =>
  version > 0 || entries.length + more > CATALOGUE;

function faultsOfNew(read: Package, given: NewEntries, count: number, now: Date): Record<string, string> {
  const errors: Record<string, string> = {};
  const { receivedAt, dueAt } = given;
  if (given.items.length === 0) errors["items"] = "Cần chọn ít nhất một nội dung";
  if (given.asGroup && given.items.length > 1 && given.title.trim() === "") errors["title"] = "Nhóm bài cần có tên";
  if (given.organ.trim() === "") errors["organ"] = "Cần ghi cơ quan gửi đến";
  if (!receivedAt) errors["receivedAt"] = "Cần ngày nhận";
  else if (receivedAt > now) errors["receivedAt"] = "Ngày nhận chưa tới. Kiểm tra lại ngày";
  if (dueAt && dueAt <= now) errors["dueAt"] = "Hạn này đã qua. Chọn ngày khác";
  if (needsReason(read, count) && given.reason.trim() === "")
    errors["reason"] =
      read.version > 0
        ? "Gói đã duyệt. Cần ghi lý do bổ sung mục"
        : `Danh mục đã đủ ${CATALOGUE} mục. Cần ghi lý do bổ sung`;
  if (read.entries.length + count > MOST_ENTRIES) errors["items"] = `Một gói có nhiều nhất ${MOST_ENTRIES} mục`;
  return errors;
}

export async function addEntries(
  deps: PackageDeps,
  whose: Whose,
  read: Package,
  given: NewEntries,
  by: Person,
): Promise<string[]> {
  const now = deps.clock.now();
  const { receivedAt, dueAt } = given;
  const count = given.asGroup ? 1 : given.items.length;
  const errors = faultsOfNew(read, given, count, now);
  if (Object.keys(errors).length > 0 || !receivedAt) throw invalid(errors);
  const more = { free: [...given.free], foreign: given.foreign, variants: [] };
  const contents = await Promise.all(given.items.map((id) => contentOfItem(whose, id, more)));
  for (const content of contents) await keepContent(content);
  const origin = { organ: nfc(given.organ.trim()), receivedAt, dueAt };
  const added = needsReason(read, count) ? { at: now, by, reason: nfc(given.reason.trim()) } : null;
  const rows = contents.map((content, n) => ({ content, item: given.items[n] ?? "" }));
  const parts = given.asGroup ? [rows] : rows.map((one) => [one]);
  const entries = [...read.entries];
  for (const part of parts) {
    const code = nextCode({ entries, versions: read.versions });
    const title = given.asGroup && part.length > 1 ? nfc(given.title.trim()) : (part[0]?.content.title ?? "");
    const [hashes, items] = [part.map(({ content }) => content._id), part.map(({ item }) => item)];
    entries.push({ code, title, contents: hashes, items, origin, added });
  }
  if (!(await savePackage(read, { entries }, by, now))) throw conflict(CHANGED);
  return entries.slice(read.entries.length).map(({ code }) => code);
}

const mustHave = (read: Package, code: string): Entry => {
  const entry = read.entries.find((one) => one.code === code);
  if (!entry) throw notFound("mục này");
  return entry;
};

/** The entry says what its items say today. Returns whether that is anything else. */
export async function renewEntry(
  deps: PackageDeps,
  whose: Whose,
  read: Package,
  given: { code: string; free: readonly FreeField[]; foreign: boolean; variants?: Content["variants"] },
  by: Person,
): Promise<boolean> {
  const entry = mustHave(read, given.code);
  const more = { free: [...given.free], foreign: given.foreign, variants: given.variants ?? [] };
  const contents = await Promise.all(
    entry.items.map((id) => {
      if (id === "") throw conflict("Mục này đến bằng tệp, sửa ở nơi gửi rồi nhập lại tệp.");
      return contentOfItem(whose, id, more);
    }),
  );
  for (const content of contents) await keepContent(content);
  const hashes = contents.map(({ _id }) => _id);
  const title = entry.contents.length > 1 ? entry.title : (contents[0]?.title ?? entry.title);
  if (hashes.join() === entry.contents.join() && title === entry.title) return false;
  const entries = read.entries.map((one) => (one.code === entry.code ? { ...one, title, contents: hashes } : one));
  if (!(await savePackage(read, { entries }, by, deps.clock.now()))) throw conflict(CHANGED);
  return true;
}

export async function dropEntry(deps: PackageDeps, read: Package, code: string, by: Person): Promise<void> {
  mustHave(read, code);
  const entries = read.entries.filter((one) => one.code !== code);
  if (!(await savePackage(read, { entries }, by, deps.clock.now()))) throw conflict(CHANGED);
}

/** To the approver, once nothing keeps any entry. @throws AppError 422 naming entry and reason */
export async function submitPackage(deps: PackageDeps, read: Package): Promise<void> {
  const now = deps.clock.now();
  if (read.entries.length === 0) throw invalid({ entries: "Gói chưa có mục nào. Thêm mục rồi trình" });
  const faults = await findFaults(read, now);
  if (faults.length > 0)
    throw invalid(
      Object.fromEntries(faults.slice(0, 40).map(({ code, title, say }) => [code, `${code} ${title}: ${say}`])),
    );
  const from = read.state === "returned" ? "returned" : "draft";
  if (!(await movePackage(read, from, { state: "waiting", returned: null }, now))) throw conflict(CHANGED);
}

export async function returnPackage(deps: PackageDeps, read: Package, reason: string, by: Person): Promise<void> {
  if (reason.trim() === "") throw invalid({ reason: "Cần ghi lý do trả lại để người soạn biết chỗ sửa" });
  const returned = { by, at: deps.clock.now(), reason: nfc(reason.trim()) };
  if (!(await movePackage(read, "waiting", { state: "returned", returned }, returned.at))) throw conflict(CHANGED);
}

/** What was released stays as it is; its catalogue is written on for the next version. */
export async function reopenPackage(deps: PackageDeps, read: Package): Promise<void> {
  const from = read.state === "waiting" ? "waiting" : "released";
  if (!(await movePackage(read, from, { state: "draft" }, deps.clock.now()))) throw conflict(CHANGED);
}
