/** Addresses that shorten others or open a chat with somebody: nobody can see where they lead, so no unit may allow them. */
export const HIDING_HOSTS: ReadonlySet<string> = new Set(
  (
    "bit.ly bitly.com t.co t.me telegram.me goo.gl g.co ow.ly is.gd v.gd cutt.ly s.id tinyurl.com rebrand.ly rb.gy " +
    "shorturl.at by.com.vn m.me fb.me fb.com wa.me linktr.ee lnk.to qr.ae lg.gl tiny.cc shope.ee s.shopee.vn " +
    "vt.tiktok.com ln.run bom.so zaloapp.com shorten.asia adf.ly ouo.io j2team.dev"
  ).split(" "),
);

/** Where anybody can put a page: one page of them may be allowed, never all. */
export const SHARED_HOSTS: ReadonlySet<string> = new Set(
  (
    "facebook.com youtube.com youtu.be tiktok.com google.com docs.google.com forms.gle sites.google.com drive.google.com " +
    "blogspot.com wordpress.com github.io github.com web.app firebaseapp.com vercel.app netlify.app pages.dev weebly.com " +
    "wixsite.com medium.com notion.site instagram.com x.com twitter.com zing.vn"
  ).split(" "),
);

/** Under these whole registries stand; nobody owns them. */
export const REGISTRIES: ReadonlySet<string> = new Set(
  "com.vn net.vn org.vn edu.vn info.vn name.vn pro.vn health.vn ac.vn biz.vn int.vn id.vn io.vn ai.vn co.uk com.au".split(
    " ",
  ),
);

/** Pages of state, Party and Front: everybody's to point to (domain.md S3-17, S4-14). */
const OFFICIAL = "gov.vn dangcongsan.vn dcs.vn nhandan.vn quochoi.vn mattran.org.vn".split(" ");
export const isOfficialHost = (host: string): boolean => OFFICIAL.some((one) => isUnder(host, one));
export const isUnder = (host: string, parent: string): boolean => host === parent || host.endsWith(`.${parent}`);

/**
 * Endings of domains that are words of Vietnamese as well. "sở.Ai cần" is two sentences without the blank, and a link to
 * a machine: it is asked about.
 */
export const ENDINGS_THAT_ARE_WORDS: ReadonlySet<string> = new Set(
  (
    "ac ai am ao at au ba be bi bo ca cam cat chat cho co cu cy de do eat em et ga gap ge gi go gu ha hot hu ia im in ke ki kia kim " +
    "ky la lat li loan lu ly ma man map me mo moi mu my na ne ngo ni no nu om on pa pe ph pin py re ren ro ru run sa se " +
    "si so su sy team to top tui ua uy va ve vi vin vu xin ye"
  ).split(" "),
);

/** After these words comes an address, not a new sentence. */
export const POINTING =
  /(?:^|[^\p{L}])(?:vào|vao|tại|tai|ở|link|liên kết|lien ket|truy cập|truy cap|web|website|trang|địa chỉ|dia chi|bấm|bam|nhấn|nhan|nhấp|nhap|mở|mo|xem|tải|tai ve|tải về|cài|cai|qua|theo|click|lien he|liên hệ)\s*(?:[:\-–(“"']\s*)?$/iu;
