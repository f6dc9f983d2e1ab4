import type { Jobs } from "../kernel/job.ts";
import { retention, type Sweep, sweep } from "../kernel/sweep.ts";
import { forgetMakers } from "./count-maker.ts";
import { framePhotoJob } from "./frame-photo.job.ts";
import { listWaitingWishes } from "./frame.store.ts";
import type { FrameDeps } from "./prepare-frame.ts";

export interface FrameSweepDeps extends FrameDeps {
  producer: Jobs;
  sweepMs: number;
}

/** A photo that waits after so long had its job lost. */
const FORGOTTEN_MS = 20_000;

export const frameSweeps = (deps: FrameSweepDeps): readonly Sweep[] => [
  sweep({
    name: "photos",
    everyMs: deps.sweepMs,
    finds: { "forgotten-photos": "Ảnh chờ ghép khung bị bỏ quên, đã làm lại" },
    async run() {
      const photos = await listWaitingWishes(new Date(deps.clock.now().getTime() - FORGOTTEN_MS));
      await deps.producer.addMany(
        framePhotoJob,
        photos.map((wishId) => ({ v: 1 as const, wishId })),
      );
      return { "forgotten-photos": photos.length };
    },
  }),
  retention("frames", { "purged-frame-marks": "Khung ảnh đã hết hạn, dấu đếm người đã xóa" }, async () => ({
    "purged-frame-marks": await forgetMakers(deps),
  })),
];
