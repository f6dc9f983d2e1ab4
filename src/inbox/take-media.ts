import { invalid } from "../kernel/errors.ts";
import { shrinkFor } from "../kernel/shrink-picture.ts";
import type { AttachmentKind, FetchedMedia, Kept } from "./attachment.model.ts";
import { decodeAmr } from "./decode-amr.ts";
import { mediaTypeOf } from "./media-types.ts";

const MOST_GIF = 5_000_000;

const refuse = (why: string): Error => invalid({ tep: why });

/** What nobody here can show or give out, by what Zalo called it. */
const UNKNOWN: Readonly<Record<AttachmentKind, string>> = {
  picture:
    "Ảnh này không phải JPEG, PNG, WebP hay GIF nên không mở ở đây. Xem trong Zalo OA, hoặc nhờ người dân gửi lại",
  voice: "Dạng tiếng này chưa ai biết nên không phát ở đây. Nghe trong Zalo OA, hoặc nhờ người dân nhắn bằng chữ",
  video: "Dạng video này không phát ở đây. Xem trong Zalo OA",
  file: "Loại tệp này không được mở ở đây vì có thể gây hại (tệp chạy được, trang web, tệp nén, tài liệu có macro). Nhờ người dân gửi PDF, Word, Excel hoặc ảnh",
  place: "",
  card: "",
};

const plain = { width: 0, height: 0, seconds: 0, why: "" };

/** @throws AppError 422 with what the officer is told in its place */
export async function takeMedia({ bytes, kind }: FetchedMedia): Promise<Kept> {
  const found = await mediaTypeOf(bytes);
  if (!found) throw refuse(UNKNOWN[kind]);
  // who sends a picture as a file sees it as a picture; a picture that is none is not given out as something else
  if (kind !== "file" && found.group !== kind) throw refuse(UNKNOWN[kind]);
  if (found.type === "image/gif") {
    if (bytes.length > MOST_GIF) throw refuse("Ảnh động quá nặng (trên 5 MB)");
    return { ...plain, kind: "picture", type: found.type, bytes };
  }
  if (found.group === "picture")
    return { ...plain, ...(await shrinkFor("tep", bytes)), kind: "picture", type: "image/jpeg" };
  if (found.type === "audio/amr") return { ...plain, kind: "voice", type: "audio/wav", ...(await decodeAmr(bytes)) };
  if (found.type === "audio/amr-wb")
    return {
      ...plain,
      kind: "file",
      type: found.type,
      bytes,
      why: "Trình duyệt không phát được dạng tiếng này; tải về để nghe",
    };
  return { ...plain, kind: found.group, type: found.type, bytes };
}
