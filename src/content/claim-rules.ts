/** Who said it, or where: a correction is about a fact and names nobody (domain.md S3-17). */
const NAMES_SOMEBODY: readonly RegExp[] = [
  /(https?:\/\/|www\.)\S/iu,
  /(?:^|\s)@[\p{L}\d_.]{2,}/u,
  /(?:^|[\s,(])(?:ông|bà|anh|chị|cô|chú|bác|cháu)\s[^.;\n]{1,60}\s(?:nói|viết|đăng|bảo|kể|chia sẻ|bình luận|phát biểu|tuyên bố|cho rằng|cho biết)(?=[\s:,.]|$)/iu,
  /(?:tài khoản|nick|fanpage|facebook(?:er)?|trang cá nhân|kênh (?:tiktok|youtube)|nhóm (?:zalo|facebook)|người dùng mạng)(?=[\s:,."“]|$)/iu,
  /(?:^|\s)(?:có|một số|nhiều|vài) (?:người|người dân|bà con|cá nhân|đối tượng)\s/iu,
];

/** Something one may hold, ask or wish, which is neither true nor false. */
const IS_OPINION: readonly RegExp[] = [
  /^(?:tôi|chúng tôi|em|con|gia đình tôi|theo (?:tôi|chúng tôi)|ý kiến|góp ý|đề nghị|kiến nghị|đề xuất|mong|xin|cần|nên|không nên|phải|hãy)(?=[\s:,])/iu,
  /(?:^|\s)(?:cho rằng|theo ý kiến|không đồng (?:ý|tình)|đồng tình|phản đối|ủng hộ|bức xúc|thất vọng|hài lòng|không hài lòng|chưa hợp lý|không hợp lý|bất hợp lý|bất công)(?=[\s:,.]|$)/iu,
  /\?\s*[”"]?\s*$/u,
];

/** Why these words cannot be what a correction corrects; undefined when they can. */
export function claimProblem(claim: string): string | undefined {
  const words = claim.normalize("NFC").trim();
  if (NAMES_SOMEBODY.some((sign) => sign.test(words)))
    return "Chỉ ghi điều đã nói sai, không ghi ai nói, tài khoản hay đường dẫn";
  if (IS_OPINION.some((sign) => sign.test(words)))
    return "Ý kiến, đề nghị, câu hỏi không đúng cũng không sai nên không đính chính được. Ghi điều có thể kiểm chứng, hoặc trả lời ở mục Góp ý";
  return undefined;
}
