import { dice } from "./dice.ts";

export const WAYS = ["mini-app", "web", "chat"] as const;
export type Way = (typeof WAYS)[number];

export interface Person {
  n: number;
  userId: string;
  appUserId: string;
  ip: string;
  name: string;
  /** by which way this person comments anonymously; "" = not at all */
  way: Way | "";
}

export interface Step {
  at: number;
  person: Person;
  /** `say` an ordinary message; the others are steps of a comment */
  what: "say" | "look" | "visit" | "comment" | "open" | "place" | "stance" | "words" | "yes";
  text: string;
}

const MINUTE = 60_000;
const OPENERS = ["góp ý", "#gop-y", "tôi muốn góp ý dự thảo", "Tôi không đồng ý với điều 7 của dự thảo"];
const ORDINARY = ["giờ làm việc", "xin chào", "thủ tục khai sinh cần gì", "menu", "cảm ơn xã", "hôm nay có tin gì"];
const WISHES = ["mở rộng đường", "sửa cầu", "trồng thêm cây", "giữ chợ cũ", "thêm đèn", "bớt thủ tục", "xây sân chơi"];

/**
 * One seeded day from a midnight in Vietnam on: 60 people comment anonymously, 20 by each way, among 40 others who write openly. Most do so between
 * eight and eleven, their steps interleaved; one of each way is alone in a quiet hour of the night after. Many authors
 * also write openly right before or after, look into the chat, open the mini-app.
 */
export function planDay(seed: number, midnight: number): { people: Person[]; steps: Step[] } {
  const { below, next, pick, shuffle } = dice(seed);
  const numbers = shuffle(Array.from({ length: 100 }, (_, n) => n));
  const people = numbers.map((n, k): Person => {
    const id = String(n).padStart(3, "0");
    const way = k < 60 ? (WAYS[Math.floor(k / 20)] ?? "") : "";
    const name = `Người ${"ABCDEĐGHIKLMNOPQRSTUVXY"[n % 23]}${id}`;
    return { n, userId: `2468458835291${id}000`, appUserId: `77${id}00000000000`, ip: `203.0.113.${n}`, name, way };
  });
  const morning = midnight + 8 * 60 * MINUTE;
  const night = midnight + 25 * 60 * MINUTE;
  const steps: Step[] = [];
  const alone = new Set<Way>();
  for (const person of shuffle([...people])) {
    const quiet = person.way !== "" && !alone.has(person.way);
    if (quiet && person.way !== "") alone.add(person.way);
    let at = quiet ? night + alone.size * 60 * MINUTE + below(50 * MINUTE) : morning + below(180 * MINUTE);
    const add = (what: Step["what"], text = ""): void => {
      steps.push({ at, person, what, text });
      at += 4000 + below(50_000);
    };
    const wish = `Đề nghị xã ${pick(WISHES)} ở thôn ${1 + below(12)}, ${pick(WISHES)} trước mùa mưa (${below(10_000)}).`;
    if (person.way === "") {
      for (let k = 0; k < 1 + below(3); k += 1) add("say", pick(ORDINARY));
      continue;
    }
    if (next() < 0.4) add("say", pick(ORDINARY));
    if (person.way === "chat") {
      if (next() < 0.4) add("look");
      add("open", pick(OPENERS));
      add("place", "toàn văn");
      add("stance", "Chỉ góp ý");
      add("words", wish);
      add("yes", "Đồng ý và gửi");
    } else {
      if (person.way === "mini-app") add("visit");
      add("comment", wish);
    }
    if (next() < 0.4) add("say", pick(ORDINARY));
    if (next() < 0.1) add("say", "mã tra cứu của tôi là #CODE");
  }
  return { people, steps: steps.toSorted((a, b) => a.at - b.at) };
}
