import { z } from "zod";
import { lookAt } from "../decisions/decide.ts";
import { exclusion, winnersPublication } from "./result.decision.ts";
import { byMe, type ConsoleRoute, page, redirect, route, type RouteContext } from "../kernel/console-route.ts";
import { formatShare } from "../kernel/dates.ts";
import { tidyCode } from "../kernel/crypto.ts";
import { linesBelow } from "../units/lines.ts";
import { livePeople } from "./live-people.ts";
import { newestBlock } from "./round-log.store.ts";
import { readClaim } from "./claim-prize.ts";
import { excludePlayer, publishWinners } from "./leave-out.ts";
import { findResult } from "./result.store.ts";
import type { Contest, FrozenRound } from "./contest.model.ts";
import { listPublished } from "./contest.store.ts";
import { findRound, playedRounds } from "./find-round.ts";
import { lineOf } from "./log-line.ts";
import { loadContest } from "./prepare-contest.ts";
import { PHASE_NAMES } from "./public-quiz.ts";
import type { LogTotals } from "./round-log.model.ts";
import { FEWEST_SHOWN, peopleInWords, roundPhase } from "./rules.ts";
import type { PlayDeps } from "./start-turn.ts";
import { MARKS } from "./turn.model.ts";
import { countMarked, findPlayerByCode, listExcluded, listMarked, listTurns } from "./turn.store.ts";

const PER_PAGE = 50;

interface ItemRow {
  text: string;
  category: string;
  asked: number;
  share: string;
  shareOfOne: number;
  /** the wrong option chosen most, with how often */
  mistake: string;
  source: string;
}

/** How often each question was asked and answered right; nothing below five answers. */
function itemRows(round: Pick<FrozenRound, "questions">, items: LogTotals["items"]): ItemRow[] {
  return round.questions.flatMap((question) => {
    const item = items[`${question.id}@${question.version}`];
    if (!item || item.asked < FEWEST_SHOWN) return [];
    const wrong = item.chosen
      .map((n, option) => ({ n, option }))
      .filter(({ option, n }) => !question.right.includes(option) && n >= FEWEST_SHOWN)
      .toSorted((a, b) => b.n - a.n)[0];
    const share = item.right / item.asked;
    return [
      {
        text: question.text,
        category: question.category,
        asked: item.asked,
        share: formatShare(share, 0),
        shareOfOne: Math.round(share * 100),
        mistake: wrong ? `“${question.options[wrong.option] ?? ""}” (${wrong.n} lần)` : "–",
        source: question.sources[0]?.title ?? "",
      },
    ];
  });
}

