/** Addresses that shorten others or open a chat with somebody: nobody can see where they lead, so no unit may allow them. */
export const HIDING_HOSTS: ReadonlySet<string> = new Set(
  (
    "bit.ly bitly.com t.co t.me telegram.me goo.gl g.co ow.ly is.gd v.gd cutt.ly s.id tinyurl.com rebrand.ly rb.gy " +
    "shorturl.at by.com.vn m.me fb.me fb.com wa.me linktr.ee lnk.to qr.ae lg.gl tiny.cc shope.ee s.shopee.vn " +
    "vt.tiktok.com ln.run bom.so zaloapp.com shorten.asia adf.ly ouo.io j2team.dev"
  ).split(" "),
);

/** Where anybody can put a page: one page of them may be allowed, never all. */
const PAGE_HOSTS =
  "facebook.com youtube.com youtube-nocookie.com youtu.be tiktok.com google.com google.com.vn forms.gle github.com instagram.com threads.net x.com twitter.com " +
  "linkedin.com pinterest.com medium.com scribd.com slideshare.net issuu.com dropbox.com onedrive.live.com 1drv.ms forms.office.com " +
  "jotform.com typeform.com surveymonkey.com soundcloud.com vimeo.com dailymotion.com telegra.ph zing.vn archive.org change.org";
/** Where anybody can have a site under a name of his own: one site of them may be allowed, never a path on all. */
const SITE_HOSTS =
  "blogspot.com wordpress.com github.io gitlab.io web.app firebaseapp.com vercel.app netlify.app pages.dev workers.dev weebly.com " +
  "wixsite.com wix.com notion.site herokuapp.com onrender.com glitch.me surge.sh r2.dev amazonaws.com cloudfront.net azurewebsites.net windows.net " +
  "carrd.co canva.site godaddysites.com mystrikingly.com jimdosite.com webflow.io ngrok.io ngrok-free.app ngrok.app trycloudflare.com " +
  "duckdns.org 000webhostapp.com infinityfreeapp.com sharepoint.com substack.com tumblr.com ladi.me ladipage.com haravan.com";
/** The same pages for another screen or language. */
const SAME = ["", "www.", "m.", "mobile.", "web.", "vi-vn."];
const pageHosts = PAGE_HOSTS.split(" ");
const siteHosts = new Set(SITE_HOSTS.split(" "));

/** On such a host, or on one it has for other pages of the same: docs.google.com. */
export const isPageHost = (host: string): boolean => pageHosts.some((one) => isUnder(host, one));
export const isSiteHost = (host: string): boolean => siteHosts.has(host);
export const isHidingHost = (host: string): boolean => [...HIDING_HOSTS].some((one) => isUnder(host, one));
/** Whether an allowed host speaks for this one: all under it, or on a shared host none but its own other faces. */
export const isHostOf = (host: string, allowed: string): boolean => {
  if (isSiteHost(allowed)) return false;
  return isPageHost(allowed) ? SAME.some((face) => host === face + allowed) : isUnder(host, allowed);
};

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
