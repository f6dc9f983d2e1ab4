import { judgeTicket, type Sentence } from "../ticket.ts";
import { watchCamera } from "./camera.ts";
import {
  ageOfRoster,
  type Book,
  factsOf,
  forgotten,
  isNewSight,
  mustForget,
  newBook,
  saidOnPhone,
  type Sight,
} from "./door-book.ts";
import { findBook, listBooks, listKept, putBook, putEvent } from "./door-shelf.ts";
import { inLine } from "./in-line.ts";
import { keepPage } from "./keep-page.ts";
import { prover } from "./prove.ts";
import { register, speak, Unheard } from "./speak.ts";

/** The door of a class on somebody's phone, with or without a net (ADR 0043). */
const EVERY_MS = 20_000;
const part = <T extends HTMLElement>(kind: new () => T, selector: string): T => {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`no ${selector} on this page`);
  return found;
};
const place = part(HTMLElement, "#cua");
const classId = place.dataset["class"] ?? "";
const verdict = part(HTMLElement, "#ket-qua");
const said = (selector: string, words: string): void => {
  const line = part(HTMLElement, selector);
  if (line.textContent !== words) line.textContent = words;
};
let book: Book | undefined;
/** the phone's own clock, given where the page is put together */
let phoneMs = (): number => 0;

/** Names leave the phone on time, those of any class, whichever page is opened. */
async function forgetOld(): Promise<void> {
  for (const one of await listBooks())
    if (mustForget(one, (await listKept(one.classId)).length, phoneMs())) await putBook(forgotten(one));
}

const STATES: Readonly<Record<Book["state"], string>> = {
  open: "",
  closed: "Lớp đã chốt báo cáo. Danh sách lớp đã xóa khỏi máy này.",
  revoked: "Máy này đã bị thu hồi, danh sách lớp đã xóa khỏi máy. Xin điều phối một mã mới nếu vẫn soát vé ở đây.",
};
async function show(net = ""): Promise<void> {
  const kept = await listKept(classId);
  const stands = book !== undefined && book.heardAt > 0 && book.state === "open";
  part(HTMLElement, "#dang-ky").hidden = stands;
  part(HTMLElement, "#soat").hidden = !stands && kept.length === 0;
  said("#noi", [book ? STATES[book.state] : "", net].filter(Boolean).join(" "));
  const came = new Set([
    ...(book?.pack?.entered ?? []).map(({ ticket }) => ticket),
    ...kept.map(({ ticket }) => ticket),
  ]);
  said(
    "#dem",
    `Đã vào: ${came.size} người${book?.pack ? ` trên ${book.pack.roster.length}` : ""}. Cửa ${book?.pack?.door ?? "–"}.`,
  );
  said("#gui", kept.length === 0 ? "Mọi lượt đã gửi." : `${kept.length} lượt chưa gửi, đang giữ trên máy này.`);
  said("#danh-sach", book ? ageOfRoster(book, phoneMs()) : "");
}

async function talk(wantsNames = false): Promise<void> {
  if (!book) return;
  try {
    book = (await speak(classId, wantsNames, phoneMs)) ?? book;
    await show();
  } catch (error) {
    if (!(error instanceof Unheard)) throw error;
    await show(error.message);
  }
}

const LOOK: Readonly<Record<Sentence["kind"], { tone: string; sign: string }>> = {
  welcome: { tone: "good", sign: "✓" },
  "already-in": { tone: "warn", sign: "!" },
  revoked: { tone: "bad", sign: "✕" },
  "other-class": { tone: "bad", sign: "✕" },
  forged: { tone: "bad", sign: "✕" },
};
function tell(kind: Sentence["kind"], words: string): void {
  const { tone, sign } = LOOK[kind];
  verdict.dataset["tone"] = tone;
  verdict.textContent = `${sign} ${words}`;
  navigator.vibrate?.(kind === "welcome" ? 80 : [120, 80, 120]);
}

