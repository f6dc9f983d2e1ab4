/** A field of a form and what is wrong with it, in the words a person reads. */
export type FieldErrors = Record<string, string>;

/**
 * An error that a person is told about. `message` is polite Vietnamese for the page;
 * `status` is the HTTP answer. Everything else that is thrown is our own fault: 500.
 */
export class AppError extends Error {
  readonly status: number;
  readonly fields: FieldErrors;
  /** for a program that can do something about it by itself; "" where only a person can */
  readonly code: ErrorCode;
  /** what the page of a refused form is given besides its own data */
  readonly shows: Readonly<Record<string, unknown>> = {};
  constructor(status: number, message: string, fields: FieldErrors = {}, code: ErrorCode = "") {
    super(message);
    this.name = "AppError";
    this.status = status;
    this.fields = fields;
    this.code = code;
  }
}

/** `session`: it is over, begin another. `proof`: the machine's work is missing, wrong, used or old, do it anew. */
export type ErrorCode = "" | "session" | "proof";

export const sessionOver = (): AppError =>
  new AppError(401, "Phiên đã hết. Ông/Bà vui lòng mở lại trong Zalo.", {}, "session");
export const proofMissing = (): AppError =>
  new AppError(403, "Máy chưa làm xong bước kiểm tra chống gửi tự động. Ông/Bà vui lòng bấm gửi lại.", {}, "proof");

export const invalid = (fields: FieldErrors): AppError =>
  new AppError(422, `Có ${Object.keys(fields).length} chỗ cần sửa`, fields);
export const notFound = (what = "trang này"): AppError => new AppError(404, `Không tìm thấy ${what}.`);
export const forbidden = (why = "Ông/Bà không có quyền làm việc này."): AppError => new AppError(403, why);
export const gone = (why: string): AppError => new AppError(410, why);
export const conflict = (why: string): AppError => new AppError(409, why);

/** Narrow an unknown thrown thing to its message, for logs. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What was asked for, or undefined where the answer is a refusal; a fault of ours stays one and is nobody's "no". */
export const unlessRefused = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
