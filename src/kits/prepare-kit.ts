import type { Item, Person } from "../content/item.model.ts";
import { findItem, findPicture, itemStates, listShown } from "../content/item.store.ts";
import { KIND_RULES } from "../content/kinds.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { formatNumber } from "../kernel/dates.ts";
import { conflict, type FieldErrors, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, holds, type Scope, type Whose } from "../kernel/scope.ts";
import { nfc } from "../kernel/vietnamese.ts";
import type { Outside } from "../outside/task.ts";
import { findUnit } from "../units/unit.store.ts";
import { isReady } from "../voice/is-ready.ts";
import { LABELS } from "../voice/label.ts";
import { findBook, findReading, readVoice } from "../voice/voice.store.ts";
import type { Kit, KitEntry, KitPart, KitQuestion } from "./kit.model.ts";
import { changeKit, findKit, keepKitFile, newestKit, startDraft } from "./kit.store.ts";
import { shrinkPicturesTask } from "./kit.tasks.ts";

export interface KitDeps {
  clock: Clock;
  outside: Outside;
}
export interface KitForm {
  title: string;
  entries: readonly KitEntry[];
  points: string;
  /** rows of the form; those without a word are passed over */
  questions: readonly KitQuestion[];
}
/** As many items as a campaign's catalogue has, and some. */
const MOST_ITEMS = 60;
/** Texts and pictures reach the phone before any sound (stack.md §13). */
const MOST_BASE = 2_000_000;
const CHANGED = "Bộ tài liệu vừa được người khác thay đổi. Tải lại trang rồi làm lại.";

/** @throws AppError 404 when it is not this unit's */
export async function loadKit(whose: Whose, id: string): Promise<Kit> {
  const kit = await findKit(id);
  if (!kit || !holds(whose, kit.unitCode)) throw notFound("bộ tài liệu này");
  return kit;
}

export const isOpen = ({ state }: Pick<Kit, "state">): boolean => state === "draft" || state === "waiting";

/** A new one begins with what the last one held; pressed twice it is one, until something is changed in it. */
export async function startKit(deps: KitDeps, scope: Scope, by: Person): Promise<string> {
  const last = await newestKit(scope);
  const states = await itemStates(last?.entries.map(({ itemId }) => itemId) ?? []);
  return startDraft({
    unitCode: codeOf(scope),
    title: last?.title ?? "Bộ tài liệu tuyên truyền",
    version: 0,
    state: "draft",
    entries: last?.entries.filter(({ itemId }) => states.get(itemId)?.state === "approved") ?? [],
    points: last?.points ?? [],
    questions: last?.questions ?? [],
    parts: [],
    author: by,
    approval: null,
    issuedAt: null,
    revision: 1,
    updatedAt: deps.clock.now(),
  });
}

const linesOf = (text: string): string[] =>
  nfc(text)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Rows with a word in them, each with both halves; what lacks one is said at its field. */
export function readQuestions(rows: readonly KitQuestion[], errors: FieldErrors): KitQuestion[] {
  return rows.flatMap((row, n) => {
    const [question, answer] = [nfc(row.question).trim(), nfc(row.answer).trim()];
    if (question + answer === "") return [];
    if (question === "") errors[`question.${n}`] = `Dòng ${n + 1}: cần câu hỏi`;
    if (answer === "") errors[`answer.${n}`] = `Dòng ${n + 1}: cần câu trả lời`;
    return [{ question, answer }];
  });
}

/** Over what was read; a kit that waited for its approval is a draft again. @throws AppError 409, 422 by field */
export async function saveKit(deps: KitDeps, kit: Kit, form: KitForm, by: Person): Promise<void> {
  const errors: FieldErrors = {};
  const [title, points] = [nfc(form.title).trim(), linesOf(form.points)];
  const questions = readQuestions(form.questions, errors);
  if (title === "") errors["title"] = "Cần tên bộ tài liệu";
  if (form.entries.length > MOST_ITEMS) errors["items"] = `Chọn nhiều nhất ${MOST_ITEMS} mục`;
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const said = [...points, ...questions.flatMap(({ question, answer }) => [question, answer])].join("\n");
  const now = deps.clock.now();
  await passGate({ unitCode: kit.unitCode, officialId: by.id, now }, { title, points: said });
  const change = { title, points, questions, entries: [...form.entries], parts: [], state: "draft" as const };
  if (!(await changeKit(kit, { ...change, author: by, updatedAt: now }))) throw conflict(CHANGED);
}

