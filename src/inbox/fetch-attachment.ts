import type { SecretBox } from "../kernel/crypto.ts";
import { AppError } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { fetchMedia, isPictureHost } from "../zalo/fetch-media.ts";
import type { AttachmentKind } from "./attachment.model.ts";
import { countTry, factsOf, findAttachment, keepBytes, refuseAttachment } from "./attachment.store.ts";
import { takeMediaTask } from "./media.tasks.ts";

export interface FetchDeps {
  box: SecretBox;
  outside: Outside;
  /** hosts pictures may be fetched from */
  pictureHosts: readonly string[];
}

/** Fits a document of MongoDB many times over in pieces; a phone's photo and ten minutes of voice are below it. */
export const MOST_BYTES = 12_000_000;
/** Tries that did not reach Zalo before an officer is told. */
const MOST_TRIES = 8;
const WHAT: Readonly<Record<AttachmentKind, string>> = {
  picture: "Ảnh",
  voice: "Tin thoại",
  video: "Video",
  file: "Tệp",
  place: "Vị trí",
  card: "Danh thiếp",
};

/** Zalo writes some addresses with http and serves them with https. */
const secured = (url: string, hosts: readonly string[]): string =>
  isPictureHost(url, hosts) ? url : url.replace(/^http:/, "https:");

/** Brings one attachment from Zalo, looks what its bytes are in a process of its own, seals them. */
export async function fetchAttachment(deps: FetchDeps, id: string): Promise<void> {
  const attachment = await findAttachment(id);
  if (attachment?.state !== "waiting") return;
  const { url, name } = factsOf(deps.box, attachment);
  const { kind } = attachment;
  try {
    const limits = { field: "tep", what: WHAT[kind], mostBytes: MOST_BYTES };
    const bytes = await fetchMedia(secured(url, deps.pictureHosts), deps.pictureHosts, limits);
    await keepBytes(deps.box, id, await deps.outside.run(takeMediaTask, { bytes, kind, name }));
  } catch (error) {
    // nobody's file is at fault while we are busy
    if (error instanceof AppError && error.status !== 503)
      return refuseAttachment(id, Object.values(error.fields)[0] ?? error.message);
    if ((await countTry(id)) < MOST_TRIES) throw error;
    await refuseAttachment(id, `${WHAT[kind]} chưa tải được từ Zalo. Bấm “Tải lại”, hoặc xem ngay trong Zalo OA`);
  }
}
