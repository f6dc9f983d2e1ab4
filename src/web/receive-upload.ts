import type { RequestHandler } from "express";
import multer, { MulterError } from "multer";
import { AppError } from "../kernel/errors.ts";
import { busy } from "../outside/limits.ts";

const MOST_BYTES = 12_000_000;
const receive = (fields: number) =>
  multer({
    storage: multer.memoryStorage(),
    // browsers write file names in UTF-8
    defParamCharset: "utf8",
    limits: { fileSize: MOST_BYTES, files: 1, fields, fieldSize: 200_000, parts: fields + 20, headerPairs: 20 },
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

/**
 * One file of a form. A form that is cut off or malformed is the sender's, never a fault of ours. Of one whose file is too
 * large the words before it are whole: they go on, and come back with the refusal.
 */
export function receiveUpload(field: string, mostFields = 60): RequestHandler {
  const read = receive(mostFields).single(field);
  return (request, response, next) =>
    void read(request, response, (error: unknown) => {
      if (error === undefined) return next();
      if (!isTooLarge(error)) return next(meaningOf());
      const why = `Tệp quá lớn. Vui lòng chọn tệp dưới ${MOST_BYTES / 1_000_000} MB.`;
      request.tooLarge = new AppError(413, why, { [field]: why });
      next();
    });
}

const isTooLarge = (error: unknown): boolean => error instanceof MulterError && error.code === "LIMIT_FILE_SIZE";

function meaningOf(): AppError {
  return new AppError(
    400,
    "Tệp gửi lên bị ngắt giữa chừng hoặc chưa đúng dạng. Vui lòng tải lại trang rồi gửi lần nữa.",
  );
}
