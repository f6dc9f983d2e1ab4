import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { fold } from "../kernel/vietnamese.ts";
import { VIETNAMESE_WORDS } from "./vietnamese-words.ts";

const LEAST = 12;
/** above it the judging itself would take long; nobody types so much */
const MOST = 128;
/** above zxcvbn's "safely unguessable" (10^8), which three known words in a row always reach and which do not do here */
const GUESSES = 1e9;
/** a thousand times that: nothing more is asked of anybody */
const STRONG = 1e12;
/** what each different sign between the words makes harder */
const PER_SIGN = 3;

let judge: ZxcvbnFactory | undefined;
const judgeOf = (): ZxcvbnFactory => {
  judge ??= new ZxcvbnFactory({
    dictionary: { ...dictionary, vietnamese: [...VIETNAMESE_WORDS] },
    graphs: adjacencyGraphs,
  });
  return judge;
};

/** What is known about a person is the first thing somebody would try: name, e-mail, office, place; joined and apart. */
function nearWords(about: readonly string[]): string[] {
  const words = about.flatMap((text) => {
    const parts = fold(text).split(/[ #]+/).filter(Boolean);
    const runs = parts.flatMap((_, from) => parts.slice(from).map((_, n) => parts.slice(from, from + n + 1).join("")));
    return [...runs, parts.map((part) => part.charAt(0)).join("")];
  });
  return [...new Set(words.filter((word) => word.length > 2))];
}

/** What is known about an official, and tried first by who does not know the password. */
export const knownOf = (
  { name, email }: { name: string; email: string },
  unit: { name: string; office: string; province: string } | null,
): string[] => [name, email, ...(unit ? [unit.name, unit.office, unit.province] : [])];

interface Judged {
  guesses: number;
  /** known words it is made of */
  known: readonly string[];
}

/** As typed, without marks, and without what stands between the words: "Xã-Sao-Mai-2026" is no better than "xasaomai2026". */
function* judgements(plain: string, about: readonly string[]): Generator<Judged> {
  const near = nearWords(about);
  const folded = fold(plain);
  const signs = new Set(plain.replace(/[\p{L}\p{M}\p{N}]/gu, "")).size;
  for (const [form, factor] of [
    [plain, 1],
    [folded, 1],
    [folded.replace(/[ #]/g, ""), PER_SIGN ** signs],
  ] as const) {
    const { guesses, sequence } = judgeOf().check(form, near);
    const known = sequence.filter((part) => part.pattern === "dictionary").map((part) => part.token.trim());
    yield { guesses: guesses * factor, known };
  }
}

/** What is wrong before anything is judged. */
function lengthProblem(plain: string): string | undefined {
  const length = [...plain].length;
  if (length < LEAST) return `Mật khẩu cần ít nhất ${LEAST} ký tự, hiện có ${length}`;
  return length > MOST ? `Mật khẩu dài quá ${MOST} ký tự` : undefined;
}

function easyProblem({ guesses, known }: Judged): string | undefined {
  if (guesses >= GUESSES) return undefined;
  const why = known.length > 0 ? ` vì có “${[...new Set(known)].slice(0, 2).join("”, “")}”` : "";
  return `Mật khẩu này dễ đoán${why}. Ghép bốn, năm từ không liên quan với nhau, ví dụ về đồ vật quanh Ông/Bà`;
}

/**
 * Why a password will not do, in words for the page; undefined when it will.
 * @param about texts that are known about the person ({@link knownOf})
 */
export function passwordProblem(password: string, about: readonly string[] = []): string | undefined {
  const plain = password.normalize("NFC");
  const problem = lengthProblem(plain);
  if (problem !== undefined) return problem;
  for (const judged of judgements(plain, about)) {
    const easy = easyProblem(judged);
    if (easy !== undefined) return easy;
  }
  return undefined;
}

/** How strong a password is while it is typed, of 4: 1 and 2 will not do, for the reason in the words; 3 and 4 will. */
export function passwordStrength(password: string, about: readonly string[]): { of4: number; words: string } {
  const plain = password.normalize("NFC");
  if (plain === "") return { of4: 0, words: "" };
  const length = lengthProblem(plain);
  const judged = [...plain].length <= MOST ? [...judgements(plain, about)] : [];
  const least = judged.length > 0 ? Math.min(...judged.map(({ guesses }) => guesses)) : 0;
  const problem = length ?? judged.map(easyProblem).find((easy) => easy !== undefined);
  if (problem !== undefined) return { of4: least >= Math.sqrt(GUESSES) ? 2 : 1, words: problem };
  return least >= STRONG ? { of4: 4, words: "Mật khẩu mạnh" } : { of4: 3, words: "Mật khẩu dùng được" };
}
