import { beforeOwn, defineDecision, nobody, oneKey, type Parts } from "../decisions/decision.ts";
import { conflict, invalid, notFound } from "../kernel/errors.ts";
import { holds, type Whose } from "../kernel/scope.ts";
import { countAgain, playerOfCode } from "./close-round.ts";
import type { Contest } from "./contest.model.ts";
import { decideExclusion, decideWinners, findContest, listResultsDue, noteResultsDone } from "./contest.store.ts";
import { countedRounds } from "./live-people.ts";
import { changeCounted, findResult, hasPublished, listResults, resultId } from "./result.store.ts";
import type { RoundResult } from "./round-log.model.ts";
import type { PlayDeps } from "./start-turn.ts";
import { changePlayer, dropBests, listExcluded } from "./turn.store.ts";
import { verifyRound } from "./verify-round.ts";

interface Standing {
  contest: Contest;
  results: RoundResult[];
  excluded: string[];
  published: boolean;
}

const standingsOf = (results: readonly RoundResult[]): Parts =>
  Object.fromEntries(
    results.map(({ round, winners, fingerprint }) => [
      `Vòng ${round}, xếp giải`,
      `${winners.map(({ prize, code }) => `${prize}: ${code}`).join("; ")} (sổ ${fingerprint})`,
    ]),
  );

async function load(whose: Whose, contestId: string): Promise<Standing | null> {
  const contest = await findContest(contestId);
  if (!contest || !holds(whose, contest.unitCode)) return null;
  const left = (await listExcluded(contestId)).map((one) => one.code);
  const pending = (contest.excluding ?? []).map((one) => one.code);
  return {
    contest,
    results: await listResults(contestId),
    excluded: [...new Set([...left, ...pending])].toSorted(),
    published: (contest.winnersOf ?? []).length > 0 || (await hasPublished(contestId)),
  };
}

/** Decided winners are published; who was left out loses boards and prizes, and the other rounds are counted again. */
export async function settleResults(deps: PlayDeps, ref: string): Promise<void> {
  const id = ref.split(":")[0] ?? "";
  const contest = await findContest(id);
  if (!contest?.resultsDue) return;
  // winners first: they were decided over everybody left out before, and whoever is pending came after
  for (const { round, by, at } of contest.winnersOf ?? [])
    await changeCounted(resultId(id, round), { state: "published", publishedBy: by, publishedAt: at });
  for (const { player, code, why, organiser, by, at } of contest.excluding ?? []) {
    await changePlayer(id, player, code, {
      excluded: { why, organiser, by, at, counted: await countedRounds(id, player) },
    });
    await dropBests(id, player);
  }
  if ((contest.excluding ?? []).length > 0) await countAgain(deps, id);
  await noteResultsDone(contest);
}
const follow = {
  due: ({ clock }: PlayDeps): Promise<string[]> => listResultsDue(beforeOwn(clock.now())),
  finish: settleResults,
};

export interface ExclusionWish {
  code: string;
  why: string;
}

/** A player is left out of boards and prizes, with a reason that is published. The turns stay in the log. */
export const exclusion = defineDecision<Standing, PlayDeps, ExclusionWish>({
  name: "exclusion",
  what: "cuộc thi này",
  may: "quizzes.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ contest: { lastExclusion } }) => (lastExclusion ? [lastExclusion] : []),
  sameWish: ({ contest: { lastExclusion } }, { code, why }) =>
    lastExclusion?.code === code && lastExclusion.why === why.trim(),
  notBy: nobody,
  notByWords: "",
  load: (_, whose, id) => load(whose, id),
  isOpen: ({ published }) => !published,
  closedWords: "Kết quả đã công bố. Khiếu nại giải quyết theo thể lệ.",
  covers: ({ results, excluded }) => ({ ...standingsOf(results), "Mã đã loại": excluded.join(", ") }),
  async check(_, { contest, excluded }, { code, why }) {
    if (excluded.includes(code)) throw conflict(`Mã ${code} đã bị loại trước đó. Lý do đã công bố được giữ nguyên.`);
    if (why.trim().length < 10) throw invalid({ why: "Cần nêu lý do (ít nhất 10 ký tự); lý do được công khai" });
    if (!(await playerOfCode(String(contest._id), code))) throw notFound("mã người thi này");
  },
  async apply(_, { contest }, { code, why }, { by, at, fingerprint }) {
    const player = (await playerOfCode(String(contest._id), code)) ?? "";
    const left = { player, code, why: why.trim(), organiser: false, by, at };
    return decideExclusion(contest, left, { code, why: why.trim(), by, at, fingerprint });
  },
  follow,
});

interface Round extends Standing {
  n: number;
  result: RoundResult | undefined;
}

/** The winners of a counted round are named. The log is read once more: what does not agree stops it. */
export const winnersPublication = defineDecision<Round, PlayDeps>({
  name: "winners",
  what: "vòng thi này",
  may: "quizzes.approve",
  sixDigits: null,
  keys: oneKey,
  given: ({ contest, n }) => (contest.winnersOf ?? []).filter((one) => one.round === n),
  notBy: nobody,
  notByWords: "",
  async load(_, whose, ref) {
    const [id = "", n = ""] = ref.split(":");
    const standing = await load(whose, id);
    return standing && { ...standing, n: Number(n), result: (await findResult(id, Number(n))) ?? undefined };
  },
  isOpen: ({ contest, n, result }) =>
    result?.state === "counted" && !(contest.winnersOf ?? []).some((one) => one.round === n),
  closedWords: "Kết quả vòng này đã công bố, hoặc vòng thi chưa đóng hay đang được đếm.",
  covers: ({ result, excluded }) => ({ ...standingsOf(result ? [result] : []), "Mã đã loại": excluded.join(", ") }),
  async check(deps, { contest, n, result: seen }) {
    const id = String(contest._id);
    await settleResults(deps, id);
    const [{ holds, winners }, result] = [await verifyRound(id, n), await findResult(id, n)];
    const codesOf = (list: readonly { code: string }[] = []): string => list.map(({ code }) => code).join();
    if (codesOf(seen?.winners) !== codesOf(result?.winners))
      throw conflict("Kết quả vừa được đếm lại vì có người bị loại. Xem lại danh sách trước khi công bố.");
    const same = codesOf(winners) === codesOf(result?.winners);
    if (!holds || !same)
      throw conflict("Tính lại từ sổ không ra cùng kết quả. Chưa công bố; vui lòng báo quản trị hệ thống.");
  },
  apply: (_, { contest, n }, __, { by, at, fingerprint }) => decideWinners(contest, { round: n, by, at, fingerprint }),
  follow,
});
