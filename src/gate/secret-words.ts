export type SecretKind = "otp" | "password" | "id";

/** What nobody may be asked to send, in words without marks. The first row that fits counts. */
export const SECRETS: readonly { kind: SecretKind; what: string; shape: RegExp }[] = [
  {
    kind: "otp",
    what: "mã OTP",
    shape:
      /(?:ma |mat ma |day |so )?(?:smart )?\botps?\b|\bo te pe\b|\bma (?:so )?(?:xac thuc|xac minh|xac nhan|kich hoat|bao mat|dang nhap|giao dich|pin|cvv|cvc|bi mat)\b|\bma (?:so )?(?:gom |co |dai )?(?:4|6|8|bon|sau|tam) (?:chu so|so|con so|ky tu|chu)\b|\b(?:day |chuoi )?(?:4|6|8|bon|sau|tam) (?:chu so|con so|so)(?= (?:trong|vua|tren|trong|ma|xac|nhan-duoc|nhan|duoc gui|gui ve|cuoi))|\bma (?:so )?(?:vua |moi |da )?(?:duoc )?(?:nhan-duoc|nhan duoc|gui (?:ve|den|toi|qua)|hien (?:ra|len|tren))|\bma (?:vua|moi) (?:gui|nhan|hien|ve|den)|\bma (?:trong|tren|o) (?:tin nhan-tin|tin nhan|sms|dien-luc thoai|dien thoai|man hinh)|\b(?:ma )?(?:pin|cvv|cvc)\b/g,
  },
  {
    kind: "password",
    what: "mật khẩu",
    shape: /\bmat (?:khau|ma)\b(?! (?:wifi|wi fi|wi - fi))|\bpass(?:word|wd|code|w)?\b(?! wifi)|\bmk\b(?! wifi)/g,
  },
  {
    kind: "id",
    what: "số căn cước hay giấy tờ tuỳ thân",
    shape:
      /(?:\b(?:so|ma so|anh|hinh|ban chup|ban sao|ban photo|ban scan|photo|scan|file|ca|hai mat-truoc|2 mat-truoc|hai mat|2 mat|mat-truoc truoc|mat-truoc sau|mat truoc|mat sau|va|cua) )*(?:\bthe )?\b(?:can cuoc(?: cong dan)?|cccd|cmnd|cmtnd|cmt|chung minh(?: nguoi-nhan dan| nhan dan| thu)?|(?:so|ma|ma so) (?:dinh danh|cc|id)(?: ca nguoi-nhan| ca nhan)?|dinh danh ca (?:nguoi-nhan|nhan)|ho chieu|passport|giay to tuy than)\b/g,
  },
];

/** Verbs by which something is handed over. The longest that fits counts. */
export const HANDING: readonly string[] = (
  "cung cap|cho biet|cho xin|cho hay|nhan-tin tin|nhan-tin lai|nhan-tin|nhan tin|nhan lai|gui lai|doc lai|bao lai|gui|nhap|dien|khai bao|khai|ke-khai khai|doc|thong bao|bao|tra loi|phan hoi|" +
  "reply|rep|inbox|ib|chup|chia se|share|chuyen tiep|chuyen|dua|soan tin|soan|ghi|viet|de lai|comment|cmt vao|binh luan|up|tai len|" +
  "upload|dang len|dang|dang tai|noi|email|mail|forward|fw|tiet lo|yeu cau|doi-hoi|xin|hoi|can|cho|nop|thu thap|giao|ke-lai|nhan|goi|send|show|trinh bay|cho xem|de nghi"
).split("|");

/** Verbs that do something else with it: who brings, keeps or changes it hands nothing over. */
export const OTHER_DEEDS: readonly string[] = (
  "mang theo|mang|dem theo|dem|cam theo|cam|xuat trinh|chuan bi|lam lai|lam|cap lai|cap doi|cap|thay-doi|doi mat khau|thay|nhan-duoc|nhan duoc|kiem tra|giu|" +
  "bao ve|bao mat|bao quan|dat lai|dat|quen|mat-di|lo-ra|lo lot|ro ri|co|su-dung|su dung|dang nhap|dang ky|kich hoat|tich hop|cap nhat|photo|sao y|" +
  "chung thuc|danh cap|danh mat|doi chieu|luu y|luu|tra ket qua|tra cuu|tim|nhat duoc|phat|trao|lay lai|lay|quan ly|thu hoi|sua|tao|khoi phuc|quet|xoa|che|" +
  "la|biet|doan|het han|hien|in|lua dao|chiem doat|trom|xem|mo|doi mk|nho|thuoc|goi-dien|ve|thoi|hoan thanh|tiep nhan|tiep nhan-duoc|thu nhan|phong ngua|don|tiep dan"
).split("|");
