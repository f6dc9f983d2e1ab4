import type { Redis } from "ioredis";

/**
 * The next place in a line that MongoDB is the truth of: Redis only counts on from what was last stored there. After a
 * flush the line begins anew behind the newest stored place; a place that was taken meanwhile is refused by its index.
 */
export const nextInLine = ({ redis, prefix }: { redis: Redis; prefix: string }) => {
  redis.defineCommand("nextKnown", {
    numberOfKeys: 1,
    lua: "if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end return redis.call('INCR', KEYS[1])",
  });
  const next = (redis as unknown as { nextKnown(key: string): Promise<number> }).nextKnown.bind(redis);
  return async (line: string, newest: () => Promise<number>): Promise<number> => {
    const name = `${prefix}:line:${line}`;
    for (;;) {
      const place = await next(name);
      if (place > 0) return place;
      await redis.set(name, await newest(), "NX");
    }
  };
};