/** Judged and, when it lets in, on this phone's disk before the sentence stands there. */
async function letIn(text: string): Promise<void> {
  if (!book?.pack) {
    tell("forged", "Máy chưa có danh sách lớp. Bấm “Gửi và cập nhật ngay” khi có mạng.");
    return;
  }
  const facts = factsOf(book, await listKept(classId), book.skew, prover(book.pack.open));
  const sentence = await judgeTicket(text, facts);
  if (sentence.kind === "welcome")
    try {
      await putEvent({ id: crypto.randomUUID(), classId, ticket: sentence.ticket, at: phoneMs() });
    } catch {
      tell("revoked", `Máy hết chỗ nhớ, chưa ghi được ${sentence.name}. Ghi tên ra giấy và báo điều phối.`);
      return;
    }
  tell(sentence.kind, saidOnPhone(sentence, book, new Date(phoneMs() + book.skew)));
  await show();
}
const judge = inLine<string>(letIn, () =>
  tell("forged", "Máy chưa soát được vé này. Soát lại, hoặc gõ mã trên giấy mời."),
);

function watchForms(): void {
  part(HTMLFormElement, "#go").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = part(HTMLInputElement, "#go input");
    if (field.value.trim() !== "") void judge(field.value).then(() => field.select());
  });
  part(HTMLFormElement, "#dang-ky").addEventListener("submit", (event) => {
    event.preventDefault();
    void enter(part(HTMLInputElement, "#dang-ky input").value);
  });
  part(HTMLElement, "#gui-ngay").addEventListener("click", () => void talk(true));
  addEventListener("online", () => void talk());
  setInterval(() => void forgetOld().then(refresh), EVERY_MS);
}
const refresh = async (): Promise<void> => {
  book = await findBook(classId);
  if (navigator.onLine) await talk();
  else await show();
};

const freshKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
/** The key is kept before the code is used, so that a lost answer can be asked for again. */
async function enter(code: string): Promise<void> {
  const known = await findBook(classId);
  const asking = known && known.state === "open" && known.heardAt === 0 ? known : newBook(classId, freshKey());
  try {
    await putBook(asking);
    book = await register(asking, code, phoneMs);
    await show();
    await keepPage();
  } catch (error) {
    // the book of before goes on sending what it holds
    if (known && known.heardAt > 0) await putBook(known);
    await show(
      error instanceof Unheard
        ? error.message
        : "Máy này không cho trang giữ dữ liệu. Tắt chế độ ẩn danh rồi mở lại trang.",
    );
  }
}

function watchButton(): void {
  const button = part(HTMLButtonElement, "#may-anh");
  const video = part(HTMLVideoElement, "#hinh");
  let last: Sight = { text: "", at: 0 };
  let stop: (() => void) | undefined;
  const onSight = (text: string): void => {
    const now = phoneMs();
    const isNew = isNewSight(last, text, now);
    last = { text, at: now };
    if (isNew) void judge(text);
  };
  button.addEventListener("click", () => {
    void (async () => {
      video.hidden = stop !== undefined;
      button.textContent = stop ? "Mở máy ảnh" : "Tắt máy ảnh";
      if (stop) {
        stop();
        stop = undefined;
        return;
      }
      try {
        stop = await watchCamera(video, onSight);
      } catch {
        video.hidden = true;
        button.textContent = "Mở máy ảnh";
        verdict.textContent =
          "Không mở được máy ảnh. Cho phép trang dùng máy ảnh trong cài đặt trình duyệt, hoặc gõ mã.";
      }
    })();
  });
}

export async function openDoor(clock: () => number): Promise<void> {
  phoneMs = clock;
  place.hidden = false;
  watchForms();
  watchButton();
  await forgetOld();
  book = await findBook(classId);
  await show();
  if (book && book.heardAt > 0) await Promise.all([talk(), keepPage()]);
  const code = decodeURIComponent(location.hash.slice(1));
  if (code === "") return;
  // the code of a picture stands in the form, and no longer in the address
  history.replaceState(null, "", location.pathname);
  part(HTMLInputElement, "#dang-ky input").value = code;
}
