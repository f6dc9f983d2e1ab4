import { findByAddress } from "../citizens/one-person.store.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Keep } from "../kernel/keep.ts";
import { listIdsOfOa } from "./broadcast.store.ts";
import { forgetPerson } from "./ledger.store.ts";

export const broadcastKeeps = ({ clock }: { clock: Clock }): readonly Keep[] => [
  { model: "Acknowledgement", until: "30 days: a mark that counts a person once" },
  {
    model: "LedgerRow",
    person: ["u"],
    until: "the row stays counted; whose it is goes when the person is erased",
    async forgetAt({ oaId, userId }) {
      const citizen = await findByAddress(oaId, userId);
      if (citizen) await forgetPerson(userId, await listIdsOfOa(citizen.unitCode), clock.now());
    },
  },
];
