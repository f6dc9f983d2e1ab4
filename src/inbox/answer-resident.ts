import { wroteLast } from "../chatbot/wrote-last.ts";
import { randomUUID } from "node:crypto";
import { findCitizen } from "../citizens/citizen.store.ts";
import { replyWindow } from "../citizens/rules.ts";
import type { Conversation } from "../chatbot/conversation.model.ts";
import { addMessage, findMessage, findNewestOfOffice, noteLast } from "../chatbot/conversation.store.ts";
import { reopenMessage } from "../chatbot/delivery.store.ts";
import { passGate } from "../gate/pass-gate.ts";
import type { Clock } from "../kernel/clock.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { formatTime } from "../kernel/dates.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { codeOf, type Whose } from "../kernel/scope.ts";
import { clip, graphemes, nfc } from "../kernel/vietnamese.ts";
import type { Outside } from "../outside/task.ts";
import { LIMITS } from "../zalo/messages.ts";
import { isVisitor } from "../zalo/visitor.ts";
import type { AnswerFile } from "./attachment.model.ts";
import { addAttachment, keepBytes } from "./attachment.store.ts";
import { holdOn } from "./handover.store.ts";
import { newAttachment } from "./keep-attachments.ts";
import { takeAnswerFileTask } from "./media.tasks.ts";
import { openBlanks } from "./phrase-blanks.ts";
import { loadConversation, type Officer } from "./steer-conversation.ts";

export interface AnswerDeps {
  clock: Clock;
  box: SecretBox;
  outside: Outside;
  enqueueDelivery(messageId: string): Promise<void>;
}

export interface Answer {
  text: string;
  file?: UploadedFile | undefined;
  /** newest message of the office on the page that was answered from; undefined asks nothing */
  last?: string | undefined;
}

function checkWords(words: string, hasFile: boolean): void {
  if (words === "" && !hasFile) throw invalid({ text: "Cần có nội dung trả lời" });
  if (graphemes(words) > LIMITS.text)
    throw invalid({ text: `Câu trả lời dài ${graphemes(words)} ký tự; Zalo nhận tối đa ${LIMITS.text}` });
  const blanks = openBlanks(words);
  if (blanks.length > 0) throw invalid({ text: `Còn chỗ trống chưa điền: ${blanks.join(", ")}` });
}

/** Two officers at once: what a colleague said meanwhile is read before it is answered over. */
async function refuseUnread(conversation: Conversation, officer: Officer, last: string | undefined): Promise<void> {
  if (last === undefined) return;
  const newest = await findNewestOfOffice(conversation._id);
  if (!newest || String(newest._id) === last || newest.authorName === officer.name) return;
  throw invalid({
    text: `${newest.authorName} vừa trả lời lúc ${formatTime(newest.at)}: “${clip(newest.text || `[${newest.kind}]`, 160)}”. Chữ của Ông/Bà còn đây; xem lại rồi bấm gửi lần nữa`,
  });
}

/** An officer's answer. Only who took the conversation over may answer, and only inside Zalo's 7 days. */
export async function sendAnswer(
  deps: AnswerDeps,
  whose: Whose,
  id: string,
  officer: Officer,
  { text, file, last }: Answer,
): Promise<void> {
  const conversation = await loadConversation(whose, id);
  const words = nfc(text.trim());
  const hasFile = file !== undefined && file.bytes.length > 0;
  checkWords(words, hasFile);
  if (conversation.state !== "officer" || conversation.assigneeId !== officer.id)
    throw conflict("Bấm “Nhận trả lời” trước khi trả lời.");
  const now = deps.clock.now();
  const unitCode = codeOf(whose);
  const citizen = await findCitizen(conversation.oaId, conversation.userId);
  if (replyWindow(wroteLast(conversation, citizen), now) === "closed")
    throw conflict("Zalo không cho nhắn nữa vì đã quá 7 ngày. Khi người dân nhắn lại sẽ mở.");
  await refuseUnread(conversation, officer, last);
  if (words !== "") await passGate({ unitCode, officialId: officer.id, now }, { text: words });
  const taken = hasFile
    ? await deps.outside.run(takeAnswerFileTask, { bytes: file.bytes, name: nfc(file.name) })
    : undefined;
  // zalo/openapi.md §2.7: such a visitor is shown pictures by a public address only, and none of ours is public
  if (taken?.kind === "picture" && isVisitor(conversation.userId))
    throw invalid({ tep: "Khách nhắn từ trang web không xem được ảnh gửi riêng. Vui lòng gửi thành tệp PDF" });
  if (taken?.kind === "file") await passGate({ unitCode, officialId: officer.id, now }, { tep: taken.name });
  await say(deps, conversation, officer, words, taken);
}

/** A picture leaves with its words, a file behind them: Zalo takes none in one message. */
async function say(
  deps: AnswerDeps,
  conversation: Conversation,
  officer: Officer,
  words: string,
  file: AnswerFile | undefined,
): Promise<void> {
  const now = deps.clock.now();
  if (!(await holdOn(conversation._id, officer.id, now)))
    throw conflict("Hội thoại vừa được chuyển, trả lại hoặc đóng. Bấm “Nhận trả lời” trước khi trả lời.");
  const ids: (string | undefined)[] = [];
  const together = file?.kind === "picture";
  if (words !== "" || together)
    ids.push(await write(deps, conversation, officer, { words, file: together ? file : undefined, at: now }));
  if (file && !together)
    ids.push(await write(deps, conversation, officer, { words: "", file, at: new Date(now.getTime() + 1) }));
  await noteLast(conversation._id, now, words || (together ? "[ảnh]" : `[tệp] ${file?.name ?? ""}`), "office");
  for (const one of ids) if (one) await deps.enqueueDelivery(one);
}

async function write(
  deps: AnswerDeps,
  conversation: Conversation,
  officer: Officer,
  { words, file, at }: { words: string; file: AnswerFile | undefined; at: Date },
): Promise<string | undefined> {
  const { oaId, userId, unitCode, _id } = conversation;
  const key = `officer:${randomUUID()}`;
  const attachment = file && (await keepAnswerFile(deps, conversation, key, file, at));
  return addMessage({
    conversation: _id,
    unitCode,
    oaId,
    userId,
    author: "officer",
    authorName: officer.name,
    text: words,
    image: "",
    kind: file ? (file.kind === "picture" ? "ảnh" : "tệp") : "",
    buttons: [],
    intent: "",
    key,
    state: "created",
    at,
    ...(attachment ? { attachment } : {}),
  });
}

/** The bytes lie here before the message that names them. */
async function keepAnswerFile(
  deps: AnswerDeps,
  { _id, oaId, userId }: Conversation,
  message: string,
  { kind, type, bytes, name, width, height }: AnswerFile,
  at: Date,
): Promise<string> {
  const row = newAttachment(deps.box, { conversation: _id, message, oaId, userId, at, kind }, 0, { url: "", name });
  await addAttachment(row);
  await keepBytes(deps.box, row._id, { kind, type, bytes, width, height, seconds: 0, why: "" });
  return row._id;
}

/** A failed or doubtful answer goes again because a person says so. */
export async function sendAgain(
  deps: Pick<AnswerDeps, "enqueueDelivery">,
  whose: Whose,
  id: string,
  messageId: string,
): Promise<void> {
  const conversation = await loadConversation(whose, id);
  const message = await findMessage(messageId);
  if (!message?.conversation.equals(conversation._id)) throw notFound("tin này");
  if (!(await reopenMessage(messageId))) throw conflict("Tin này đã được gửi.");
  await deps.enqueueDelivery(messageId);
}
