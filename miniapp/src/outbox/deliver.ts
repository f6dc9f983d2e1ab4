import { ask } from "../api/ask.ts";
import { prove } from "../api/proof.ts";
import { beginSession, renewSession, session } from "../api/session.ts";
import { ANYBODY_KNOWN, type Item } from "./item.ts";
import { judge, SESSION_PAUSE_MS, type Settled, type Verdict } from "./judge.ts";

/** The server forgets a picture that no report named within a day. */
const PHOTO_GOOD_MS = 20 * 3_600_000;

export interface Delivered {
  verdict: Settled;
  /** what was learned on the way and spares work the next time */
  learned: Partial<Item>;
}

const NO_SESSION: Settled = {
  is: "waiting",
  why: "session",
  sentence: "Phiên với Zalo đã hết. Nội dung được giữ trên máy; Ông/Bà bấm kết nối lại để gửi.",
  pauseMs: SESSION_PAUSE_MS,
};
const OTHER_PERSON: Settled = {
  ...NO_SESSION,
  sentence: "Nội dung này được viết khi dùng tài khoản Zalo khác. Ông/Bà mở bằng tài khoản đó để gửi, hoặc xoá.",
};

/** Under which session, or the reason why it cannot go now. What is anybody's goes without one where there is none. */
async function sessionFor(item: Item): Promise<{ token: string } | { stopped: Settled }> {
  const there = await beginSession();
  const now = session();
  if (item.as === "") return { token: now?.token ?? "" };
  if (!there || !now) return { stopped: NO_SESSION };
  return item.as === ANYBODY_KNOWN || item.as === now.who ? { token: now.token } : { stopped: OTHER_PERSON };
}

/** Sends one text once, with as many steps as that takes; each step that can be repaired is repaired once. */
export async function deliver(item: Item): Promise<Delivered> {
  let learned: Partial<Item> = {};
  const tried = new Set<Verdict["is"]>();
  for (;;) {
    const as = await sessionFor(item);
    if ("stopped" in as) return { verdict: as.stopped, learned };
    const now = { ...item, ...learned };
    const verdict = needsPhoto(now) ? await sendPhoto(now, as.token) : await sendWords(now, as.token);
    if ("photoAt" in verdict) {
      learned = verdict;
      continue;
    }
    if (verdict.is !== "renew" && verdict.is !== "prove") return { verdict, learned };
    if (tried.has(verdict.is)) return { verdict: stuck(verdict.is), learned };
    tried.add(verdict.is);
    if (verdict.is === "renew") await renewSession(as.token);
  }
}

const stuck = (on: "renew" | "prove"): Settled =>
  on === "renew"
    ? NO_SESSION
    : {
        is: "waiting",
        why: "server",
        sentence: "Máy chưa làm xong bước kiểm tra chống gửi tự động. Nội dung được giữ trên máy và tự gửi lại.",
        pauseMs: 60_000,
      };

const judged = (answer: Parameters<typeof judge>[0], item: Item): Verdict =>
  judge(answer, item, Date.now(), Math.random());

async function sendWords(item: Item, token: string): Promise<Verdict> {
  const { path, key } = item;
  const body = { ...item.body, key };
  if (token !== "") return judged(await ask({ method: "POST", path, body, session: token }), item);
  const made = await prove();
  if ("stopped" in made) return judged(made.stopped, item);
  return judged(await ask({ method: "POST", path, body: { ...body, proof: made.proof } }), item);
}

const needsPhoto = (item: Item): boolean => item.photo !== null && Date.now() - item.photoAt > PHOTO_GOOD_MS;

/** Gives what the words need to name the photo; a session that is over is renewed for it as for words. */
async function sendPhoto(item: Item, token: string): Promise<Verdict | Pick<Item, "body" | "photoAt">> {
  const answer = await ask({
    method: "POST",
    path: "/requests/pictures",
    session: token,
    ...(item.photo ? { file: item.photo } : {}),
  });
  const picture = answer.kind === "ok" ? (answer.value as { picture?: unknown }).picture : undefined;
  if (typeof picture === "string") return { body: { ...item.body, picture }, photoAt: Date.now() };
  return judged(answer, item);
}
