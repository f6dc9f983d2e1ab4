import type { Clock } from "../../src/kernel/clock.ts";
import type { SecretBox } from "../../src/kernel/crypto.ts";
import { lookAndDecide } from "../../src/decisions/decide.ts";
import { frameApproval } from "../../src/frames/frame.decision.ts";
import type { Outside } from "../../src/outside/task.ts";
import { saveFrame, submitFrame } from "../../src/frames/prepare-frame.ts";

/** A ring with the commune's name: red at the rim, clear in the middle. */
export const FRAME_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080"><path fill="#b00020" fill-rule="evenodd" d="M0 0h1080v1080H0zM540 90a450 450 0 1 0 0 900 450 450 0 0 0 0-900z"/><text x="540" y="1030" font-size="56" font-weight="700" text-anchor="middle" fill="#fff">{{xa}}</text></svg>`;

/** An approved frame of a unit, open for 30 days. */
export async function openFrame(
  deps: { clock: Clock; box: SecretBox; outside: Outside },
  unitCode: string,
  startsAt: Date,
  chat = true,
): Promise<string> {
  const by = { id: "writer", name: "Cán bộ mẫu A" };
  const form = {
    title: "Chào mừng ngày hội",
    rules: "Dùng làm ảnh đại diện đến hết tháng; không dùng vào việc mua bán.",
    startsAt,
    endsAt: new Date(startsAt.getTime() + 30 * 86_400_000),
    chat,
  };
  const file = { name: "khung.svg", mimeType: "image/svg+xml", bytes: Buffer.from(FRAME_SVG) };
  const id = await saveFrame(deps, unitCode, form, file, by);
  await submitFrame(deps, unitCode, id, by);
  const leader = { id: "leader", name: "Lãnh đạo mẫu" };
  await lookAndDecide(frameApproval, deps, { unitCode, id, by: leader, wish: { emblem: true, circle: true } });
  return id;
}
