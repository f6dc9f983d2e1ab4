import { checkChain } from "../comments/append-log.ts";
import { type Answer, VERDICT_NAMES } from "../comments/answer.model.ts";
import { type Comment, CHANNEL_NAMES, type Stance, STANCE_NAMES, STANCES } from "../comments/comment.model.ts";
import { listAnswers } from "../comments/answer.store.ts";
import { countOwn, streamAt, type Tally, tally } from "../comments/comment.store.ts";
import { listIntakes } from "../comments/intake.store.ts";
import { countUnlogged, streamEntries } from "../comments/log.store.ts";
import { isCounted } from "../comments/rules.ts";
import { coverWords } from "../comments/lift-mask.ts";
import type { CommentBox, CommentWords } from "../comments/seal-box.ts";
import type { Draft } from "../drafts/draft.model.ts";
import { type About, aboutOf, listPlaces, type Place } from "../drafts/list-places.ts";
import { citePlace } from "../drafts/rules.ts";
import { AppError } from "../kernel/errors.ts";
import { type Again, AGAIN_NAMES, countPieces } from "./count-pieces.ts";
import type { Figures } from "./report.model.ts";

const sumOf = (rows: Tally[], holds: (row: Tally) => boolean): number =>
  rows.reduce((sum, row) => sum + (holds(row) ? row.n : 0), 0);

/** Counts a draft's comments; every stored one falls into exactly one of opinions, questions, late, hidden, withdrawn. */
export async function countFigures(draft: Draft): Promise<Figures> {
  const id = String(draft._id);
  const rows = await tally(id);
  const intakes = await listIntakes(id);
  const meetings = intakes.filter((intake) => intake.kind === "meeting");
  const byChannel: Figures["byChannel"] = {};
  const byGround: Figures["byGround"] = {};
  for (const row of rows) {
    if (isCounted(row)) byChannel[row.channel] = (byChannel[row.channel] ?? 0) + row.n;
    if (row.state === "hidden") byGround[row.ground] = (byGround[row.ground] ?? 0) + row.n;
  }
  return {
    opinions: sumOf(rows, isCounted),
    byStance: Object.fromEntries(
      STANCES.map((stance) => [stance, sumOf(rows, (row) => isCounted(row) && row.stance === stance)]),
    ) as Record<Stance, number>,
    byChannel,
    questions: sumOf(rows, (row) => row.state === "kept" && !row.late && row.kind === "question"),
    offScope: sumOf(rows, (row) => isCounted(row) && row.kind === "off-scope"),
    late: sumOf(rows, (row) => row.state === "kept" && row.late),
    withdrawn: sumOf(rows, (row) => row.state === "withdrawn"),
    hidden: sumOf(rows, (row) => row.state === "hidden"),
    byGround,
    notComments: draft.notComments,
    submissions: (await countOwn(id)) + intakes.length,
    meetings: meetings.length,
    present: meetings.reduce((sum, one) => sum + one.present, 0),
    speakers: meetings.reduce((sum, one) => sum + one.speakers, 0),
    spoken: meetings.reduce((sum, one) => sum + one.opinions, 0),
    organisations: new Set(intakes.filter((one) => one.kind === "written").map((one) => one.title)).size,
    letters: intakes.filter((one) => one.kind === "letter").length,
    received: sumOf(rows, () => true),
  };
}

/** What a report can be checked against, counted apart from the figures. */
export interface Counted {
  inTable: number;
  questionsInTable: number;
  logged: number;
  chainHolds: boolean;
  /** counted one comment, one meeting, one paper after the other */
  again: Again;
}

/** Differences that forbid a report, each named with both numbers; empty = it reconciles. */
export function differences(figures: Figures, counted: Counted): string[] {
  const stances = STANCES.reduce((sum, stance) => sum + figures.byStance[stance], 0);
  const channels = Object.values(figures.byChannel).reduce((sum, n) => sum + n, 0);
  const grounds = Object.values(figures.byGround).reduce((sum, n) => sum + n, 0);
  const parts = figures.opinions + figures.questions + figures.late + figures.hidden + figures.withdrawn;
  const pairs: [string, number, string, number][] = [
    ["tổng ý kiến", figures.opinions, "cộng theo hướng", stances],
    ["tổng ý kiến", figures.opinions, "cộng theo kênh", channels],
    ["tổng ý kiến", figures.opinions, "cộng trong bảng tổng hợp", counted.inTable],
    ["số câu hỏi", figures.questions, "câu hỏi trong bảng", counted.questionsInTable],
    ["số ý kiến ẩn", figures.hidden, "cộng theo căn cứ", grounds],
    ["số đã nhận", figures.received, "ý kiến + câu hỏi + muộn + ẩn + rút", parts],
    ["số đã nhận", figures.received, "số ghi và chờ ghi vào nhật ký nối chuỗi", counted.logged],
    ...(Object.keys(AGAIN_NAMES) as (keyof Again)[]).map((name): [string, number, string, number] => [
      AGAIN_NAMES[name],
      figures[name],
      "đếm lại từng mục",
      counted.again[name],
    ]),
  ];
  const named = pairs
    .filter(([, a, , b]) => !Number.isNaN(b) && a !== b)
    .map(([what, a, other, b]) => `${what} ${a} khác ${other} ${b} (lệch ${Math.abs(a - b)})`);
  return counted.chainHolds ? named : [...named, "nhật ký nối chuỗi không khớp"];
}

export interface ReportRow {
  n: number;
  place: string;
  draftText: string;
  /** the comment's own words, only personal data masked */
  words: string;
  direction: string;
  alike: number;
  channels: string;
  reason: string;
  answer: string;
  office: string;
  stance: Stance;
  kind: Comment["kind"];
  positionId: string;
}

