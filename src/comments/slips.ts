import { toString as toSvg } from "qrcode";
import type { Draft } from "../drafts/draft.model.ts";
import { aboutOf, listPlaces } from "../drafts/list-places.ts";
import { maskPii } from "../kernel/pii.ts";
import { clip } from "../kernel/vietnamese.ts";
import { STANCE_NAMES } from "./comment.model.ts";
import { findByReceipt } from "./comment.store.ts";
import { opinionKey } from "./enter-intake.ts";
import type { Intake } from "./intake.model.ts";
import { receiptOf } from "./rules.ts";
import type { CommentBox } from "./seal-box.ts";

/** Days in which the slips of a paper can be printed by who entered it. */
export const SLIP_DAYS = 7;

export interface Slip {
  n: number;
  code: string;
  /** QR of the address below, as a data address */
  picture: string;
  place: string;
  stance: string;
  /** the first words, so that each speaker is handed the right one */
  words: string;
}

/**
 * Slips for who spoke or wrote on paper: the receipt code of each opinion, and a QR that opens the page which reads it.
 * The code stands in the fragment alone, which no browser sends and no server logs (ADR 0010). [] when the time to print
 * is over, or the key was changed since.
 */
export async function slipsOf(
  deps: { comments: CommentBox; publicUrl: string },
  draft: Draft,
  intake: Intake,
): Promise<Slip[]> {
  if (!intake.slips) return [];
  const seed = deps.comments.box.open(intake.slips);
  const places = await listPlaces(draft);
  const slips: Slip[] = [];
  for (let n = 0; n < (intake.entered ?? 0); n += 1) {
    const code = deps.comments.codeFor(draft.prefix, `${String(draft._id)}:${opinionKey(seed, n)}`);
    const comment = await findByReceipt(receiptOf(code));
    if (!comment) continue;
    const said = comment.body === "" ? "" : deps.comments.openWords(comment.body).text;
    slips.push({
      n: n + 1,
      code,
      picture: await pictureOf(slipAddress(deps.publicUrl, draft.unitCode, code)),
      // by the number that stands on the paper, whatever a later version calls the place
      place: aboutOf(
        draft,
        places.find((place) => place.id === comment.position),
        comment.version,
      ).code,
      stance: STANCE_NAMES[comment.stance],
      words: clip(maskPii(said.replace(/\s+/g, " ")), 80),
    });
  }
  return slips;
}

const slipAddress = (publicUrl: string, unitCode: string, code: string): string =>
  `${publicUrl}/mini/${unitCode}/y-kien#${code}`;

async function pictureOf(address: string): Promise<string> {
  const svg = await toSvg(address, { type: "svg", margin: 1, errorCorrectionLevel: "M" });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
