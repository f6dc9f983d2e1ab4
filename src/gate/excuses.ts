import type { SecretKind } from "./secret-words.ts";

/** A verb of handing over inside its sentence: words before, the verb, words after it, as strings of folded words. */
export interface Deed {
  before: string;
  verb: string;
  after: string;
  kind: SecretKind;
  /** the sentence ends with a question mark */
  asks: boolean;
}

const NEVER =
  "khong|ko|kh|khg|hong|hem|hok|chang|chua|dung-neg|cho-neg|cam-neg|nghiem cam|cam khong|tranh|tu choi|han che|ngung|khoi|mien|chang bao|never|dont|don t";
const BETWEEN =
  "duoc|bao|gio|bao-nhieu|nen|can|can-bo|bo|phai|co|he|doi-nao|doi|nao|the|co-the|ai|mot|co quan|quan|ngan|hang|cong|an|nguoi|nguoi-nhan|vien|don|vi|to|chuc|phep|quyen|bat|ky|cu|tu|tuy|tien|y|de|ba|con|ong|quy|vi|ban|moi|qua|truc|tiep|ca|deu|chu|dong|,|lien|he|voi|vang|vi|tin|nghe|loi|theo|yeu|cau|goi|goi-dien|dien-luc|dien|thoai|nhan|nhan-tin|tin|nhan-duoc|xa|cong|dan|nhac|den|gi|cung|bi|thay|mat|so|email|chi|hay|hoac|va|lua|link|lam|ra|cho|hoi|xin|doi-hoi|la|toi|minh|em|bac|anh|chi|gap|tay|ngay|voi|nguoi la|la";
const HAND =
  "cung cap|cho biet|nhan-tin|nhan tin|gui|nhap|dien|khai bao|khai|doc|thong bao|bao|tra loi|phan hoi|chup|chia se|share|chuyen|dua|ghi|viet|de lai|dang|noi|tiet lo|yeu cau|doi-hoi|hoi|xin|cho|nop|thu thap|goi|goi-dien|nghe|tin|bam|lam theo|nhan|lien he|soan|inbox|email|de nghi|lay|luu";
const RESIDENT =
  "ba con|ong ba|ong / ba|ong|ba|quy vi|ban|nguoi dan|cong dan|moi nguoi|cac ho|ho dan|bac|co chu|anh chi|cac bac|cac bac|minh";
/** What begins something new: a no before it does not reach behind it. */
const TURNS =
  /(?:^| )(?:nhung|chi|chi can|hay-lam|vui long|xin moi|thay vao do|sau do|roi|lap tuc|ngay bay gio|chi viec|lam on|vi vay|vi the|do do)(?= |$)/;

const NO = new RegExp(`(?:^| )(${NEVER}|dung)((?: (?:${BETWEEN}))*?) (${HAND})(?= |$)`, "g");
/** "đừng quên gửi" says send. */
const TWICE = new RegExp(
  `(?:^| )(?:${NEVER}|dung)(?: (?:duoc|nen|phai|co|can|bao gio))* (?:quen|ngai|ngan ngai|chan chu|cham|cham tre|tri hoan|lo-lang|so|tu choi|bo qua|bo lo|ngung|ngai ngan|do du|nga ngan)(?= |$)`,
);
const THREAT =
  /(?:^| )(?:se|thi|coi nhu)(?: se)? (?:bi|mat-di|mat|khong|ngung|cat|khoa|tam|huy|phai nop|chiu)(?= |$)|(?:^| )bi (?:khoa|cat|phat|huy|xoa|thu hoi|ngung|tam dung)(?= |$)/;
const TO_NOBODY =
  /(?:^| )(?:cho|voi|toi|qua) (?:bat |ai\b|nguoi la|nguoi khac|nguoi ngoai|nguoi khong quen|nguoi goi(?:-dien)?|doi tuong|ke|so la|nguoi tu xung|bat ky|bat cu|ben thu)/;
const BUT_FOR =
  /(?:^| )(?:ngoai|tru|ngoai tru|tru khi|tru phi|ngoai tru khi) (?:can-bo|can bo|xa|cong an|chung toi|nguoi-nhan vien|nhan vien|uy ban|ubnd|khi|em|toi|minh|nguoi cua|lanh dao|truong thon|to truong|bo phan|kenh|zalo|phuong)/;

