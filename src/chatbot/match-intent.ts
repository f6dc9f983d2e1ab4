import { fold, readings } from "../kernel/vietnamese.ts";
import { COMMANDS, type Intent, INTENTS, KEYWORDS } from "./intents.ts";
import { rowOf } from "../kernel/table.ts";

/** Usual short forms, opened for matching only; a citizen's words are never rewritten (domain.md §4.5). */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  ko: "khong",
  k: "khong",
  hok: "khong",
  khg: "khong",
  kg: "khong",
  hong: "khong",
  hem: "khong",
  kh: "khong",
  dc: "duoc",
  đc: "duoc",
  j: "gi",
  r: "roi",
  mn: "moi nguoi",
  ntn: "nhu the nao",
  trc: "truoc",
  ng: "nguoi",
  nv: "nhan vien",
  ubnd: "ubnd",
  pxh: "phong xa hoi",
  cmnd: "can cuoc",
  cc: "can cuoc",
  cb: "can bo",
  tb: "thong bao",
  tt: "thong tin",
  lm: "lam",
  tks: "thanks",
  thank: "thanks",
  cxa: "cam on",
  cams: "cam",
  sdt: "sdt",
  dt: "dien thoai",
  vs: "voi",
  cx: "cung",
  hs: "ho so",
  gks: "khai sinh",
  pa: "phan anh",
  dl: "du lieu",
  dthao: "du thao",
  ykien: "y kien",
};

export interface Match {
  intent: Intent;
  score: number;
  /** what stands after a button's command */
  argument: string;
}

/** `hong` is also "broken": both readings are tried. */
const openShortForms = (text: string): string[] => {
  const words = text.split(" ");
  const opened = words.map((word) => rowOf(SHORT_FORMS, word) ?? word).join(" ");
  return opened === text ? [text] : [text, opened];
};

const holds = (text: string, phrase: string): boolean => ` ${text} `.includes(` ${phrase} `);

function scoreOf(text: string, phrases: readonly string[]): number {
  let best = 0;
  for (const phrase of phrases) {
    if (phrase.startsWith("=")) {
      if (text === phrase.slice(1)) best = Math.max(best, 12);
    } else if (holds(text, phrase)) {
      const words = phrase.split(" ").length;
      best = Math.max(best, words * 3 + (text === phrase ? 4 : 0) + phrase.length / 20);
    }
  }
  return best;
}

/** When two intents score alike the one that does no harm by being served first wins. */
const PRECEDENCE: readonly Intent[] = ["khan-cap", "xoa-du-lieu", "dung", "can-bo", "nhan", ...INTENTS];

/**
 * Which intent a message carries, or undefined. Without marks, raw Telex and raw VNI are read as well; the unit's own
 * keywords count like ours.
 */
export function matchIntent(text: string, extra: Partial<Record<Intent, readonly string[]>> = {}): Match | undefined {
  const command = /^(#[a-z-]+)(?:\s+(.+))?$/.exec(text.trim().toLowerCase());
  const commanded = command ? rowOf(COMMANDS, command[1] ?? "") : undefined;
  if (commanded) return { intent: commanded, score: 100, argument: command?.[2] ?? "" };
  const candidates = readings(text).flatMap(openShortForms);
  let best: Match | undefined;
  for (const intent of PRECEDENCE) {
    // "đúng" (right) folds to the same letters as "dừng" (stop); written with its mark it never stops anything
    if (intent === "dung" && /đúng/i.test(text.normalize("NFC"))) continue;
    const phrases = [...KEYWORDS[intent], ...(extra[intent] ?? []).map(fold)];
    const score = Math.max(0, ...candidates.map((candidate) => scoreOf(candidate, phrases)));
    if (score > (best?.score ?? 0)) best = { intent, score, argument: "" };
  }
  return best;
}
