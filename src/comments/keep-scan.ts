import { randomBytes } from "node:crypto";
import { shrinkPictureTask } from "../content/picture.tasks.ts";
import type { UploadedFile } from "../kernel/console-route.ts";
import { sha256Hex } from "../kernel/crypto.ts";
import { startOfDay } from "../kernel/dates.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError, conflict, invalid } from "../kernel/errors.ts";
import type { Outside } from "../outside/task.ts";
import { hasWithdrawn } from "./comment.store.ts";
import type { Intake } from "./intake.model.ts";
import { addScan, countScans, findScan, hasScan } from "./scan.store.ts";
import type { CommentBox } from "./seal-box.ts";

export interface ScanDeps {
  clock: Clock;
  comments: CommentBox;
  outside: Outside;
}

/** Pages one paper may have. */
export const MOST_PAGES = 20;

/**
 * A photo or scan of a page as it is kept: its kind by its bytes, upright, JPEG, nothing of what camera or scanner wrote
 * beside the pixels. @throws AppError 422 at the field `file`
 */
export async function readScan(outside: Outside, file: UploadedFile): Promise<Buffer> {
  try {
    return (await outside.run(shrinkPictureTask, file.bytes)).bytes;
  } catch (error) {
    const why = error instanceof AppError ? error.fields["picture"] : undefined;
    throw why === undefined ? error : invalid({ file: why });
  }
}

/**
 * Hangs a page at a paper, sealed; the same key twice is one page. @param pixels what {@link readScan} made of it
 * @returns false when an opinion of the paper was withdrawn: the page shows its words, also when it comes late
 */
export async function hangScan(
  deps: Pick<ScanDeps, "clock" | "comments">,
  intake: Pick<Intake, "_id" | "draftId">,
  pixels: Buffer,
  key: string,
): Promise<boolean> {
  const [id, once] = [String(intake._id), sha256Hex(`scan:${key === "" ? sha256Hex(pixels) : key}`)];
  if (await hasScan(id, once)) return true;
  if (await hasWithdrawn(intake.draftId, id)) return false;
  const n = await countScans(id);
  if (n >= MOST_PAGES) throw conflict(`Một phiếu có nhiều nhất ${MOST_PAGES} trang ảnh.`);
  await addScan({
    _id: randomBytes(18).toString("base64url"),
    draftId: intake.draftId,
    intake: id,
    once,
    n,
    sealed: deps.comments.box.seal(pixels.toString("base64")),
    at: startOfDay(deps.clock.now()),
  });
  return true;
}

export async function openScan(comments: CommentBox, intake: string, id: string): Promise<Buffer | undefined> {
  const scan = await findScan(intake, id);
  return scan ? Buffer.from(comments.box.open(scan.sealed), "base64") : undefined;
}
