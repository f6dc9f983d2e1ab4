import { formatNumber } from "../kernel/dates.ts";
import { claimProblem } from "./claim-rules.ts";
import type { FieldErrors } from "../kernel/errors.ts";

/** Kinds of content (domain.md S3-08, S3-19, S4-14, S4-16, S4-20, S4-21). The checks are rows of this table. */
export const KINDS = [
  "tin",
  "tin-nhanh",
  "infographic",
  "video",
  "video-hoat-hoa",
  "podcast",
  "audio",
  "khung",
  "to-gap",
  "dinh-chinh",
  "truc-tiep",
  "thong-cao",
] as const;
export type ItemKind = (typeof KINDS)[number];

/** What only some kinds carry; which needs what stands in the table below. */
export interface Details {
  /** address of the sound, video or file, on an official host */
  mediaUrl: string;
  /** length of sound or video */
  mediaSeconds: number;
  mediaMegabytes: number;
  /** the words of sound or video, for those who do not hear it */
  transcript: string;
  /** address of the official source: a quick item and a correction cannot go without */
  officialUrl: string;
  /** a correction: what was published before, kept as it was, and who signs */
  earlierText: string;
  signer: string;
  /** a live link: when it ends */
  liveEndsAt: Date | null;
  /** "co": names or shows a private person; then that person's consent must be recorded */
  privatePeople: "" | "khong" | "co";
  /** who agreed, when and how it was recorded */
  consentNote: string;
  /** a press release: silent everywhere until this instant. Items from before do not have these four */
  embargoAt?: Date;
  /** a press release in a series: what the series is called */
  series?: string;
  /** a correction: id of the item that was wrong, when it was one of ours */
  corrects?: string;
  /** a correction: the day it is signed, yyyy-mm-dd */
  signedOn?: string;
}

/** Whether nobody outside may know of it yet. */
export const isUnderEmbargo = ({ embargoAt }: Pick<Details, "embargoAt">, now: Date): boolean =>
  embargoAt !== undefined && embargoAt > now;

interface KindRule {
  name: string;
  /** what it cannot go without */
  needs: ("picture" | "media" | "length" | "transcript" | "officialUrl" | "earlierText" | "signer" | "liveEnd")[];
  /** size of the file that is linked */
  mostMegabytes?: number;
  /** length that is asked for; outside of it a warning names the figure, above the last one it is refused */
  seconds?: { least: number; most: number; refusedAbove: number };
}

export const KIND_RULES: Readonly<Record<ItemKind, KindRule>> = {
  tin: { name: "Tin", needs: [] },
  "tin-nhanh": { name: "Tin nhanh", needs: ["officialUrl"] },
  infographic: { name: "Infographic", needs: ["picture"] },
  // Zalo takes videos of at most 50 MB (zalo/openapi.md §5)
  video: { name: "Video", needs: ["media", "length", "transcript"], mostMegabytes: 50 },
  "video-hoat-hoa": { name: "Video hoạt họa", needs: ["media", "length", "transcript"], mostMegabytes: 50 },
  podcast: { name: "Podcast", needs: ["media", "length", "transcript"], mostMegabytes: 50 },
  // 5 to 7 minutes a file for the source system and the commune's loudspeakers (domain.md S4-21)
  audio: {
    name: "Audio cho loa",
    needs: ["media", "length", "transcript"],
    mostMegabytes: 20,
    // a minute too long can still be cut by the commune; 8:10 is refused (domain.md S2-22)
    seconds: { least: 300, most: 420, refusedAbove: 480 },
  },
  khung: { name: "Khung ảnh", needs: ["picture"] },
  "to-gap": { name: "Tờ gấp", needs: ["media"], mostMegabytes: 5 },
  "dinh-chinh": { name: "Đính chính", needs: ["officialUrl", "earlierText", "signer"] },
  "truc-tiep": { name: "Đường dẫn trực tiếp", needs: ["media", "liveEnd"] },
  "thong-cao": { name: "Thông cáo báo chí", needs: ["signer"] },
};

export const NO_DETAILS: Details = {
  mediaUrl: "",
  mediaSeconds: 0,
  mediaMegabytes: 0,
  transcript: "",
  officialUrl: "",
  earlierText: "",
  signer: "",
  liveEndsAt: null,
  privatePeople: "",
  consentNote: "",
};

