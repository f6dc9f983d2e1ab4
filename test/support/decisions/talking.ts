import { replyApproval } from "../../../src/chatbot/reply.decision.ts";
import { listHistory, newestReplies, saveVersion } from "../../../src/chatbot/reply.store.ts";
import { type Cast, type Scenario, WRITER } from "./scenario.ts";

const UNIT = "sao-mai";

export const replyScenario = (cast: Cast): Scenario => {
  const save = async (unitCode: string, text: string): Promise<void> =>
    saveVersion({
      unitCode,
      name: "gio",
      version: ((await listHistory(unitCode, "gio"))[0]?.version ?? 0) + 1,
      text,
      buttons: [],
      keywords: ["chợ phiên"],
      examples: [],
      by: WRITER.name,
      byId: WRITER.id,
      at: cast.clock.now(),
      state: "waiting",
    });
  let units = 0;
  return {
    ...cast.presses(replyApproval, cast.deps, undefined),
    async arrange() {
      units += 1;
      const unitCode = `${UNIT}-${units}`;
      await save(unitCode, "Xã làm việc từ 7 giờ 30.");
      return { unitCode, id: "gio" };
    },
    async swap({ unitCode }) {
      await save(unitCode, "Gọi 1900 xxxx để được giảm giá.");
      return /Nội dung: trước “Xã làm việc từ 7 giờ 30.”, nay “Gọi 1900/;
    },
    shown: async ({ unitCode }) => (await newestReplies(unitCode)).get("gio")?.text ?? "",
    async whole({ unitCode }) {
      const [newest] = await listHistory(unitCode, "gio");
      expect(newest).toMatchObject({ state: "decided", decided: { by: { id: cast.leader.id } } });
    },
  };
};
