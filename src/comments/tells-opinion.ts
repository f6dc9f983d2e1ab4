import { fold } from "../kernel/vietnamese.ts";

/** Words of the wish itself: "tôi muốn góp ý cho dự thảo của xã" says nothing yet. */
const WISH = new Set(
  "toi tui em chau con minh nha xa phuong muon xin cho gui gop y kien du thao nghi quyet ve cua voi duoc khong hoi can co a nhe nha o dau lam sao the nao cach gi may khi la va thi nay do vao den hay".split(
    " ",
  ),
);
const LEAST_WORDS = 3;

export const wordsIn = (text: string): number => {
  const folded = fold(text);
  return folded === "" ? 0 : folded.split(" ").length;
};

/** Whether the first sentence holds the opinion itself, beyond the wish to give one. */
export const tellsOpinion = (text: string): boolean =>
  fold(text)
    .split(" ")
    .filter((word) => word !== "" && !WISH.has(word)).length >= LEAST_WORDS;