/** Hosts whose word is official: state portals and the Party's (domain.md S3-17, S4-14). */
const OFFICIAL_HOST = /(^|\.)(gov\.vn|dangcongsan\.vn|dcs\.vn|nhandan\.vn|quochoi\.vn|mattran\.org\.vn)$/;
const hostOf = (text: string): string => {
  try {
    const url = new URL(text);
    return url.protocol === "https:" ? url.hostname.toLowerCase() : "";
  } catch {
    return "";
  }
};
const isOfficialAddress = (text: string): boolean => OFFICIAL_HOST.test(hostOf(text));

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** What must be mended for this kind before the item may go to the approver. */
export function kindProblems(kind: ItemKind, details: Details, hasPicture: boolean): FieldErrors {
  const rule = KIND_RULES[kind];
  const problems: FieldErrors = {};
  const say = (field: string, words: string): void => void (problems[field] ??= words);
  const needs = new Set(rule.needs);
  const name = rule.name.toLowerCase();
  if (needs.has("picture") && !hasPicture) say("picture", `Loại ${name} cần có ảnh`);
  if (needs.has("media") && details.mediaUrl === "") say("mediaUrl", `Loại ${name} cần địa chỉ của tệp hoặc buổi phát`);
  if (details.mediaUrl !== "" && hostOf(details.mediaUrl) === "") say("mediaUrl", "Địa chỉ cần bắt đầu bằng https://");
  if (needs.has("length") && details.mediaSeconds <= 0) say("mediaSeconds", "Cần ghi độ dài, ví dụ 5:40");
  if (rule.seconds && details.mediaSeconds > rule.seconds.refusedAbove)
    say(
      "mediaSeconds",
      `${rule.name} dài ${clock(details.mediaSeconds)}; tối đa ${clock(rule.seconds.most)}. Cắt ngắn hoặc chia thành nhiều tệp`,
    );
  if (needs.has("transcript") && details.transcript.trim() === "")
    say("transcript", "Cần lời của âm thanh, video cho người không nghe được");
  if (rule.mostMegabytes && details.mediaMegabytes > rule.mostMegabytes)
    say("mediaMegabytes", `Tệp nặng ${formatNumber(details.mediaMegabytes)} MB, tối đa ${rule.mostMegabytes} MB`);
  if (needs.has("officialUrl") && details.officialUrl === "")
    say("officialUrl", `Loại ${name} cần địa chỉ trang của cơ quan ra tin`);
  if (details.officialUrl !== "" && !isOfficialAddress(details.officialUrl))
    say("officialUrl", "Nguồn chính thức cần là trang https:// của cơ quan Đảng, Nhà nước, Mặt trận");
  if (needs.has("earlierText") && details.earlierText.trim() === "")
    say("earlierText", "Đính chính cần giữ nguyên lời đã đăng trước đó");
  if (needs.has("signer") && details.signer.trim() === "") say("signer", `${rule.name} cần tên người ký`);
  const claim = kind === "dinh-chinh" ? claimProblem(details.earlierText) : undefined;
  if (claim !== undefined) say("earlierText", claim);
  if (needs.has("liveEnd") && !details.liveEndsAt) say("liveEndsAt", "Cần giờ kết thúc buổi trực tiếp");
  if (details.privatePeople === "") say("privatePeople", "Cần chọn nội dung có nêu tên hoặc hình người dân hay không");
  if (details.privatePeople === "co" && details.consentNote.trim() === "")
    say("consentNote", "Cần ghi ai đã đồng ý, ngày nào, bằng cách nào");
  return problems;
}

/** What is worth a second look; does not stop anybody. */
export function kindWarnings(kind: ItemKind, details: Details): string[] {
  const { seconds, name } = KIND_RULES[kind];
  if (!seconds || details.mediaSeconds <= 0) return [];
  const { least, most } = seconds;
  return details.mediaSeconds < least || details.mediaSeconds > most
    ? [`${name} dài ${clock(details.mediaSeconds)}; loa và hệ thống nguồn cần từ ${clock(least)} đến ${clock(most)}`]
    : [];
}

/** "5:40" or "340" → seconds; 0 when it is neither. */
export function parseLength(text: string): number {
  const match = /^(?:(\d{1,3}):(?=[0-5]?\d$))?(\d{1,4})$/.exec(text.trim());
  return match ? Number(match[1] ?? 0) * 60 + Number(match[2]) : 0;
}
export const formatLength = (seconds: number): string => (seconds > 0 ? clock(seconds) : "");

export const ENDED = "đã kết thúc";
/** A live link turns to "đã kết thúc" at its end (domain.md S4-16). */
export const liveWord = (kind: ItemKind, details: Details, now: Date): string =>
  kind !== "truc-tiep" || !details.liveEndsAt ? "" : details.liveEndsAt <= now ? ENDED : "đang hoặc sắp phát";
