import { formatDate } from "../kernel/dates.ts";
import { defineDialogue } from "../kernel/dialogue/dialogue.ts";
import { requestSteps } from "./request-steps.ts";
import { takeRequest, type TakeDeps } from "./take-request.ts";

/** A report in chat: what, where, yes. It may come with pictures; who wrote is answered in chat. */
export const requestDialogue = defineDialogue<null, TakeDeps>({
  kind: "phan-anh",
  title: "việc phản ánh",
  pictures: true,
  keepsWords: true,
  typed: ["what", "pictures"],
  waits: { viec: { words: true }, noi: { words: true, asides: true, services: true }, anh: { yes: "gui", no: "huy" } },
  opens: () => Promise.resolve(true),
  look: () => Promise.resolve(null),
  steps: requestSteps,
  effects: {
    async take(deps, { party, said, key }) {
      const { what = "", where = "", pin = "", contact = "" } = said;
      const { oaId, userId, unitCode } = party;
      const [picture = "", ...more] = (said["pictures"] ?? "").split("\n");
      const taken = await takeRequest(deps, {
        unitCode,
        channel: "chat",
        what,
        where: [where, pin === "" ? "" : `(vị trí trên bản đồ: ${pin})`].filter((part) => part !== "").join(" "),
        contact,
        picture,
        more,
        once: `chat:${key}`,
        rateBy: `zalo:${oaId}:${userId}`,
        reach: { oaId, userId },
      });
      return { told: { code: taken.code, way: taken.way, due: formatDate(taken.dueAt) } };
    },
  },
});