/** "không gửi OTP cho ai", "không ai được yêu cầu đọc OTP": the no comes before and nothing turns it. */
export function isForbidden({ before, verb, after }: Deed): boolean {
  const line = `${before} ${verb}`;
  if (TWICE.test(line)) return false;
  // chớ without its marks
  if (/^cho$/.test(before) && TO_NOBODY.test(` ${after}`)) return true;
  if (BUT_FOR.test(` ${after}`)) return false;
  const noes = [...line.matchAll(NO)];
  return noes.some((no) => {
    const reach = line.slice(no.index + no[0].length);
    const plain = /^(?:khong|ko|kh|khg|hong|hem|hok|chua)$/.test(no[1] ?? "");
    const conditional = /(?:^| )(?:neu|ai|ho nao|nguoi nao|bac nao|ba nao|truong hop|hom nay|truoc)(?= )/.test(
      line.slice(0, no.index),
    );
    if (plain && THREAT.test(` ${after}`) && (conditional || !TO_NOBODY.test(` ${after}`))) return false;
    if (no[1] === "dung" && (no[2] ?? "").includes(",")) return false;
    return !turned(reach, no[3] ?? "");
  });
}

/** "không gửi qua điện thoại mà nhắn vào đây": but in "đừng tin ai mà đọc OTP" the no goes on. */
function turned(reach: string, first: string): boolean {
  if (TURNS.test(reach)) return true;
  if (new RegExp(`(?:^|, )(?:${RESIDENT})(?: can| phai| nen| chi)? *$`).test(reach) && reach.includes(",")) return true;
  const weak = /^(?:nghe|tin|bam|lam theo|goi|goi-dien|lien he)$/.test(first);
  return !weak && /(?:^| )ma-nhung(?= |$)/.test(reach);
}

const CROOKS =
  "ke-xau|ke (?:xau|gian|lua)|doi tuong|bon chung|chung(?! toi| ta)|nguoi la|nguoi tu xung|tu xung|xung la|gia-mao|gia danh|mao danh|gia mao|gia lam|gia (?:can-bo|can bo|cong an|nguoi-nhan vien|nhan vien)|thu doan|chieu tro|toi pham|so la|cuoc goi(?:-dien)?|tin nhan-tin|tin nhan|trang web|web gia|trang gia|duong link|duong dan|lua dao|mot so nguoi|nguoi khac|nguoi goi(?:-dien)?|nguoi nhan tin|co nguoi|hacker|nguoi quen|nick|tai khoan la";
const PRESS =
  "yeu cau|bao|doi-hoi|doi|du|lua|hoi|de nghi|huong dan|bat|ep|ru|noi|moi|gui|thuc giuc|lay ly do|dan du|xui|xin|bay|thuyet phuc|loi keo|can|gay suc ep|danh lua";
const BY_CROOK = new RegExp(`(?:^| )(?:${CROOKS})(?= |$)`, "g");
const BY_SOMEBODY = new RegExp(
  `(?:^| )(?:neu |khi |he |lo )?(?:co |gap |bi |thay )*(?:bat ky |bat cu |mot )?(?:ai|nguoi|nguoi nao|don vi nao|to chuc nao|cuoc goi(?:-dien)?|tin nhan-tin|tin nhan)(?: nao| do| tu xung| la| khac)*(?: goi-dien| goi dien-luc thoai| goi dien| (?!nhan-duoc|duoc|co|da|chua)[a-z-]+){0,8}? (?:${PRESS})(?= |$)`,
);

/** What a crook, or somebody who calls, wants is told, not asked for. A word to the reader ends the telling. */
export function isTold({ before, verb }: Deed): boolean {
  const line = `${before} ${verb}`;
  if (/(?:^| )bi (?:yeu cau|du|ep|lua|hoi|doi-hoi|dan du|thuc giuc|bat)(?: ba con| phai| nguoi dan)*$/.test(before))
    return true;
  const last = [...line.matchAll(BY_CROOK)].at(-1);
  const start = last ? last.index + last[0].length : (BY_SOMEBODY.exec(line)?.index ?? -1);
  if (start < 0) return false;
  const told = line.slice(start);
  if (TURNS.test(told)) return false;
  const addressed = new RegExp(`, (?:thi )?(?:de nghi )?(?:${RESIDENT})(?: [a-z-]+){0,3} (?:${HAND})$`).test(told);
  const pressed = new RegExp(`(?:^| )(?:${PRESS})(?= |$)`).test(told);
  if (addressed && !new RegExp(`(?:${PRESS})(?: ca| cac)? (?:${RESIDENT})(?: [a-z-]+){0,3} (?:${HAND})$`).test(told))
    return false;
  return pressed && !/(?:^|, )thi (?:ba con |ong ba |hay-lam )?[a-z-]+$/.test(told);
}

const HARM =
  /(?:^| )(?:(?:deu |chinh |cung )?la (?:lua dao|gia mao|gia danh|mao danh|gia|vi pham|sai|nguy hiem|trai|thu doan|chieu|dau hieu|hanh vi|mat|mat-di|tiep tay|tu|dua|giao|mo cua|trao|dai dot|khong)|(?:co the|co co-the|se|de|khien|dan den|dong nghia|lam)(?: [a-z-]+){0,3} (?:mat-di|mat tien|mat tai|bi mat|bi chiem|bi lay|bi hack|bi loi dung|lo-ra|chiem|trom|lua)|rat nguy hiem|la nguy hiem|khong an toan|khong nen|deu lua|thi mat|bi cam-neg|bi cam)(?= |$)/;
