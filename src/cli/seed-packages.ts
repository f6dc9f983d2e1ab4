import type { Core } from "../compose.ts";
import { NO_DETAILS } from "../content/kinds.ts";
import type { Person } from "../decisions/decision.ts";
import type { Content } from "../distribution/content.model.ts";
import { keepContent } from "../distribution/content.store.ts";
import type { Entry, Package } from "../distribution/package.model.ts";
import { createPackage, listPackages, readPackage } from "../distribution/package.store.ts";
import { pushPackage } from "../distribution/push-package.ts";
import { CATALOGUE, hashOf } from "../distribution/rules.ts";
import { findByEmail } from "../officials/official.store.ts";

const TOPICS = [
  "Nghị quyết đi vào cuộc sống",
  "Chương trình hành động của xã",
  "Chính quyền địa phương hai cấp",
  "Chuyển đổi số ở cơ sở",
  "Cách làm hay của thôn",
  "Đường sá, môi trường",
  "Văn hóa, thể thao",
  "An toàn mùa mưa bão",
] as const;
const PARTS = ["những điểm chính", "hỏi và đáp", "việc bà con làm được", "lời phát thanh"] as const;

/** BT01–BT32 (domain.md §6.2): 28 with audio in time, one too short and one too long on purpose, two with text only. */
function contentOf(n: number): Content {
  const title = `${TOPICS[n % TOPICS.length]}: ${PARTS[Math.floor(n / TOPICS.length)]}`;
  const text = `${title}. Đề nghị bà con theo dõi trên OA của xã và hệ thống truyền thanh. Nội dung thử nghiệm, không có thật.`;
  const seconds = n === 28 ? 285 : n === 29 ? 430 : n > 29 ? 0 : 305 + ((n * 17) % 110);
  const audio = { mediaUrl: `https://hongsao.gov.vn/am-thanh/bt${n + 1}.mp3`, mediaSeconds: seconds, transcript: text };
  const content: Content = {
    _id: "",
    kind: seconds > 0 ? "audio" : "tin",
    details: { ...NO_DETAILS, privatePeople: "khong", ...(seconds > 0 ? audio : {}) },
    title,
    text,
    pictureAlt: "",
    pictureSha: "",
    source: "Sở VHTTDL Hồng Sao",
    sourceClass: "cong-khai",
    free: n % 4 === 1 ? ["title"] : [],
    foreign: false,
    variants: [],
    pictureId: "",
  };
  return { ...content, _id: hashOf(content) };
}

async function entriesOf(now: Date): Promise<Entry[]> {
  const contents = Array.from({ length: CATALOGUE }, (_, n) => contentOf(n));
  for (const content of contents) await keepContent(content);
  return contents.map(({ _id, title }, n) => ({
    code: `BT${String(n + 1).padStart(2, "0")}`,
    title,
    contents: [_id],
    items: [""],
    origin: { organ: "Cục TTCS và TTĐN", receivedAt: new Date(now.getTime() - 3 * 86_400_000), dueAt: null },
    added: null,
  }));
}

/**
 * One package with its 32 entries, in the three communes that have an OA; a newcomer pushes it to all 126.
 * @param release the one write of a release: a seed has no page on which the approver could press
 */
export async function seedPackages(
  core: Core,
  release: (read: Package, by: Person) => Promise<unknown>,
  units: readonly string[] = ["sao-mai", "ben-lua", "hon-en"],
): Promise<void> {
  if ((await listPackages("so")).length > 0) return;
  const [writer, approver] = await Promise.all(["bientap@so.loaso.test", "lanhdao@so.loaso.test"].map(findByEmail));
  if (!writer || !approver) return;
  const now = core.clock.now();
  const by = { id: String(writer._id), name: writer.name };
  const id = await createPackage({
    unitCode: "so",
    title: "Gói 11/2026: Nghị quyết đi vào cuộc sống",
    note: "Đề nghị các xã nhận, đăng và ghi nơi phát. Nội dung thử nghiệm.",
    deadline: new Date(now.getTime() + 7 * 86_400_000),
    entries: await entriesOf(now),
    authors: [by],
    createdAt: now,
  });
  const draft = await readPackage(id);
  if (draft) await release(draft, { id: String(approver._id), name: approver.name });
  const read = await readPackage(id);
  if (read) await pushPackage(core, read, { units, ways: [] }, by);
}
