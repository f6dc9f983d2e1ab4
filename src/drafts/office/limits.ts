import { type AppError, invalid } from "../../kernel/errors.ts";

/** A file that is larger, or counts further, than any draft: refused with what it is and what to do. */
export const tooMuch = (what: string): AppError =>
  invalid({ file: `${what}, nhiều hơn một dự thảo có thể có. Vui lòng kiểm tra lại tệp, lưu lại rồi tải lên lần nữa` });

/** Word processors count lists to 32,767. */
const MOST_COUNTED = 32_767;
/** Word has nine levels, OpenDocument ten. */
export const LEVELS = 10;

/**
 * A number a file names, within bounds.
 * @param fallback taken when there is none or it is no number
 * @throws AppError 422 when it is beyond what its kind can be: whatever is built from it would have no end
 */
export function bounded(
  given: string | undefined,
  fallback: number,
  least: number,
  most: number,
  what: string,
): number {
  if (given === undefined || given.trim() === "") return fallback;
  const n = Number(given);
  if (!Number.isFinite(n) && !/^[-+]?inf/i.test(given)) return fallback;
  if (n < least || n > most) throw tooMuch(`${what} là ${given.slice(0, 20)}`);
  return Math.trunc(n);
}

export const startNumber = (given: string | undefined): number =>
  bounded(given, 1, -MOST_COUNTED, MOST_COUNTED, "Số bắt đầu của danh sách");
export const levelNumber = (given: string | undefined): number => bounded(given, 0, 0, LEVELS - 1, "Cấp của danh sách");
