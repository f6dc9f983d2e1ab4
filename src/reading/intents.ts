/** What residents ask for (domain.md §4.6), named by the word of the menu command. */
export const INTENTS = [
  "menu",
  "tin",
  "chu-de",
  "gop-y",
  "thi",
  "khung",
  "phan-anh",
  "nghe",
  "gio",
  "thu-tuc",
  "du-lieu",
  "xoa-du-lieu",
  "dung",
  "nhan",
  "can-bo",
  "khan-cap",
  "cam-on",
] as const;
export type Intent = (typeof INTENTS)[number];
/** `unknown`: nothing that was understood; `ask`: the product asks back instead of acting. */
export type Meaning = Intent | "unknown" | "ask";
