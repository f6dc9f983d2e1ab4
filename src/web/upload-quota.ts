import type { Redis } from "ioredis";
import type { Clock } from "../kernel/clock.ts";
import { invalid } from "../kernel/errors.ts";
import { dayKey } from "../kernel/send-hours.ts";

/** Far above a working day; far below what would fill a disk before somebody looks. */
const MOST_FILES = 300;
const MOST_BYTES = 1_000_000_000;
const TWO_DAYS_S = 172_800;

/** What one official may hand in on one day, all forms together. */
export interface UploadQuota {
  /** @throws AppError 422 at `field` when this file would be too many or too much */
  ask(officialId: string, bytes: number, field: string): Promise<void>;
  /** the file was kept; previews keep nothing and count for nothing */
  count(officialId: string, bytes: number): Promise<void>;
}

export function createUploadQuota({
  redis,
  prefix,
  clock,
}: {
  redis: Redis;
  prefix: string;
  clock: Clock;
}): UploadQuota {
  const nameOf = (officialId: string): string => `${prefix}:uploads:${officialId}:${dayKey(clock.now())}`;
  return {
    async ask(officialId, bytes, field) {
      const [files, sum] = await redis.hmget(nameOf(officialId), "files", "bytes");
      if (Number(files ?? 0) < MOST_FILES && Number(sum ?? 0) + bytes <= MOST_BYTES) return;
      throw invalid({
        [field]: `Hôm nay Ông/Bà đã gửi lên ${MOST_FILES} tệp hoặc 1 GB, nhiều nhất cho một ngày. Ngày mai gửi tiếp, hoặc nhờ đồng nghiệp`,
      });
    },
    async count(officialId, bytes) {
      const name = nameOf(officialId);
      await redis.multi().hincrby(name, "files", 1).hincrby(name, "bytes", bytes).expire(name, TWO_DAYS_S).exec();
    },
  };
}