/** Kết quả vòng thi: live count, fingerprint, marks, winners, what is misunderstood. */
export function resultsRoutes(deps: PlayDeps): ConsoleRoute[] {
  const load = (context: RouteContext): Promise<Contest> => loadContest(context.me.scope, context.params["id"] ?? "");
  const view = async (context: RouteContext) => {
    const [unitCode, ref] = [context.me.scope, context.params["id"] ?? ""];
    const seen = {
      exclusion: await lookAt(exclusion, deps, unitCode, ref),
      winners: await lookAt(winnersPublication, deps, unitCode, `${ref}:${context.params["n"]}`),
    };
    const contest = await load(context);
    const id = String(contest._id);
    const n = Number(context.params["n"]);
    const { round } = await findRound(id, n);
    const [block, result, excluded] = [await newestBlock(id, n), await findResult(id, n), await listExcluded(id)];
    const winners = await Promise.all(
      (result?.winners ?? []).map(async (winner) => ({
        ...winner,
        guess: winner.guess ?? "–",
        away: winner.away ?? "–",
        claimed: Boolean((await findPlayerByCode(id, winner.code))?.claim),
      })),
    );
    return page("quizzes/result", `Kết quả: ${round.name || `Vòng ${n}`}`, {
      id,
      n,
      title: contest.title,
      name: round.name || `Vòng ${n}`,
      phase: roundPhase(round, context.now),
      phaseName: PHASE_NAMES[roundPhase(round, context.now)],
      closesAt: new Date(round.closesAt),
      turns: block?.totals.turns ?? 0,
      people: peopleInWords(result?.people ?? (await livePeople(id, n, block))),
      block,
      result,
      allRight: result ? peopleInWords(result.allRight) : "",
      winners,
      excluded: excluded.map(({ code, excluded: left }) => ({
        code,
        why: left?.why ?? "",
        organiser: left?.organiser,
      })),
      organiserCode: contest.organiserCode,
      marked: await countMarked(id, n),
      items: itemRows(round, block?.totals.items ?? {}),
      seen,
      canPublish: context.me.permissions.includes("quizzes.approve") && result?.state === "counted",
      canExclude: context.me.permissions.includes("quizzes.approve") && result?.state !== "published",
      canReach: context.me.permissions.includes("quizzes.edit") && result?.state === "published",
    });
  };
  const back = (context: RouteContext, note: string) =>
    redirect(`/console/thi/${context.params["id"]}/vong/${context.params["n"]}/ket-qua`, note);
  return [
    route({
      method: "get",
      path: "/thi/thong-ke",
      may: "units.view",
      async handle(context) {
        const below = (await linesBelow(context.me.scope, context.now)).flatMap(({ codes }) => codes);
        const sums = new Map<string, { round: FrozenRound; key: string; item: LogTotals["items"][string] }>();
        let contests = 0;
        for (const contest of await listPublished([...context.me.scope.own, ...below])) {
          contests += 1;
          for (const { round } of await playedRounds(String(contest._id)))
            for (const [key, item] of Object.entries(
              (await newestBlock(String(contest._id), round.n))?.totals.items ?? {},
            )) {
              const sum = sums.get(key);
              if (!sum) sums.set(key, { round, key, item: structuredClone(item) });
              else {
                sum.item.asked += item.asked;
                sum.item.right += item.right;
                item.chosen.forEach((n, i) => (sum.item.chosen[i] = (sum.item.chosen[i] ?? 0) + n));
              }
            }
        }
        const items = [...sums.values()]
          .flatMap(({ round, key, item }) =>
            itemRows(
              { questions: round.questions.filter((one) => `${one.id}@${one.version}` === key) },
              { [key]: item },
            ),
          )
          .toSorted((a, b) => a.shareOfOne - b.shareOfOne)
          .slice(0, 100);
        return page("quizzes/items", "Điều hay bị hiểu sai", { items, contests });
      },
    }),
    route({ method: "get", path: "/thi/:id/vong/:n/ket-qua", may: "quizzes.view", handle: (context) => view(context) }),
    route({
      method: "get",
      path: "/thi/:id/vong/:n/bat-thuong",
      may: "quizzes.view",
      query: z.object({ trang: z.coerce.number().int().min(1).default(1) }),
      async handle(context) {
        const contest = await load(context);
        const id = String(contest._id);
        const n = Number(context.params["n"]);
        const { trang } = context.query;
        const { round } = await findRound(id, n);
        const rows = await listMarked(id, n, (trang - 1) * PER_PAGE, PER_PAGE);
        const marked = new Map(rows.map((row) => [row._id, row.marks]));
        const [total, turns] = [await countMarked(id, n), await listTurns(rows.map((row) => row._id))];
        await context.audit("marks-read", contest.title, { vòng: n });
        return page("quizzes/marks", "Lượt thi bất thường", {
          id,
          n,
          title: contest.title,
          total,
          at: trang,
          before: trang - 1,
          next: trang * PER_PAGE < total ? trang + 1 : 0,
          turns: turns.flatMap((turn) => {
            const line = lineOf(turn, round);
            return {
              ...line,
              submittedAt: new Date(line.submittedAt),
              seconds: Math.round(line.usedMs / 1000),
              of: line.questions.length,
              marks: (marked.get(turn._id) ?? []).map((mark) => MARKS[mark]).join("; "),
            };
          }),
        });
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/vong/:n/loai",
      may: exclusion.may,
      body: z.object({
        code: z.string().max(40).default(""),
        why: z.string().max(500).default(""),
        seen: z.string().max(80).default(""),
      }),
      handle: async (context) => {
        const contest = await load(context);
        await findRound(String(contest._id), Number(context.params["n"]));
        const code = tidyCode(context.body.code);
        await excludePlayer(deps, String(contest._id), code, context.body.why, byMe(context), context.body.seen);
        await context.audit("player-excluded", contest.title, { mã: code });
        return back(context, `Đã loại mã ${code}; lý do được công khai. Kết quả đã tính lại.`);
      },
    }),
    route({
      method: "post",
      path: "/thi/:id/vong/:n/cong-bo",
      may: winnersPublication.may,
      body: z.object({ seen: z.string().max(80).default("") }),
      handle: async (context) => {
        const contest = await load(context);
        const n = Number(context.params["n"]);
        await publishWinners(deps, String(contest._id), n, byMe(context), context.body.seen);
        await context.audit("winners-published", contest.title, { vòng: n });
        return back(context, "Đã công bố. Sổ bài thi và cách tính lại đã mở cho mọi người.");
      },
    }),
    route({
      method: "get",
      path: "/thi/:id/vong/:n/lien-he/:code",
      may: "quizzes.edit",
      async handle(context) {
        const contest = await load(context);
        const code = tidyCode(context.params["code"] ?? "");
        const claim = await readClaim(deps, String(contest._id), code);
        await context.audit("claim-read", contest.title, { mã: code });
        return page("quizzes/claim", "Liên hệ người trúng giải", {
          id: String(contest._id),
          n: Number(context.params["n"]),
          title: contest.title,
          code,
          claim,
        });
      },
    }),
  ];
}
