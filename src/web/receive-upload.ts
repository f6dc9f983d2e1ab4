import type { RequestHandler } from "express";
import multer, { MulterError } from "multer";
import { AppError } from "../kernel/errors.ts";
import { busy } from "../outside/limits.ts";

const MOST_BYTES = 12_000_000;
const receive = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MOST_BYTES, files: 1, fields: 60, fieldSize: 200_000, parts: 80, headerPairs: 20 },
});

/** Lets so many in at one time: each holds what it receives in memory until it is answered. */
export function atMost(most: number): RequestHandler {
  let inside = 0;
  return (_request, response, next) => {
    // its sender left while the session was looked up: no "close" comes any more that would give the place back
    if (response.destroyed) return;
    if (inside >= most) throw busy();
    inside += 1;
    response.once("close", () => {
      inside -= 1;
    });
    next();
  };
}

/** One file of a form. A form that is cut off or malformed is the sender's, never a fault of ours. */
export function receiveUpload(field: string): RequestHandler {
  const read = receive.single(field);
  return (request, response, next) =>
    void read(request, response, (error: unknown) => next(error === undefined ? undefined : meaningOf(error)));
}

function meaningOf(error: unknown): AppError {
  if (error instanceof MulterError && error.code === "LIMIT_FILE_SIZE")
    return new AppError(413, `Tệp quá lớn. Vui lòng chọn tệp dưới ${MOST_BYTES / 1_000_000} MB.`);
  return new AppError(
    400,
    "Tệp gửi lên bị ngắt giữa chừng hoặc chưa đúng dạng. Vui lòng tải lại trang rồi gửi lần nữa.",
  );
}
