/** A field of a form and what is wrong with it, in the words a person reads. */
export type FieldErrors = Record<string, string>;

/**
 * An error that a person is told about. `message` is polite Vietnamese for the page;
 * `status` is the HTTP answer. Everything else that is thrown is our own fault: 500.
 */
export class AppError extends Error {
  readonly status: number;
  readonly fields: FieldErrors;
  constructor(status: number, message: string, fields: FieldErrors = {}) {
    super(message);
    this.name = "AppError";
    this.status = status;
    this.fields = fields;
  }
}

export const invalid = (fields: FieldErrors): AppError =>
  new AppError(422, `Có ${Object.keys(fields).length} chỗ cần sửa`, fields);
export const notFound = (what = "trang này"): AppError => new AppError(404, `Không tìm thấy ${what}.`);
export const forbidden = (why = "Ông/Bà không có quyền làm việc này."): AppError => new AppError(403, why);
export const conflict = (why: string): AppError => new AppError(409, why);

/** Narrow an unknown thrown thing to its message, for logs. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