export interface Source {
  draft: Draft;
  positions: readonly Place[];
  answers: ReadonlyMap<string, Answer>;
  comments: CommentBox;
  office: string;
}

export async function sourceOf(draft: Draft, comments: CommentBox, office: string): Promise<Source> {
  const id = String(draft._id);
  const answers = new Map((await listAnswers(id)).map((answer) => [answer.position, answer]));
  return { draft, positions: await listPlaces(draft), answers, comments, office };
}

const directionOf = (comment: Pick<Comment, "kind" | "stance">): string =>
  comment.kind === "question"
    ? "Hỏi"
    : comment.kind === "off-scope"
      ? "Ý kiến khác – ngoài phạm vi"
      : comment.stance === "gop-y"
        ? "Ý kiến khác"
        : STANCE_NAMES[comment.stance];

const answerText = (answer: Answer | undefined): string =>
  answer ? `${VERDICT_NAMES[answer.verdict]}. ${answer.words}` : "";

const places = (source: Source): (Place | undefined)[] => [undefined, ...source.positions];
/** Where a comment was made, said with its version where the draft has other words now. */
const citeAbout = ({ position, code }: About): string => (position ? citePlace(position, code) : code);

/**
 * The rows of the table, place by place in the order of the draft; comments that say the same about the same words share
 * a row with their number. What was said about an earlier wording stands beside that wording, never beside today's.
 */
export async function* reportRows(source: Source): AsyncGenerator<ReportRow> {
  let n = 0;
  for (const position of places(source)) {
    const groups = new Map<string, ReportRow & { by: Set<string> }>();
    for await (const comment of streamAt(String(source.draft._id), position?.id ?? "")) {
      if (comment.state !== "kept" || comment.late) continue;
      const about = aboutOf(source.draft, position, comment.version);
      const key = `${about.key}|${comment.group}|${comment.stance}|${comment.kind}`;
      const known = groups.get(key);
      if (known) {
        known.alike += 1;
        known.by.add(CHANNEL_NAMES[comment.channel]);
        continue;
      }
      n += 1;
      const words = source.comments.openWords(comment.body);
      const covered = coverWords(words, comment);
      groups.set(key, {
        n,
        place: citeAbout(about),
        draftText: about.text,
        words: wordsOf(covered, comment.stance),
        direction: directionOf(comment),
        alike: 1,
        channels: "",
        by: new Set([CHANNEL_NAMES[comment.channel]]),
        reason: covered.reason,
        answer: answerText(source.answers.get(position?.id ?? "")),
        office: comment.forwardedTo || source.office,
        stance: comment.stance,
        kind: comment.kind,
        positionId: position?.id ?? "",
      });
    }
    for (const { by, ...row } of groups.values()) yield { ...row, channels: [...by].join(", ") };
  }
}

/** An amendment stands whole and word for word beside the paragraph of the draft (04-HD/TU, domain.md §2.5). */
const wordsOf = ({ text, gist, amendment = "" }: Omit<CommentWords, "reason">, stance: Stance): string =>
  [
    text || STANCE_NAMES[stance],
    ...(gist === "" ? [] : [`(Lược dịch: ${gist})`]),
    ...(amendment === "" ? [] : [`Đề nghị sửa đoạn thành: “${amendment}”`]),
  ].join("\n");

export interface VerbatimRow {
  place: string;
  words: string;
  reason: string;
  direction: string;
  channel: string;
  alike: number;
  late: boolean;
}

/** Every kept comment word for word; texts equal to the letter share a line with their number. */
export async function* verbatimRows(source: Source): AsyncGenerator<VerbatimRow> {
  for (const position of places(source)) {
    const lines = new Map<string, VerbatimRow>();
    for await (const comment of streamAt(String(source.draft._id), position?.id ?? "")) {
      if (comment.state !== "kept") continue;
      const words = source.comments.openWords(comment.body);
      const covered = coverWords(words, comment);
      const about = aboutOf(source.draft, position, comment.version);
      const key = JSON.stringify([
        about.key,
        words,
        covered,
        comment.stance,
        comment.kind,
        comment.channel,
        comment.late,
      ]);
      const known = lines.get(key);
      if (known) known.alike += 1;
      else
        lines.set(key, {
          place: citeAbout(about),
          words: wordsOf(covered, comment.stance),
          reason: covered.reason,
          direction: directionOf(comment),
          channel: CHANNEL_NAMES[comment.channel],
          alike: 1,
          late: comment.late,
        });
    }
    yield* lines.values();
  }
}

/** Counts what the table would hold and what the log says was received. */
export async function countAgain(source: Source, withTable = true): Promise<Counted> {
  const draftId = String(source.draft._id);
  const again = await countPieces(draftId);
  const counted: Counted = { inTable: 0, questionsInTable: 0, logged: 0, chainHolds: true, again };
  // words that were kept long enough are gone, and with them the table they would stand in
  if (!withTable) counted.inTable = counted.questionsInTable = Number.NaN;
  for await (const row of withTable ? reportRows(source) : []) {
    if (row.kind === "question") counted.questionsInTable += row.alike;
    else counted.inTable += row.alike;
  }
  for await (const block of streamEntries(draftId))
    counted.logged += block.entries.filter((entry) => entry.what === "received").length;
  counted.logged += await countUnlogged(draftId);
  counted.chainHolds = (await checkChain(draftId)).brokenAt === 0;
  return counted;
}

/** @throws AppError 409 naming every difference: totals that do not add up are not printed */
export async function mustReconcile(source: Source, figures: Figures): Promise<void> {
  const found = differences(figures, await countAgain(source));
  if (found.length > 0) throw new AppError(409, `Số liệu chưa khớp, chưa lập được báo cáo: ${found.join("; ")}.`);
}
