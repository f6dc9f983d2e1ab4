import type { OutsideTask } from "../outside/task.ts";
import type { NomineeRow } from "./read-nominees.ts";
import type { InvitationFile } from "./write-invitation.ts";
import type { ResultFile } from "./write-result.ts";

/** The result report of a class as DOCX. */
export const writeResultTask: OutsideTask<ResultFile, Buffer> = {
  name: "write-class-result",
  field: "",
  askedBy: "officials",
  seconds: 10,
  load: async () => (await import("./write-result.ts")).writeResult,
};

/** Names a department brings as a sheet or a text. */
export const readNomineesTask: OutsideTask<Uint8Array, NomineeRow[]> = {
  name: "read-nominees",
  field: "file",
  askedBy: "officials",
  seconds: 3,
  load: async () => {
    const { readNominees } = await import("./read-nominees.ts");
    return (bytes) => readNominees(Buffer.from(bytes));
  },
};

/** One nominee's invitation as DOCX, with the QR code. */
export const writeInvitationTask: OutsideTask<InvitationFile, Buffer> = {
  name: "write-class-invitation",
  field: "",
  askedBy: "officials",
  seconds: 10,
  load: async () => (await import("./write-invitation.ts")).writeInvitation,
};
