const MM = 72 / 25.4;

/** What is made of an item. Sizes of PDFs are points, of pictures pixels. */
export interface ShareFormat {
  name: string;
  /** where it is used */
  use: string;
  kind: "pdf" | "png";
  width: number;
  height: number;
  /** the text stands in it as far as it fits; a banner has its title alone */
  withText: boolean;
}

/** Posters and sheets to print, pictures in the sizes networks ask for, banners in those of portals (S3-07, S3-19, S3-20, S4-20). */
export const FORMATS = {
  "ap-phich-a3": {
    name: "Áp phích A3",
    use: "dán nơi đông người",
    kind: "pdf",
    width: 841.89,
    height: 1190.55,
    withText: true,
  },
  "ap-phich-a4": {
    name: "Áp phích A4",
    use: "dán cửa, thang máy",
    kind: "pdf",
    width: 595.28,
    height: 841.89,
    withText: true,
  },
  "bang-tin-a4": {
    name: "Tờ bảng tin A4",
    use: "đủ chữ, dán bảng tin thôn",
    kind: "pdf",
    width: 595.28,
    height: 841.89,
    withText: true,
  },
  "to-gap": {
    name: "Tờ gấp ba A4",
    use: "bản in, có tràn lề và vạch gấp",
    kind: "pdf",
    width: 297 * MM,
    height: 210 * MM,
    withText: true,
  },
  story: {
    name: "Ảnh dọc 9:16",
    use: "tin ngắn Facebook, Zalo, TikTok",
    kind: "png",
    width: 1080,
    height: 1920,
    withText: true,
  },
  vuong: {
    name: "Ảnh vuông 1:1",
    use: "Facebook, Instagram, nhóm Zalo",
    kind: "png",
    width: 1080,
    height: 1080,
    withText: true,
  },
  ngang: {
    name: "Ảnh ngang 1200 × 630",
    use: "liên kết Facebook, Zalo",
    kind: "png",
    width: 1200,
    height: 630,
    withText: true,
  },
  "bia-16-9": {
    name: "Ảnh bìa 16:9",
    use: "bài viết Zalo, YouTube",
    kind: "png",
    width: 1280,
    height: 720,
    withText: true,
  },
  "banner-970x250": {
    name: "Banner 970 × 250",
    use: "đầu trang cổng thông tin",
    kind: "png",
    width: 970,
    height: 250,
    withText: false,
  },
  "banner-300x600": {
    name: "Banner 300 × 600",
    use: "cột bên cổng thông tin",
    kind: "png",
    width: 300,
    height: 600,
    withText: false,
  },
  "banner-300x250": {
    name: "Banner 300 × 250",
    use: "ô cổng thông tin",
    kind: "png",
    width: 300,
    height: 250,
    withText: false,
  },
} as const satisfies Readonly<Record<string, ShareFormat>>;
export type FormatName = keyof typeof FORMATS;

/** What every piece says, whoever passes it on (S3-07). */
export const disclosureOf = (office: string): string => `Nội dung do ${office} cung cấp`;

/** The words of an item as they stand on every piece. */
export interface ShareWords {
  title: string;
  text: string;
  source: string;
  office: string;
  /** "27/11/2026" */
  day: string;
  url: string;
  picture: { bytes: Buffer; width: number; height: number; alt: string } | null;
}

/** A text to paste: it never goes without who it is from. */
export const shareText = ({ title, text, source, office, url, day }: ShareWords): string =>
  [title, text, `${disclosureOf(office)}. Nguồn: ${source || office}, ${day}.`, url].join("\n\n");
/** For who does not see the picture. */
export const altOf = ({ title, office, picture }: Pick<ShareWords, "title" | "office" | "picture">): string =>
  `${title}.${picture ? ` ${picture.alt}.` : ""} ${disclosureOf(office)}, có mã QR dẫn tới bản gốc.`;
