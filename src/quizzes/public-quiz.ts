import { notFound } from "../kernel/errors.ts";
import { tidyCode } from "../kernel/crypto.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { AppError } from "../kernel/errors.ts";
import { livePeople } from "./live-people.ts";
import { newestBlock } from "./round-log.store.ts";
import { findResult } from "./result.store.ts";
import { type Contest, RULE_FIELDS, ruleFields } from "./contest.model.ts";
import { findContest, frozenVersions } from "./contest.store.ts";
import { findRound, playedRounds } from "./find-round.ts";
import { checkCertificate } from "./make-certificate.ts";
import { findSound } from "./question.store.ts";
import { peopleInWords, roundPhase } from "./rules.ts";
import type { PlayDeps } from "./start-turn.ts";
import { leftOutOf } from "./list-left-out.ts";
import { recountOnce } from "./recount-once.ts";
import { exportLog } from "./verify-round.ts";

export const PHASE_NAMES = { coming: "Chưa mở", open: "Đang mở", closed: "Đã đóng" } as const;

async function findPublic(id: string): Promise<Contest> {
  const contest = await findContest(id);
  if (!contest || contest.version === 0) throw notFound("cuộc thi này");
  return contest;
}

async function roundPage(contest: Contest, n: number, now: Date) {
  const id = String(contest._id);
  const { round, version } = await findRound(id, n);
  const [result, block] = [await findResult(id, n), await newestBlock(id, n)];
  const phase = roundPhase(round, now);
  const published = result?.state === "published";
  return {
    office: version.frozen.organiser,
    id,
    n,
    contest: version.frozen.title,
    name: round.name || `Vòng ${n}`,
    phaseName: PHASE_NAMES[phase],
    opensAt: new Date(round.opensAt),
    closesAt: new Date(round.closesAt),
    rulesFingerprint: version.fingerprint,
    people: peopleInWords(result?.people ?? (await livePeople(id, n, block))),
    block: result ? null : block && { n: block.n, hash: block.hash, at: block.at },
    result: result && {
      fingerprint: result.fingerprint,
      countedAt: result.countedAt,
      people: peopleInWords(result.people),
      turns: result.people < 5 ? "" : String(result.turns),
      allRight: peopleInWords(result.allRight),
    },
    published,
    publishedAt: result?.publishedAt,
    winners: published ? result.winners.map((one) => ({ ...one, guess: one.guess ?? "–", away: one.away ?? "–" })) : [],
    excluded: published ? await leftOutOf(result) : [],
  };
}

async function publishedRound(params: Record<string, string>): Promise<{ id: string; n: number }> {
  const [id, n] = [params["id"] ?? "", Number(params["n"])];
  if ((await findResult(id, n))?.state !== "published") throw notFound("sổ bài thi đã công bố của vòng này");
  return { id, n };
}

/** The open side of contests: rules, fingerprints while and after a round runs, the log, its recomputation, certificates. */
export const quizPages = (deps: PlayDeps): PublicPage[] => {
  const certificate = async (code: string, name: string) => {
    const base = { kind: "page" as const, view: "quizzes/public-certificate", title: "Kiểm tra giấy ghi nhận" };
    const none = { office: "", code, name, asked: code !== "", found: false };
    if (code === "") return { ...base, data: none };
    try {
      const found = await checkCertificate(deps, tidyCode(code), name);
      return { ...base, data: { ...none, found: true, ...found, asksName: name.trim() !== "" } };
    } catch (error) {
      if (error instanceof AppError && error.status === 404) return { ...base, data: none, status: 404 };
      throw error;
    }
  };
  return [
    publicPage({
      path: "/am-thanh/:id",
      async handle({ params }) {
        const sound = await findSound(params["id"] ?? "");
        if (!sound) throw notFound("âm thanh này");
        return { kind: "file", type: sound.mimeType, body: sound.bytes, seconds: 86_400 };
      },
    }),
    publicPage({ path: "/thi/chung-nhan", handle: () => certificate("", "") }),
    publicPage({
      method: "post",
      path: "/thi/chung-nhan",
      handle: ({ body }) => certificate((body["code"] ?? "").slice(0, 40), (body["name"] ?? "").slice(0, 100)),
    }),
    publicPage({
      path: "/thi/:id",
      async handle({ params, now }) {
        const contest = await findPublic(params["id"] ?? "");
        const id = String(contest._id);
        const versions = await frozenVersions(id);
        const newest = versions.at(-1);
        return {
          kind: "page",
          view: "quizzes/public-contest",
          title: newest?.frozen.title ?? contest.title,
          data: {
            office: newest?.frozen.organiser ?? "",
            id,
            about: newest?.frozen.about ?? contest.about,
            rules: ruleFields.map((field) => ({ name: RULE_FIELDS[field], text: newest?.frozen.rules[field] ?? "" })),
            rounds: (await playedRounds(id)).map(({ round }) => ({
              n: round.n,
              name: round.name || `Vòng ${round.n}`,
              phaseName: PHASE_NAMES[roundPhase(round, now)],
              opensAt: new Date(round.opensAt),
              closesAt: new Date(round.closesAt),
            })),
            versions: versions.map(({ n, at, fingerprint }) => ({ n, at, fingerprint })),
          },
        };
      },
    }),
    publicPage({
      path: "/thi/:id/vong/:n",
      async handle({ params, now }) {
        const data = await roundPage(await findPublic(params["id"] ?? ""), Number(params["n"]), now);
        return { kind: "page", view: "quizzes/public-round", title: `${data.contest}: ${data.name}`, data };
      },
    }),
    publicPage({
      path: "/thi/:id/vong/:n/so-bai-thi",
      async handle({ params }) {
        const { id, n } = await publishedRound(params);
        const name = `so-bai-thi-${id}-vong-${n}.ndjson`;
        return { kind: "file", type: "application/x-ndjson", body: exportLog(id, n), seconds: 3600, name };
      },
    }),
    publicPage({
      method: "post",
      path: "/thi/:id/vong/:n/tinh-lai",
      async handle({ params, now }) {
        const { id, n } = await publishedRound(params);
        const data = await roundPage(await findPublic(id), n, now);
        const verdict = await recountOnce(id, n, now);
        return {
          kind: "page",
          view: "quizzes/public-round",
          title: `${data.contest}: ${data.name}`,
          data: { ...data, verdict },
        };
      },
    }),
  ];
};
