import type { Core } from "../compose.ts";
import { addAccount } from "../officials/add-account.ts";
import { writeAudit } from "../officials/audit-log.store.ts";
import {
  inviteOfficial,
  type Invited,
  OPERATOR,
  sendLinkAgain,
  type WishedOfficial,
} from "../officials/invite-official.ts";
import type { Role } from "../officials/rules.ts";
import { findByEmail } from "../officials/official.store.ts";
import { totpAddress } from "../officials/totp.ts";
import type { Answer } from "./simulate.ts";

/** What an operator does stands in the audit log of the unit, like what an official does. */
const audit = (core: Core, action: string, unitCode: string, object: string): Promise<void> =>
  writeAudit({
    at: core.clock.now(),
    unitCode,
    officialId: "",
    name: OPERATOR.name,
    role: "",
    action,
    object,
    details: {},
    ip: "",
  });

/**
 * The first administrator, and anybody an operator makes at the server. What a log-in takes is printed once. Whoever
 * reads residents or approves still has to be met by a second official: the code shows at the first log-in.
 */
export async function addByOperator(core: Core, wish: WishedOfficial & { password: string }): Promise<Answer> {
  const made = await addAccount(core, wish);
  await audit(core, "official-added", wish.unitCode, wish.email);
  return {
    added: made.id,
    ...(made.seed === "" ? {} : { totp: totpAddress(made.seed, wish.email), recovery: made.recovery.join(" ") }),
    next: made.waits
      ? "log in with password and six digits; the screen shows a code for the second official, who confirms it under “Xác nhận cán bộ”"
      : "log in",
  };
}

const linkOf = (core: Core, { id, token, expiresAt, needsConfirmation }: Invited): Answer => ({
  id,
  link: `${core.settings.PUBLIC_URL}/console/loi-moi/${token}`,
  until: expiresAt.toISOString(),
  confirmation: needsConfirmation ? "a second official has to meet the person" : "none needed",
});

export async function inviteByOperator(core: Core, wish: WishedOfficial): Promise<Answer> {
  const invited = await inviteOfficial(core, OPERATOR, wish);
  await audit(core, "official-invited", wish.unitCode, wish.email);
  return linkOf(core, invited);
}

export async function linkByOperator(core: Core, email: string): Promise<Answer> {
  const official = await findByEmail(email);
  if (!official) throw new Error("no account under this e-mail");
  const role: Role = official.role;
  const invited = await sendLinkAgain(core, OPERATOR, official);
  await audit(core, "log-in-reset", official.unitCode, `${official.email} (${role})`);
  return linkOf(core, invited);
}
