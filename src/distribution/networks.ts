/** A place where a text of an item goes that is not ours, with what it takes. Data: another place is a row more. */
export interface Network {
  key: string;
  name: string;
  /** letters of the text as people count them; for SMS letters of one message */
  limit: number;
  /** what its title takes, where it has one apart */
  titleLimit?: number;
  /** where the figure is from, and when it was looked at */
  source: string;
}

const SEEN = "xem ngày 26/11/2026";
export const NETWORKS: readonly Network[] = [
  { key: "facebook", name: "Facebook", limit: 63_206, source: `trang trợ giúp Facebook, ${SEEN}` },
  { key: "zalo", name: "Zalo (chép vào nhóm)", limit: 2000, source: `giới hạn một tin nhắn Zalo, ${SEEN}` },
  { key: "youtube", name: "YouTube", limit: 5000, titleLimit: 100, source: `trang trợ giúp YouTube, ${SEEN}` },
  { key: "tiktok", name: "TikTok", limit: 2200, source: `trang trợ giúp TikTok, ${SEEN}` },
  { key: "x", name: "X", limit: 280, source: `trang trợ giúp X, ${SEEN}` },
  { key: "vcnet", name: "VCNET", limit: 2000, source: "chưa có số công bố; giữ ngắn như tin Zalo" },
];

/** A message with Vietnamese marks is sent in parts of 67 letters when it does not fit into one of 70 (3GPP TS 23.040). */
export const SMS = { alone: 70, part: 67, plainAlone: 160, plainPart: 153, mostParts: 3 };
/** Banner of a portal: read while passing. */
export const BANNER = 90;
/** Syllables a minute, as announcers of commune radio read. */
export const SYLLABLES_A_MINUTE = 150;
