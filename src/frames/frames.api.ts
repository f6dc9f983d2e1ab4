import { shownAt } from "../units/scope-of.ts";
import { z } from "zod";
import { type ApiRoute, apiRoute } from "../kernel/api-route.ts";
import { notFound } from "../kernel/errors.ts";
import { publicPage, type PublicPage } from "../kernel/public-page.ts";
import { countMaker } from "./count-maker.ts";
import { type DrawDeps, drawFrame } from "./draw-frame.ts";
import { SIZES } from "./fill-in.ts";
import { findFrame, type FrameHead, listRunning } from "./frame.store.ts";
import { type FrameDeps } from "./prepare-frame.ts";

const frameCard = z.object({
  id: z.string(),
  title: z.string(),
  rules: z.string(),
  endsAt: z.string(),
  /** transparent PNG, 1,080 px */
  picture: z.string(),
  chat: z.boolean(),
  /** people and phones that made one, in words */
  made: z.string(),
});
export type FrameCard = z.infer<typeof frameCard>;

/** Counts below five are not shown (domain.md §5-7). */
export const madeInWords = (frame: Pick<FrameHead, "people" | "phones">): string => {
  const few = (n: number, unit: string): string => (n === 0 ? "" : n < 5 ? `dưới 5 ${unit}` : `${n} ${unit}`);
  return [few(frame.people, "người qua Zalo"), few(frame.phones, "máy qua trình duyệt")].filter(Boolean).join(", ");
};

const runs = (frame: FrameHead | null, now: Date): frame is FrameHead =>
  frame?.state === "published" && frame.startsAt <= now && now < frame.endsAt;

/** Frames to make on the phone. No photo ever comes here: there is no route that takes one. */
export const framesApi = (deps: FrameDeps): ApiRoute[] => [
  apiRoute({
    method: "get",
    path: "/units/:unit/frames",
    auth: "anyone",
    summary: "Frames a unit shows now, with its name filled in.",
    answer: z.object({ frames: z.array(frameCard) }),
    async handle({ params, now }) {
      const unit = params["unit"] ?? "";
      const frames = await listRunning(await shownAt(unit, now), now);
      return {
        frames: frames.map((frame) => ({
          id: String(frame._id),
          title: frame.title,
          rules: frame.rules,
          endsAt: frame.endsAt.toISOString(),
          picture: `/cong-khai/khung/${String(frame._id)}/${unit}/1080?v=${frame.masterHash.slice(0, 12)}`,
          chat: frame.chat,
          made: madeInWords(frame),
        })),
      };
    },
  }),
  apiRoute({
    method: "post",
    path: "/frames/:id/made",
    auth: "anyone",
    summary: "Counts the caller, once, as somebody who made a frame; the body holds a random key and no picture.",
    body: z.object({ key: z.string().regex(/^[\w-]{16,80}$/) }),
    answer: z.object({}),
    perMinute: 30,
    async handle({ params, body, resident, now }) {
      const frame = await findFrame(params["id"] ?? "");
      if (!runs(frame, now)) throw notFound("khung ảnh này");
      await countMaker(deps, frame, resident ? `zalo:${resident.appUserId}` : `phone:${body.key}`);
      return {};
    },
  }),
];

/** The frames themselves, as pictures anybody may fetch. */
export const framePages = (deps: DrawDeps): PublicPage[] => [
  publicPage({
    path: "/khung/:id/:unit/:size",
    async handle({ params, now }) {
      const frame = await findFrame(params["id"] ?? "");
      const size = SIZES.find((one) => String(one) === params["size"]);
      const unit = params["unit"] ?? "";
      if (!runs(frame, now) || !size || !(await shownAt(unit, now)).includes(frame.unitCode))
        throw notFound("khung ảnh này");
      return { kind: "file", type: "image/png", body: await drawFrame(deps, frame, unit, size), seconds: 86_400 };
    },
  }),
];
