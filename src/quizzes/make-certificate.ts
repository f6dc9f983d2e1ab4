import { findAsks } from "../gate/find-asks.ts";
import { findLinks } from "../gate/find-links.ts";
import { AppError, conflict, invalid, notFound } from "../kernel/errors.ts";
import { fold, graphemes, nfc } from "../kernel/vietnamese.ts";
import type { CertificateWords } from "./draw-certificate.ts";
import { findResult } from "./result.store.ts";
import { roundOfVersion } from "./find-round.ts";
import type { Certificate } from "./round-log.model.ts";
import { findCertificate, keepCertificate } from "./round-log.store.ts";
import { rightOf } from "./rules.ts";
import type { PlayDeps } from "./start-turn.ts";
import { findPlayer, listTurnsOf } from "./turn.store.ts";

const nameMark = (deps: PlayDeps, name: string): Promise<string> => deps.quiz.name(fold(name));

/**
 * Makes a certificate for a player of a counted round. The name is printed and not kept: only a mark of it, so that a
 * check can say whether a name belongs to a code. The same player and name give the same code.
 * @throws AppError 409 before the round is counted, 403 without a counted turn, 422 without a name
 */
export async function makeCertificate(
  deps: PlayDeps & { publicUrl: string },
  contestId: string,
  round: number,
  appUserId: string,
  givenName: string,
): Promise<CertificateWords> {
  const name = nfc(givenName).replace(/\s+/g, " ").trim();
  if (graphemes(name) < 2 || graphemes(name) > 60) throw invalid({ name: "Cần họ và tên, từ 2 đến 60 ký tự" });
  if (findLinks(name).length > 0 || findAsks(name).length > 0)
    throw invalid({ name: "Họ và tên không được có liên kết. Ghi họ và tên như trên giấy tờ" });
  const result = await findResult(contestId, round);
  if (!result) throw conflict("Giấy ghi nhận có sau khi vòng thi đóng và đếm xong.");
  const played = await roundOfVersion(contestId, result.version, round);
  const player = await deps.quiz.player(contestId, appUserId);
  const turns = (await listTurnsOf(contestId, round, player)).filter(
    (turn) => turn.state === "done" && turn.k <= played.round.turnsPerDay,
  );
  const row = await findPlayer(contestId, player);
  if (turns.length === 0 || row?.excluded) throw new AppError(403, "Ông/Bà chưa có lượt thi được tính ở vòng này.");
  const code = await deps.quiz.code(contestId, player);
  const right = Math.max(...turns.map((turn) => rightOf(turn, played.round)));
  // a prize is named on paper only for who ticked the age of prizes (safeguard 24)
  const won =
    result.state === "published" && row?.claimedAt ? result.winners.find((one) => one.code === code) : undefined;
  const mark = await nameMark(deps, name);
  const certificate: Certificate = {
    _id: await deps.quiz.certificate([contestId, round, player, mark, won?.prize ?? ""].join("\n")),
    contestId,
    round,
    code,
    nameMark: mark,
    right,
    of: played.round.count,
    prize: won?.prize ?? "",
    at: deps.clock.now(),
  };
  await keepCertificate(certificate);
  return {
    organiser: played.version.frozen.organiser,
    contest: played.version.frozen.title,
    round: played.round.name || `Vòng ${round}`,
    name,
    right,
    of: played.round.count,
    prize: certificate.prize,
    code: certificate._id,
    at: certificate.at,
    checkUrl: `${deps.publicUrl}/cong-khai/thi/chung-nhan`,
  };
}

/** What stands behind a check code, and whether a name belongs to it. @throws AppError 404 */
export async function checkCertificate(
  deps: PlayDeps,
  code: string,
  name: string,
): Promise<{ certificate: Certificate; contest: string; round: string; nameHolds: boolean | undefined }> {
  const certificate = code === "" ? null : await findCertificate(code);
  if (!certificate) throw notFound("giấy ghi nhận có mã này");
  const result = await findResult(certificate.contestId, certificate.round);
  const played = await roundOfVersion(certificate.contestId, result?.version ?? 1, certificate.round);
  return {
    certificate,
    contest: played.version.frozen.title,
    round: played.round.name || `Vòng ${certificate.round}`,
    nameHolds: name.trim() === "" ? undefined : (await nameMark(deps, name)) === certificate.nameMark,
  };
}