/** "mất tiền vì đọc mã OTP" */
const CAUSE =
  /(?:^| )(?:mat-di|mat|bi lua|thiet hai|suyt|hau qua|sap bay|tieu tien)(?: .*)? (?:vi|do|boi|sau khi|khi|chi vi|tu khi)(?: da| lo-tay| trot| tung)?$/;
export const isCalledHarmful = ({ before, after }: Deed): boolean =>
  CAUSE.test(before) || (HARM.test(` ${after}`) && !/(?:^| )(?:neu khong|keo|de khong|de khoi)(?= |$)/.test(after));

const MACHINES =
  "he thong|vneid|ung dung|app|ngan hang|nha mang|zalo|may|tong dai|cong dich vu cong(?: quoc gia)?|dich vu|man hinh|phan mem|viettel|vnpt|may chu|facebook";
const BY_MACHINE = new RegExp(`(?:^| )(?:${MACHINES})(?: se| da| vua| tu dong| tu| yeu cau| tra)*$`);
const TO_RESIDENT =
  /^(?:lai |mot |cac |[a-z0-9-]+ ){0,6}?(?:ve|den|toi|qua|cho|vao) (?:so )?(?:dien-luc thoai|dien thoai|may|thiet bi|sms|tin nhan-tin|tin nhan|email|ong|ba con|ban|nguoi dan|quy vi|cong dan|bac|minh|thue bao)/;

/** A code on its way to the reader, and what somebody did by mistake. */
export function isGivenToReader({ before, verb, after }: Deed): boolean {
  if (/(?:^| )(?:lo-tay|trot|cha may|chang may|lo|da lo|da trot|da|tung|nghi da)$/.test(before)) return true;
  if (!/^(?:gui|nhan|nhan-tin|nhan tin|tra loi|yeu cau|bao|thong bao|cung cap|cho|chuyen|nhap)$/.test(verb))
    return false;
  if (BY_MACHINE.test(before)) return true;
  return (
    /(?:^| )(?:duoc|vua|se duoc|da duoc|tu dong)$/.test(before) && (TO_RESIDENT.test(after) || before.endsWith("duoc"))
  );
}

export const isAskedAsQuestion = ({ before, after, asks }: Deed): boolean =>
  /(?:^| )(?:co nen|nen hay khong nen|vi sao khong|tai sao khong|co duoc|khi nao)(?: [a-z-]+){0,3}$/.test(before) ||
  (asks && /(?:^| )nen$/.test(before) && ` ${after}`.endsWith(" khong"));

const CHAT =
  /(?:^| )(?:zalo|tin nhan-tin|tin nhan|nhan-tin|nhan tin|inbox|ib|kenh nay|kenh|day|link|lien ket|duong dan|form|so 0\d*|0\d{8,}|binh luan|email|gmail|messenger|facebook|em|minh nhe|nhom)(?= |$)/;
const DESK =
  /(?:^| )(?:truc tiep|tai tru so|tru so|bo phan|mot cua|tai ubnd|tai uy ban|tai nha van hoa|nha van hoa|tai phuong|tai xa|tai hoi truong|tai diem|tai tram|tai quay|tai ban|tai cong an|cong an xa|cong an phuong|dich vu cong|khi den|den nhan-duoc|den lam|den nhan|luc den|khi lam|khi dang ky|khi nop ho|hoi truong|tai noi)(?= |$)/;
const PAPER = /(?:^| )(?:don|phieu|to khai|mau|giay|cuon-so|so theo doi|bieu mau|danh sach|ho so)(?= |$)/;

/** At a desk, on paper, into one's own phone: nothing is sent to anybody. */
export function isAtItsPlace({ before, verb, after, kind }: Deed): boolean {
  const around = `${before} ${after}`;
  if (kind !== "id")
    return (
      /^(?:nhap|dien|khai)$/.test(verb) &&
      (/(?:^| )tu(?: minh)?$/.test(before) ||
        /(?:^| )(?:tren|vao|trong|o|de mo|mo) (?:ung dung|app|phan mem|vneid|cong|man hinh|dien-luc thoai|dien thoai|may)(?= |$)/.test(
          around,
        )) &&
      !/(?:^| )(?:link|lien ket|duong dan|day|zalo|tin nhan-tin|tin nhan)(?= |$)/.test(after)
    );
  if (DESK.test(` ${around}`) && !CHAT.test(` ${after}`)) return true;
  return (
    /^(?:ghi|viet|dien|khai|nop|khai bao|ke-khai khai)$/.test(verb) &&
    !CHAT.test(` ${after}`) &&
    (verb === "nop" || PAPER.test(` ${around}`))
  );
}
