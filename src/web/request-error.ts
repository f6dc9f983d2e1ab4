/**
 * The HTTP answer to a request that could not even be read: a body too large, packed or written in a way we do not know,
 * an address that is none. Only what the readers of requests throw counts; a refusal of somebody we asked ourselves
 * carries a `status` as well and is our own trouble. Undefined for everything else.
 */
export function statusOfRequest(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if (error instanceof URIError) return 400;
  // an address with a name where an id belongs leads nowhere
  if ("name" in error && error.name === "CastError") return 404;
  if ("name" in error && error.name === "MulterError") return 413;
  if (!("status" in error) || !("expose" in error) || error.expose !== true) return undefined;
  const status = Number(error.status);
  return status >= 400 && status < 500 ? status : undefined;
}

/** What to do about it, for people. */
const REQUEST_SENTENCES: Readonly<Record<number, string>> = {
  413: "Nội dung gửi lên quá dài. Vui lòng rút ngắn, hoặc chọn tệp dưới 12 MB.",
  415: "Nội dung gửi lên được nén hoặc mã hóa theo cách hệ thống không đọc được. Vui lòng cập nhật trình duyệt, ứng dụng.",
};
export const sentenceOfRequest = (status: number): string =>
  REQUEST_SENTENCES[status] ?? "Nội dung gửi lên không đọc được. Vui lòng tải lại trang rồi gửi lại.";