/** Items anybody may know, by the id an entry names. */
export const itemsFor = (whose: Whose, now: Date): Promise<Item[]> => listShown(whose, now, 200);

async function audioOf(kit: Kit, { itemId, readingId }: KitEntry, title: string, now: Date): Promise<KitPart["audio"]> {
  if (readingId === "") return null;
  const reading = await findReading(readingId);
  const refuse = (why: string) => invalid({ [`reading.${itemId}`]: `“${title}”: ${why}` });
  if (!reading || reading.unitCode !== kit.unitCode || !reading.sound) throw refuse("không còn bài đọc đã chọn");
  if (!isReady(reading, await findBook(kit.unitCode))) throw refuse("bài đọc chưa đủ hai người nghe, hoặc đã đổi");
  const bytes = await readVoice(readingId, reading.sound.hash);
  if (!bytes) throw refuse("tệp tiếng không còn, đọc lại thành tiếng");
  const { hash, seconds } = reading.sound;
  await keepKitFile({ unitCode: kit.unitCode, hash, mimeType: "audio/mpeg", bytes, at: now });
  return { hash, size: bytes.length, seconds, label: LABELS[reading.source] };
}

/** Freezes what phones will carry, and hands it to who approves. @throws AppError 409, 422 naming what keeps it back */
export async function submitKit(deps: KitDeps, whose: Whose, kit: Kit): Promise<void> {
  if (!isOpen(kit)) throw conflict("Bộ này đã phát hành hoặc đã bỏ. Soạn bộ mới để thay.");
  if (kit.entries.length === 0) throw invalid({ items: "Chọn ít nhất một mục đã duyệt" });
  const now = deps.clock.now();
  const parts: KitPart[] = [];
  const pictures: { part: KitPart; bytes: Buffer; alt: string }[] = [];
  for (const entry of kit.entries) {
    const item = await findItem(whose, entry.itemId);
    if (!item || item.state !== "approved")
      throw invalid({ items: `“${item?.title ?? "Một mục"}” không còn là mục đã duyệt. Bỏ chọn rồi trình lại` });
    const { unitCode, title, text, source, kind } = item;
    const part: KitPart = {
      itemId: entry.itemId,
      kind: KIND_RULES[kind].name,
      title,
      text,
      source,
      office: (await findUnit(unitCode))?.office ?? unitCode,
      picture: null,
      audio: await audioOf(kit, entry, title, now),
    };
    parts.push(part);
    const picture = item.pictureId === "" ? null : await findPicture(whose, item.pictureId);
    if (picture) pictures.push({ part, bytes: Buffer.from(picture.bytes), alt: item.pictureAlt || title });
  }
  const small = await deps.outside.run(
    shrinkPicturesTask,
    pictures.map(({ bytes }) => bytes),
  );
  let base = Buffer.byteLength(JSON.stringify(parts) + JSON.stringify(kit.questions) + kit.points.join("\n"));
  for (const [n, { part, alt }] of pictures.entries()) {
    const bytes = Buffer.from(small[n] ?? []);
    part.picture = { hash: sha256Hex(bytes), size: bytes.length, alt };
    base += bytes.length;
    await keepKitFile({ unitCode: kit.unitCode, hash: part.picture.hash, mimeType: "image/jpeg", bytes, at: now });
  }
  if (base > MOST_BASE)
    throw invalid({
      items: `Chữ và ảnh cộng lại ${megabytes(base)}, nhiều hơn ${megabytes(MOST_BASE)}. Bớt mục có ảnh`,
    });
  if (!(await changeKit(kit, { state: "waiting", parts, updatedAt: now }))) throw conflict(CHANGED);
}

export const megabytes = (bytes: number): string =>
  bytes < 1_000_000
    ? `${formatNumber(Math.max(1, bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
