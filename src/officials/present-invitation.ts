import { toString as toSvg } from "qrcode";
import type { Clock } from "../kernel/clock.ts";
import type { SecretBox } from "../kernel/crypto.ts";
import { findUnit, findUnits } from "../units/unit.store.ts";
import { confirmersOf } from "./confirm-official.ts";
import { codeOnScreen, MOST_WRONG_CODES } from "./invitation-rules.ts";
import type { Invitation, Official } from "./official.model.ts";
import { needsTotp, ROLE_NAMES } from "./rules.ts";
import { isThisBrowser } from "./set-up-account.ts";
import { spellSeed, totpAddress } from "./totp.ts";

type Invited = Official & { invitation: Invitation };

export async function seedPicture(seed: string, email: string): Promise<string> {
  const svg = await toSvg(totpAddress(seed, email), { type: "svg", margin: 1 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

const WORDS = {
  new: "mời Ông/Bà làm",
  reset: "gửi Ông/Bà liên kết đặt lại cách đăng nhập, vai trò",
  role: "mời Ông/Bà nhận vai trò",
};

/** What the page of a link shows at its present step, in this browser. */
export async function presentLink(deps: { clock: Clock; box: SecretBox }, official: Invited, device: string) {
  const { invitation } = official;
  const unit = await findUnit(invitation.unitCode);
  const byUnit = await findUnit(invitation.by.unitCode);
  const step = invitation.state === "done" || isThisBrowser(official, device) ? invitation.state : "elsewhere";
  const seed = step === "seed" ? deps.box.open(invitation.totpSeed) : "";
  return {
    step,
    name: official.name,
    email: official.email,
    office: byUnit?.office ?? invitation.by.name,
    unitName: unit?.name ?? invitation.unitCode,
    roleName: ROLE_NAMES[invitation.role],
    words: WORDS[invitation.kind],
    by: invitation.by.name,
    expiresAt: invitation.expiresAt,
    steps: needsTotp(invitation.role) ? (invitation.needsConfirmation ? 4 : 3) : 1,
    seed: spellSeed(seed),
    picture: seed === "" ? "" : await seedPicture(seed, official.email),
    ...(step === "waiting" ? await presentWait(deps, official, device) : {}),
  };
}

/** The code for the second official, and who that can be. */
export async function presentWait(deps: { clock: Clock }, official: Official, device: string) {
  const one = official.invitation;
  if (!one) return {};
  const leftOut = [String(official._id), one.by.id];
  const confirmers = await confirmersOf(one.unitCode, leftOut, deps.clock.now());
  const units = await findUnits([...new Set(confirmers.map((row) => row.unitCode))]);
  const offices = new Map(units.map(({ _id, office }) => [_id, office]));
  return {
    code: codeOnScreen(device, one.tokenHash, one.codeRound),
    isSpent: one.wrongCodes >= MOST_WRONG_CODES,
    confirmers: confirmers.slice(0, 12).map((row) => ({
      name: row.name,
      roleName: ROLE_NAMES[row.role],
      office: offices.get(row.unitCode) ?? row.unitCode,
    })),
    by: one.by.name,
    expiresAt: one.expiresAt,
  };
}
