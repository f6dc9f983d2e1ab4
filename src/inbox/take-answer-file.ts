import { formatNumber } from "../kernel/dates.ts";
import { invalid } from "../kernel/errors.ts";
import type { AnswerFile } from "./attachment.model.ts";
import { endingOf, mediaTypeOf } from "./media-types.ts";
import { takeMedia } from "./take-media.ts";

/** zalo/openapi.md §3: pdf, doc and docx of at most 5 MB; pictures are made small before. */
const MOST_FILE = 5_242_880;
const TAKEN = ["pdf", "doc", "docx"];

const refuse = (why: string): Error => invalid({ tep: why });

/** @throws AppError 422 naming what Zalo takes and how much of it */
export async function takeAnswerFile({ bytes, name }: { bytes: Buffer; name: string }): Promise<AnswerFile> {
  const found = await mediaTypeOf(bytes);
  if (found?.group === "picture" && found.type !== "image/gif") {
    const { type, bytes: small, width, height } = await takeMedia({ bytes, kind: "picture", name });
    return { kind: "picture", type, bytes: small, width, height, name: "anh.jpg" };
  }
  const ending = found ? endingOf(found.type) : "";
  if (!found || !TAKEN.includes(ending))
    throw refuse(
      "Zalo chỉ nhận ảnh JPEG, PNG, WebP và tệp PDF, DOC, DOCX. Vui lòng chọn tệp khác, hoặc lưu lại thành PDF",
    );
  if (bytes.length > MOST_FILE)
    throw refuse(
      `Tệp nặng ${formatNumber(bytes.length / 1_048_576)} MB; Zalo nhận tối đa 5 MB. Vui lòng chia nhỏ hoặc nén ảnh trong tệp`,
    );
  const stem = name
    .replace(/\.[^.]*$/, "")
    .replace(/[\u0000-\u001f"\\/:*?<>|]+/g, " ")
    .trim()
    .slice(0, 80);
  return { kind: "file", type: found.type, bytes, width: 0, height: 0, name: `${stem || "tep"}.${ending}` };
}
